#pragma once

#include "vm/primitives/uint256.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace byline::vm::instructions
{
constexpr std::uint64_t to_big_endian(std::uint64_t value) noexcept
{
    return std::endian::native == std::endian::little ? std::byteswap(value) : value;
}

/// Eight bytes, the first the most significant.
inline std::uint64_t load_big_endian(const std::uint8_t* bytes) noexcept
{
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return to_big_endian(value);
}

inline void store_big_endian(std::uint8_t* bytes, std::uint64_t value) noexcept
{
    value = to_big_endian(value);
    std::memcpy(bytes, &value, sizeof value);
}

/// A word as memory and call data hold it.
inline uint256 load_word(const std::uint8_t* bytes) noexcept
{
    return {load_big_endian(bytes), load_big_endian(bytes + 8), load_big_endian(bytes + 16),
        load_big_endian(bytes + 24)};
}

inline void store_word(std::uint8_t* bytes, const uint256& value) noexcept
{
    for (std::size_t i = 0; i < 4; ++i)
        store_big_endian(bytes + 8 * i, value.words[3 - i]);
}

/// The word that PUSH0 to PUSH32 push. `at` is the instruction in the padded code: bytes beyond its
/// end are zero (Yellow Paper §9.4.1), and reading eight at a time stays inside the buffer.
template <std::size_t Size>
uint256 immediate(const std::uint8_t* at) noexcept
{
    constexpr std::size_t whole = Size / 8;
    constexpr std::size_t rest = Size % 8;
    const std::uint8_t* bytes = at + 1;
    uint256 value;
    if constexpr (rest != 0)
    {
        value.words[whole] = load_big_endian(bytes) >> (64 - 8 * rest);
        bytes += rest;
    }
    for (std::size_t i = whole; i > 0; --i, bytes += 8)
        value.words[i - 1] = load_big_endian(bytes);
    return value;
}
}  // namespace byline::vm::instructions
