#pragma once

#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace byline::vm::bn254
{
/// A number as a sum of digits * 2^i, where few of the digits are other than zero.
struct SignedDigits
{
    std::array<std::int16_t, 129> digits{};  ///< lowest first
    std::size_t size = 0;
};

/// The digits of a value below 2^128, each zero or odd and between -2^(width-1) and 2^(width-1),
/// and of `width` neighbours at most one not zero.
constexpr SignedDigits signed_digits(uint128 value, unsigned width) noexcept
{
    const unsigned base = 1U << width;
    SignedDigits result;
    while (value != 0)
    {
        const auto low = static_cast<unsigned>(value) % base;
        const bool odd = low % 2 == 1;
        const bool negative = odd && low > base / 2;
        int digit = 0;
        if (odd)
            digit = static_cast<int>(low) - (negative ? static_cast<int>(base) : 0);
        result.digits[result.size++] = static_cast<std::int16_t>(digit);
        // Halved before the carry of a negative digit is added, that this cannot overflow.
        value >>= 1;
        if (digit > 0)
            value -= static_cast<unsigned>(digit) / 2;
        else if (digit < 0)
            value += static_cast<unsigned>(1 - digit) / 2;
    }
    return result;
}
}  // namespace byline::vm::bn254
