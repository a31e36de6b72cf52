#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Division is Knuth's Algorithm D (The Art of Computer Programming 2, 4.3.1) on 64-bit limbs.
namespace byline
{
namespace
{
using Limbs = std::span<std::uint64_t>;

std::size_t significant(std::span<const std::uint64_t> limbs) noexcept
{
    std::size_t n = limbs.size();
    while (n > 0 && limbs[n - 1] == 0)
        --n;
    return n;
}

/// Divides in place by one limb: the quotient stays in `u`; returns the remainder.
std::uint64_t divide_by_limb(Limbs u, std::uint64_t d) noexcept
{
    std::uint64_t r = 0;
    for (std::size_t i = u.size(); i > 0; --i)
    {
        const uint128 n = (uint128{r} << 64) | u[i - 1];
        u[i - 1] = static_cast<std::uint64_t>(n / d);
        r = static_cast<std::uint64_t>(n % d);
    }
    return r;
}

/// Step D3: the trial quotient limb of three dividend limbs by the two highest divisor limbs.
std::uint64_t trial_quotient(const std::uint64_t* u, std::uint64_t d1, std::uint64_t d0) noexcept
{
    constexpr uint128 base = uint128{1} << 64;
    const uint128 n = (uint128{u[2]} << 64) | u[1];
    uint128 q = n / d1;
    uint128 r = n % d1;
    while (q >= base || q * d0 > ((r << 64) | u[0]))
    {
        --q;
        r += d1;
        if (r >= base)
            break;
    }
    return static_cast<std::uint64_t>(q);
}

/// Step D4: u -= q * d over d.size() + 1 limbs; true if it went below zero.
bool multiply_subtract(std::uint64_t* u, std::span<const std::uint64_t> d, std::uint64_t q) noexcept
{
    std::uint64_t carry = 0;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < d.size(); ++i)
    {
        const uint128 product = uint128{q} * d[i] + carry;
        carry = static_cast<std::uint64_t>(product >> 64);
        const uint128 difference = uint128{u[i]} - static_cast<std::uint64_t>(product) - borrow;
        u[i] = static_cast<std::uint64_t>(difference);
        borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
    }
    const uint128 difference = uint128{u[d.size()]} - carry - borrow;
    u[d.size()] = static_cast<std::uint64_t>(difference);
    return (difference >> 64) != 0;
}

/// Step D6: u += d over d.size() + 1 limbs, the carry dropped.
void add_back(std::uint64_t* u, std::span<const std::uint64_t> d) noexcept
{
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < d.size(); ++i)
    {
        const uint128 sum = uint128{u[i]} + d[i] + carry;
        u[i] = static_cast<std::uint64_t>(sum);
        carry = static_cast<std::uint64_t>(sum >> 64);
    }
    u[d.size()] += carry;
}

/// Shifts left by less than 64 bits; returns the bits that fall out at the top.
std::uint64_t shift_left(Limbs limbs, unsigned bits) noexcept
{
    if (bits == 0)
        return 0;
    std::uint64_t out = 0;
    for (auto& limb : limbs)
    {
        const std::uint64_t next = limb >> (64 - bits);
        limb = (limb << bits) | out;
        out = next;
    }
    return out;
}

/// u / d for up to eight limbs: the remainder as a word; the quotient goes to `q` (as wide as u,
/// zeroed).
uint256 divide_limbs(Limbs u, const uint256& divisor, Limbs q) noexcept
{
    auto d = divisor.words;
    const std::size_t n = significant(d);
    const std::size_t m = significant(u);
    uint256 r;
    if (m < n)
    {
        std::copy_n(u.begin(), m, r.words.begin());
        return r;
    }
    if (n == 1)
    {
        r.words[0] = divide_by_limb(u.first(m), d[0]);
        std::copy_n(u.begin(), m, q.begin());
        return r;
    }
    const auto bits = static_cast<unsigned>(std::countl_zero(d[n - 1]));
    shift_left({d.data(), n}, bits);
    std::array<std::uint64_t, 9> w{};
    std::copy_n(u.begin(), m, w.begin());
    w[m] = shift_left({w.data(), m}, bits);
    for (std::size_t j = m - n + 1; j > 0; --j)
    {
        std::uint64_t* const at = w.data() + j - 1;
        std::uint64_t quotient = trial_quotient(at + n - 2, d[n - 1], d[n - 2]);
        if (multiply_subtract(at, {d.data(), n}, quotient))
        {
            --quotient;
            add_back(at, {d.data(), n});
        }
        q[j - 1] = quotient;
    }
    std::copy_n(w.begin(), n, r.words.begin());
    return r >> bits;
}
}  // namespace

DivResult divide(const uint256& dividend, const uint256& divisor) noexcept
{
    if (dividend.fits_uint64() && divisor.fits_uint64())
        return {dividend.words[0] / divisor.words[0], dividend.words[0] % divisor.words[0]};
    auto u = dividend.words;
    DivResult result;
    result.remainder = divide_limbs(u, divisor, result.quotient.words);
    return result;
}

uint256 remainder(const uint512& dividend, const uint256& modulus) noexcept
{
    auto u = dividend;
    uint512 quotient{};
    return divide_limbs(u, modulus, quotient);
}

uint256 operator/(const uint256& a, const uint256& b) noexcept
{
    return b.is_zero() ? uint256{} : divide(a, b).quotient;
}

uint256 operator%(const uint256& a, const uint256& b) noexcept
{
    return b.is_zero() ? uint256{} : divide(a, b).remainder;
}

uint256 signed_div(const uint256& a, const uint256& b) noexcept
{
    const uint256 q = (a.is_negative() ? -a : a) / (b.is_negative() ? -b : b);
    return a.is_negative() != b.is_negative() ? -q : q;
}

uint256 signed_mod(const uint256& a, const uint256& b) noexcept
{
    const uint256 r = (a.is_negative() ? -a : a) % (b.is_negative() ? -b : b);
    return a.is_negative() ? -r : r;
}

uint256 add_mod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    if (m.is_zero())
        return {};
    const auto [sum, carry] = add_with_carry(a, b);
    if (!carry)
        return sum % m;
    return remainder({sum.words[0], sum.words[1], sum.words[2], sum.words[3], 1, 0, 0, 0}, m);
}

uint256 mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    return m.is_zero() ? uint256{} : remainder(full_mul(a, b), m);
}

uint256 power(const uint256& base, const uint256& exponent) noexcept
{
    uint256 result{1};
    uint256 square = base;
    const unsigned bits = exponent.bit_width();
    for (unsigned i = 0; i < bits; ++i)
    {
        if (((exponent.words[i / 64] >> (i % 64)) & 1) != 0)
            result *= square;
        square *= square;
    }
    return result;
}

std::string to_decimal(const uint256& value)
{
    if (value.is_zero())
        return "0";
    std::string digits;
    auto limbs = value.words;
    while (significant(limbs) > 0)
        digits.push_back(static_cast<char>('0' + divide_by_limb(limbs, 10)));
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
