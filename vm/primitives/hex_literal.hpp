#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byline
{
namespace detail
{
consteval std::uint8_t literal_digit(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<std::uint8_t>(c - 'a' + 10);
    throw "a hex literal has lower-case hex digits only";
}

template <std::size_t Size>
consteval std::array<std::uint8_t, Size> literal_bytes(std::string_view digits)
{
    if (digits.size() != 2 * Size)
        throw "a hex literal has two digits for each byte";
    std::array<std::uint8_t, Size> bytes{};
    for (std::size_t i = 0; i < Size; ++i)
        bytes[i] = static_cast<std::uint8_t>(
            (literal_digit(digits[2 * i]) << 4) | literal_digit(digits[2 * i + 1]));
    return bytes;
}
}  // namespace detail

/// Constants of the source text, checked at compile time: lower-case hex digits without "0x".
template <std::size_t Size>
consteval std::array<std::uint8_t, Size> hex_bytes(std::string_view digits)
{
    return detail::literal_bytes<Size>(digits);
}

consteval bytes32 hex_bytes32(std::string_view digits)
{
    return {detail::literal_bytes<32>(digits)};
}

consteval address hex_address(std::string_view digits)
{
    return {detail::literal_bytes<20>(digits)};
}
}  // namespace byline
