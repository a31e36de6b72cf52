#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace byline::vm
{
/// What a precompile gives: bytes, or std::nullopt if it refuses the input; the call then fails and
/// takes its gas. Like an optional view, but of two words, which come back in registers.
class PrecompileOutput
{
public:
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr PrecompileOutput(BytesView bytes) noexcept : data_{bytes.data()}, size_{bytes.size()}
    {}

    // NOLINTNEXTLINE(google-explicit-constructor)
    PrecompileOutput(const Bytes& bytes) noexcept : PrecompileOutput{BytesView{bytes}} {}

    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr PrecompileOutput(std::nullopt_t /*refused*/) noexcept {}

    constexpr explicit operator bool() const noexcept { return size_ != size_of_none; }

    constexpr BytesView operator*() const noexcept { return {data_, size_}; }

private:
    static constexpr std::size_t size_of_none = std::numeric_limits<std::size_t>::max();

    const std::uint8_t* data_ = nullptr;
    std::size_t size_ = size_of_none;
};

/// A contract whose code is ours (Yellow Paper appendix E). `gas` bounds the work of `run`, and is
/// charged before; it may be huge, never wraps.
struct Precompile
{
    std::string_view name;
    std::uint64_t (*gas)(BytesView input) = nullptr;

    /// The output lies in `room`, which keeps its buffer from call to call and may hold anything
    /// afterwards, or it is part of the input. The input must not lie in `room`.
    PrecompileOutput (*run_within)(BytesView input, Bytes& room) = nullptr;

    /// The same without a buffer to use again.
    [[nodiscard]] std::optional<Bytes> run(BytesView input) const
    {
        Bytes room;
        const PrecompileOutput output = run_within(input, room);
        return output ? std::optional{Bytes{(*output).begin(), (*output).end()}} : std::nullopt;
    }
};

/// The precompile at that address under those rules; null if there is none.
const Precompile* find_precompile(const address& addr, Revision revision) noexcept;

/// The addresses that have one, ascending: warm from the start of a transaction (EIP-2929).
std::span<const address> precompile_addresses(Revision revision) noexcept;
}  // namespace byline::vm
