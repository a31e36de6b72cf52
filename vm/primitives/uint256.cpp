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

/// All that fit.
constexpr std::array<uint256, 78> powers_of_ten = [] {
    std::array<uint256, 78> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * uint256{10};
    return powers;
}();

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

/// 1 / a modulo 2^256 for an odd a, by Newton's iteration: each step doubles the bits that hold, of
/// which an odd number is its own inverse to three.
constexpr uint256 inverse_of_odd(const uint256& a) noexcept
{
    uint256 x = a;
    for (unsigned bits = 3; bits < 256; bits *= 2)
        x *= uint256{2} - a * x;
    return x;
}

constexpr uint128 low_half(const uint256& a) noexcept
{
    return (uint128{a.words[1]} << 64) | a.words[0];
}

/// (1 + y)^m for a y divisible by 2^32: the binomial series up to y^7, since 2^256 divides y^8.
/// From the inside out, with the divisors of its coefficients divided out of y, which has as many
/// twos as they have and far more. What is multiplied by so many y still needs so many limbs less,
/// and not the bits that the shifts leave unknown.
uint256 power_near_one(const uint256& y, const uint256& m) noexcept
{
    constexpr uint256 third = inverse_of_odd(3);
    constexpr uint128 fifth = low_half(inverse_of_odd(5));
    constexpr std::uint64_t seventh = inverse_of_odd(7).words[0];
    const uint256 y_thirds = y * third;
    const std::uint64_t innermost = 1 + (m.words[0] - 6) * (y.words[0] * seventh);
    uint128 inner = 1 + (low_half(m) - 5) * (low_half(y_thirds) >> 1) * innermost;
    inner = 1 + (low_half(m) - 4) * (low_half(y) * fifth) * inner;
    uint256 sum{0, 0, static_cast<std::uint64_t>(inner >> 64), static_cast<std::uint64_t>(inner)};
    sum = uint256{1} + (m - uint256{3}) * (y >> 2) * sum;
    sum = uint256{1} + (m - uint256{2}) * y_thirds * sum;
    sum = uint256{1} + (m - uint256{1}) * (y >> 1) * sum;
    return uint256{1} + m * y * sum;
}

/// By the lowest bits of the exponent, and the others at once: squared k times, an odd number is 1
/// and a multiple of 2^(k + 2).
uint256 power_of_odd(const uint256& base, const uint256& exponent) noexcept
{
    constexpr unsigned low_bits = 30;
    uint256 result{1};
    uint256 squared = base;
    for (unsigned k = 0; k < low_bits; ++k)
    {
        if (((exponent.words[0] >> k) & 1) != 0)
            result *= squared;
        squared = square(squared);
    }
    return result * power_near_one(squared - uint256{1}, exponent >> low_bits);
}

/// Of its own, so that the short ways need not save the registers that it takes.
[[gnu::noinline]] uint256 power_of_any(const uint256& base, const uint256& exponent) noexcept
{
    if (exponent.is_zero())
        return 1;
    // For fewer bits the powers near 1 take longer than they save.
    constexpr std::uint64_t few_bits = 1ULL << 36;
    if (exponent.fits_uint64() && exponent.words[0] < few_bits)
        return power_by_bits(base, exponent.words[0]);
    return (base.words[0] & 1) != 0 ? power_of_odd(base, exponent) : uint256{};
}
}  // namespace

uint256 power(const uint256& base, const uint256& exponent) noexcept
{
    // A power of two, as older contracts shift; of ten, as tokens scale by their decimals.
    if (base.fits_uint64() && exponent.fits_uint64())
    {
        if (std::has_single_bit(base.words[0]))
        {
            const auto shift = static_cast<unsigned>(std::countr_zero(base.words[0]));
            return two_to(std::min<std::uint64_t>(exponent.words[0], shift == 0 ? 0 : 256) * shift);
        }
        if (base.words[0] == 10 && exponent.words[0] < powers_of_ten.size())
            return powers_of_ten[exponent.words[0]];
    }
    return power_of_any(base, exponent);
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
