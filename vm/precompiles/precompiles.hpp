#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace byline::vm
{
/// A contract whose code is ours (Yellow Paper appendix E). `gas` bounds the work of `run`, and is
/// charged before; it may be huge, never wraps. `run` gives nothing if the input is refused: the
/// call then fails and takes its gas.
struct Precompile
{
    std::string_view name;
    std::uint64_t (*gas)(BytesView input) = nullptr;
    std::optional<Bytes> (*run)(BytesView input) = nullptr;
};

/// The precompile at that address under those rules; null if there is none.
const Precompile* find_precompile(const address& addr, Revision revision) noexcept;

/// The addresses that have one, ascending: warm from the start of a transaction (EIP-2929).
std::span<const address> precompile_addresses(Revision revision) noexcept;
}  // namespace byline::vm
