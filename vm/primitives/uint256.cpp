#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline
{
namespace
{
/// a * a modulo 2^256, with each product of two limbs once.
[[gnu::always_inline]] inline uint256 square(const uint256& a) noexcept
{
    const auto [a0, a1, a2, a3] = a.words;
    const uint128 a00 = uint128{a0} * a0;
    const uint128 a01 = uint128{a0} * a1;
    const uint128 a02 = uint128{a0} * a2;
    const uint128 a11 = uint128{a1} * a1;
    // The products that come twice, from 2^64 on, and those that come once.
    const uint128 middle = a02 + static_cast<std::uint64_t>(a01 >> 64);
    const auto w1 = static_cast<std::uint64_t>(a01);
    const auto w2 = static_cast<std::uint64_t>(middle);
    const std::uint64_t w3 = static_cast<std::uint64_t>(middle >> 64) + a0 * a3 + a1 * a2;
    const uint256 twice{detail::funnel_left(w3, w2, 1), detail::funnel_left(w2, w1, 1), w1 << 1, 0};
    return twice + uint256{static_cast<std::uint64_t>(a11 >> 64), static_cast<std::uint64_t>(a11),
                       static_cast<std::uint64_t>(a00 >> 64), static_cast<std::uint64_t>(a00)};
}

/// 2^bit modulo 2^256.
uint256 two_to(std::uint64_t bit) noexcept
{
    const std::uint64_t limb = bit / 64;
    const std::uint64_t value = 1ULL << (bit % 64);
    return {
        limb == 3 ? value : 0, limb == 2 ? value : 0, limb == 1 ? value : 0, limb == 0 ? value : 0};
}

/// By the bits of the exponent, which is not 0, from the highest on.
uint256 power_by_bits(const uint256& base, std::uint64_t exponent) noexcept
{
    uint256 result = base;
    for (auto bits = static_cast<unsigned>(std::bit_width(exponent)) - 1; bits > 0; --bits)
    {
        result = square(result);
        if (((exponent >> (bits - 1)) & 1) != 0)
            result *= base;
    }
    return result;
}

/// By the exponent's digits of four bits from the highest on.
uint256 power_by_digits(const uint256& base, const uint256& exponent) noexcept
{
    std::array<uint256, 16> powers;
    powers[0] = 1;
    powers[1] = base;
    for (std::size_t i = 2; i < powers.size(); i += 2)
    {
        powers[i] = square(powers[i / 2]);
        powers[i + 1] = powers[i] * base;
    }
    uint256 result{1};
    for (unsigned digit = (exponent.bit_width() + 3) / 4; digit > 0; --digit)
    {
        const unsigned bit = 4 * (digit - 1);
        const auto value = static_cast<std::size_t>(exponent.words[bit / 64] >> (bit % 64)) & 15;
        result = square(square(square(square(result)))) * powers[value];
    }
    return result;
}
}  // namespace

uint256 power(const uint256& base, const uint256& exponent) noexcept
{
    // A power of two, as older contracts shift.
    if (base.fits_uint64() && std::has_single_bit(base.words[0]) && exponent.fits_uint64())
    {
        const auto shift = static_cast<unsigned>(std::countr_zero(base.words[0]));
        return two_to(std::min<std::uint64_t>(exponent.words[0], shift == 0 ? 0 : 256) * shift);
    }
    if (exponent.is_zero())
        return 1;
    constexpr std::uint64_t few_bits = 1ULL << 24;
    if (exponent.fits_uint64() && exponent.words[0] < few_bits)
        return power_by_bits(base, exponent.words[0]);
    return power_by_digits(base, exponent);
}

std::string to_decimal(const uint256& value)
{
    if (value.is_zero())
        return "0";
    std::string digits;
    for (uint256 rest = value; !rest.is_zero();)
    {
        const DivResult step = divide(rest, 10);
        digits.push_back(static_cast<char>('0' + step.remainder.words[0]));
        rest = step.quotient;
    }
    std::ranges::reverse(digits);
    return digits;
}

std::optional<uint256> from_decimal(std::string_view digits)
{
    if (digits.empty())
        return std::nullopt;
    uint256 value;
    for (const char c : digits)
    {
        if (c < '0' || c > '9')
            return std::nullopt;
        const uint512 wide = full_mul(value, uint256{10});
        const auto [sum, carry] = add_with_carry(uint256{wide[3], wide[2], wide[1], wide[0]},
            uint256{static_cast<std::uint64_t>(c - '0')});
        if (wide[4] != 0 || carry)
            return std::nullopt;
        value = sum;
    }
    return value;
}
}  // namespace byline
