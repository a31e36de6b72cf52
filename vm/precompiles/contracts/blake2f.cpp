#include "vm/crypto/blake2b.hpp"
#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::vm::contracts
{
namespace
{
constexpr std::size_t input_size = 213;
constexpr std::size_t final_flag_at = 212;

/// Unlike every other number of the EVM, these are little-endian (RFC 7693, 2.4).
std::uint64_t load_little_endian(BytesView bytes) noexcept
{
    std::uint64_t value = 0;
    for (std::size_t i = 8; i > 0; --i)
        value = (value << 8) | bytes[i - 1];
    return value;
}

template <std::size_t Count>
std::array<std::uint64_t, Count> load_words(BytesView bytes) noexcept
{
    std::array<std::uint64_t, Count> words{};
    for (std::size_t i = 0; i < Count; ++i)
        words[i] = load_little_endian(bytes.subspan(8 * i, 8));
    return words;
}

/// The number of rounds is big-endian.
std::uint32_t rounds_of(BytesView input) noexcept
{
    return (std::uint32_t{input[0]} << 24) | (std::uint32_t{input[1]} << 16) |
           (std::uint32_t{input[2]} << 8) | input[3];
}
}  // namespace

std::uint64_t blake2f_gas(BytesView input) noexcept
{
    return input.size() == input_size ? rounds_of(input) : 0;
}

PrecompileOutput blake2f(BytesView input, Bytes& room)
{
    if (input.size() != input_size || input[final_flag_at] > 1)
        return std::nullopt;
    const auto next = blake2b_compress({.state = load_words<8>(input.subspan(4)),
                                           .message = load_words<16>(input.subspan(68)),
                                           .offset = load_words<2>(input.subspan(196)),
                                           .final_block = input[final_flag_at] == 1},
        rounds_of(input));
    room.resize(sizeof(next));
    auto byte = room.begin();
    for (const std::uint64_t word : next)
    {
        for (unsigned shift = 0; shift < 64; shift += 8)
            *byte++ = static_cast<std::uint8_t>(word >> shift);
    }
    return room;
}
}  // namespace byline::vm::contracts
