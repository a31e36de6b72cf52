#include "vm/primitives/uint256.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// Knuth's Algorithm D (The Art of Computer Programming 2, 4.3.1) on 64-bit limbs. Trial quotients
// come from a reciprocal of the divisor's two highest limbs: N. Möller, T. Granlund, "Improved
// division by invariant integers" (IEEE Transactions on Computers 60, 2011), whose algorithms are
// named below.
//
// One hardware division makes the reciprocal, multiplications do the rest. A hardware division for
// each limb of the quotient would be less code, but the divisions would wait for each other: 20
// cycles each on a Zen 4 and about 90 on an Intel before Ice Lake, against some ten for a limb by
// the reciprocal, which moreover is ready before a dividend that has still to be computed.
//
// Numbers of limbs are template parameters and everything is inlined, so that dividend, divisor and
// rest stay in registers; what a caller does not use of the result is not computed.
namespace byline
{
namespace
{
constexpr std::uint64_t low(uint128 value) noexcept
{
    return static_cast<std::uint64_t>(value);
}

constexpr std::uint64_t high(uint128 value) noexcept
{
    return static_cast<std::uint64_t>(value >> 64);
}

constexpr uint128 join(std::uint64_t high, std::uint64_t low) noexcept
{
    return (uint128{high} << 64) | low;
}

/// floor((2^128 - 1) / d) - 2^64 for a d with its highest bit set.
inline std::uint64_t reciprocal_of_one(std::uint64_t d) noexcept
{
#if defined(__x86_64__)
    // The compiler cannot know that the quotient fits, and would call a general 128-bit division.
    // NOLINTBEGIN(misc-const-correctness): the instruction writes both.
    std::uint64_t quotient = ~0ULL;
    std::uint64_t remainder = ~d;
    // NOLINTEND(misc-const-correctness)
    asm("divq %2" : "+a"(quotient), "+d"(remainder) : "r"(d) : "cc");
    return quotient;
#else
    return low(join(~d, ~0ULL) / d);
#endif
}

/// All ones if the condition holds, otherwise 0: for choices no branch predictor could learn.
constexpr std::uint64_t mask(bool condition) noexcept
{
    return std::uint64_t{0} - std::uint64_t{condition};
}

/// floor((2^192 - 1) / (d1, d0)) - 2^64 for a d1 with its highest bit set (Algorithm 6).
[[gnu::always_inline]] inline std::uint64_t reciprocal_of_two(
    std::uint64_t d1, std::uint64_t d0) noexcept
{
    std::uint64_t v = reciprocal_of_one(d1);
    std::uint64_t p = d1 * v + d0;
    if (p < d0)
    {
        const std::uint64_t twice = mask(p >= d1);
        v += twice - 1;
        p -= d1 + (twice & d1);
    }
    const uint128 t = uint128{v} * d0;
    p += high(t);
    if (p < high(t))
        v += mask(join(p, low(t)) >= join(d1, d0)) - 1;
    return v;
}

/// (u1, u0) / d by the reciprocal v of d, for u1 < d (Algorithm 4): the quotient; the remainder
/// goes to `u1`.
[[gnu::always_inline]] inline std::uint64_t divide_two_by_one(
    std::uint64_t& u1, std::uint64_t u0, std::uint64_t d, std::uint64_t v) noexcept
{
    const uint128 estimate = uint128{v} * u1 + join(u1, u0);
    std::uint64_t q = high(estimate);
    const std::uint64_t product = q * d;
    // With q and with the more likely q + 1, side by side.
    std::uint64_t r = u0 - product;
    const std::uint64_t next = u0 - d - product;
    const bool keep = next > low(estimate);
    q += keep ? 0 : 1;
    r = keep ? r : next;
    if (r >= d) [[unlikely]]
    {
        ++q;
        r -= d;
    }
    u1 = r;
    return q;
}

/// (u21, u0) / d by the reciprocal v of d, for u21 < d (Algorithm 5): the quotient; the remainder
/// goes to `u21`.
[[gnu::always_inline]] inline std::uint64_t divide_three_by_two(
    uint128& u21, std::uint64_t u0, uint128 d, std::uint64_t v) noexcept
{
    const uint128 estimate = uint128{v} * high(u21) + u21;
    std::uint64_t q = high(estimate);
    const uint128 product = uint128{low(d)} * q + join(high(d) * q, 0);
    const uint128 rest = join(low(u21), u0);
    uint128 r = rest - product;
    const uint128 next = rest - d - product;
    const bool keep = high(next) >= low(estimate);
    q += keep ? 0 : 1;
    r = keep ? r : next;
    if (r >= d) [[unlikely]]
    {
        ++q;
        r -= d;
    }
    u21 = r;
    return q;
}

/// What `shift` less than 64 moves out of a limb at its top.
constexpr std::uint64_t shifted_out(std::uint64_t limb, unsigned shift) noexcept
{
    return (limb >> 1) >> (63 - shift);
}

/// A divisor of N significant limbs, shifted so that its highest bit is set, and the reciprocal of
/// its two highest limbs (of the only one if N is 1).
template <std::size_t N>
struct Divisor
{
    unsigned shift;
    std::array<std::uint64_t, N> limbs;
    std::uint64_t reciprocal;

    [[gnu::always_inline]] explicit Divisor(const uint256& value) noexcept
        : shift{static_cast<unsigned>(std::countl_zero(value.words[N - 1]))}
    {
        limbs[0] = value.words[0] << shift;
        for (std::size_t i = 1; i < N; ++i)
            limbs[i] = detail::funnel_left(value.words[i], value.words[i - 1], shift);
        if constexpr (N == 1)
            reciprocal = reciprocal_of_one(limbs[0]);
        else
            reciprocal = reciprocal_of_two(limbs[N - 1], limbs[N - 2]);
    }

    /// The two highest limbs; N is not 1.
    [[nodiscard]] uint128 top() const noexcept { return join(limbs[N - 1], limbs[N - 2]); }
};

/// What is left of the dividend: always less than the divisor.
template <std::size_t N>
struct Rest
{
    std::array<std::uint64_t, N> limbs;

    /// As `divide`, where the limb of the quotient is known to be 0.
    [[gnu::always_inline]] void shift_in(std::uint64_t next) noexcept
    {
        // Not a loop: clang would move the limbs as vectors through memory.
        if constexpr (N > 3)
            limbs[3] = limbs[2];
        if constexpr (N > 2)
            limbs[2] = limbs[1];
        if constexpr (N > 1)
            limbs[1] = limbs[0];
        limbs[0] = next;
    }

    /// Divides this and the next lower limb of the dividend: the limb of the quotient; the rest
    /// stays here. `low_top` is true if the highest limb is known to be less than the divisor's.
    [[gnu::always_inline]] std::uint64_t divide(
        std::uint64_t next, const Divisor<N>& d, bool low_top = false) noexcept
    {
        if constexpr (N == 1)
            return divide_two_by_one(limbs[0], next, d.limbs[0], d.reciprocal);
        else
        {
            uint128 top = join(limbs[N - 1], limbs[N - 2]);
            // If the top is the divisor's, the limb is 2^64 - 1: the rest less so many divisors is
            // positive, whatever the limbs below are. Of two limbs the top is all of the rest.
            if (N > 2 && !low_top && top == d.top()) [[unlikely]]
            {
                shift_in(next);
                const std::uint64_t borrow = subtract_lower(~0ULL, d);
                set_top(d.top() + limbs[N - 2] - borrow);
                return ~0ULL;
            }
            const std::uint64_t third = N == 2 ? next : limbs[N == 2 ? 0 : N - 3];
            // NOLINTNEXTLINE(misc-const-correctness): corrected for more than two limbs.
            std::uint64_t q = divide_three_by_two(top, third, d.top(), d.reciprocal);
            shift_in(next);
            if constexpr (N > 2)
            {
                // The trial quotient is never too small, and too large by one at most.
                const std::uint64_t borrow = subtract_lower(q, d);
                const bool too_large = top < borrow;
                top -= borrow;
                if (too_large) [[unlikely]]
                {
                    --q;
                    top += d.top() + add_lower(d);
                }
            }
            set_top(top);
            return q;
        }
    }

    /// The value before it was shifted with the divisor.
    [[nodiscard]] uint256 value(unsigned shift) const noexcept
    {
        uint256 r;
        for (std::size_t i = 0; i + 1 < N; ++i)
            r.words[i] = detail::funnel_right(limbs[i + 1], limbs[i], shift);
        r.words[N - 1] = limbs[N - 1] >> shift;
        return r;
    }

private:
    [[gnu::always_inline]] void set_top(uint128 top) noexcept
    {
        limbs[N - 2] = low(top);
        limbs[N - 1] = high(top);
    }

    /// Takes q times the divisor's limbs below its top off those here; returns what is still to be
    /// taken off the limbs above.
    [[gnu::always_inline]] std::uint64_t subtract_lower(
        std::uint64_t q, const Divisor<N>& d) noexcept
    {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i + 2 < N; ++i)
        {
            const std::uint64_t product = detail::multiply_add(q, d.limbs[i], carry, 0, carry);
            const std::uint64_t limb = limbs[i];
            limbs[i] = limb - product;
            carry += limb < product ? 1 : 0;
        }
        return carry;
    }

    std::uint64_t add_lower(const Divisor<N>& d) noexcept
    {
        unsigned long long carry = 0;
        for (std::size_t i = 0; i + 2 < N; ++i)
            limbs[i] = detail::add_limbs(limbs[i], d.limbs[i], carry);
        return carry;
    }
};

/// dividend / divisor for a divisor of N significant limbs and a dividend of no fewer. The fifth
/// limb of the dividend is `carry`.
template <std::size_t N>
[[gnu::always_inline]] inline DivResult divide_by(
    const uint256& dividend, const uint256& divisor, std::uint64_t carry = 0) noexcept
{
    const Divisor<N> d{divisor};
    const auto [n0, n1, n2, n3] = detail::shift_left_in_limb(dividend, d.shift).words;
    const std::array<std::uint64_t, 6> u{n0, n1, n2, n3,
        detail::funnel_left(carry, dividend.words[3], d.shift), shifted_out(carry, d.shift)};
    Rest<N> rest;
    for (std::size_t i = 0; i < N; ++i)
        rest.limbs[i] = u[6 - N + i];
    DivResult result;
    std::uint64_t upper = carry;
    for (std::size_t j = 6 - N; j > 0; --j)
    {
        // As long as no limb of the dividend stands above it, the quotient's limb is 0.
        if (j != 1 && upper == 0)
            rest.shift_in(u[j - 1]);
        else if (j == 6 - N)
            (void)rest.divide(u[j - 1], d, true);
        else
            result.quotient.words[j - 1] = rest.divide(u[j - 1], d, j == 5 - N && carry == 0);
        if (j > 1)
            upper |= dividend.words[N + j - 3];
    }
    result.remainder = rest.value(d.shift);
    return result;
}

/// dividend / divisor by any divisor but 0. The fifth limb of the dividend is `carry`; if it is not
/// 0, the quotient is of no use.
[[gnu::always_inline]] inline DivResult divide_any(
    const uint256& dividend, const uint256& divisor, std::uint64_t carry = 0) noexcept
{
    if (divisor.words[3] != 0)
        return divide_by<4>(dividend, divisor, carry);
    if (divisor.words[2] != 0)
        return divide_by<3>(dividend, divisor, carry);
    if (divisor.words[1] != 0)
        return divide_by<2>(dividend, divisor, carry);
    return divide_by<1>(dividend, divisor, carry);
}

/// True for 0 and the powers of two.
bool at_most_one_bit(const uint256& a) noexcept
{
    return (a & (a - uint256{1})).is_zero();
}

/// The short ways, and division by 0 as the EVM has it (0); true if one was there. Division by a
/// constant power of two is how older contracts shift.
[[gnu::always_inline]] inline bool divide_shortly(
    const uint256& a, const uint256& b, DivResult& result) noexcept
{
    const std::uint64_t upper = a.words[1] | a.words[2] | a.words[3];
    if ((detail::scalar(upper) | b.words[1] | b.words[2] | b.words[3]) == 0)
    {
        if (b.words[0] != 0)
            result = {a.words[0] / b.words[0], a.words[0] % b.words[0]};
        return true;
    }
    if (a < b)
    {
        result.remainder = a;
        return true;
    }
    if (!at_most_one_bit(b))
        return false;
    if (!b.is_zero())
        result = {a >> (b.bit_width() - 1), a & (b - uint256{1})};
    return true;
}

// Functions of their own: the short ways need none of the registers that these have to save.

[[gnu::noinline]] uint256 long_quotient(const uint256& a, const uint256& b) noexcept
{
    return divide_any(a, b).quotient;
}

[[gnu::noinline]] uint256 long_remainder(const uint256& a, const uint256& b) noexcept
{
    return divide_any(a, b).remainder;
}

/// -a if `sign` is all ones, a if it is 0.
[[gnu::always_inline]] inline uint256 negate_if(const uint256& a, std::uint64_t sign) noexcept
{
    return (a ^ uint256{sign, sign, sign, sign}) - uint256{sign, sign, sign, sign};
}

[[gnu::always_inline]] inline std::uint64_t sign_of(const uint256& a) noexcept
{
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(a.words[3]) >> 63);
}

/// The limbs of a product between two that are 0.
using Padded = std::array<std::uint64_t, 10>;

[[gnu::always_inline]] inline Padded padded(const uint512& x) noexcept
{
    return {0, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], 0};
}

/// The remainder of a dividend of m significant limbs, not fewer than N, the modulus' number.
template <std::size_t N>
[[gnu::always_inline]] inline uint256 remainder_by(
    const Padded& dividend, std::size_t m, const uint256& modulus) noexcept
{
    const Divisor<N> d{modulus};
    const auto limb = [&](std::size_t i) {
        return detail::funnel_left(dividend[i + 1], dividend[i], d.shift);
    };
    Rest<N> rest;
    for (std::size_t i = 0; i < N; ++i)
        rest.limbs[i] = limb(m - N + 1 + i);
    std::size_t j = m - N + 1;
    // The first limb of the quotient is 0 if the factors of a product were less than the modulus.
    if (rest.limbs[N - 1] == 0)
    {
        const std::uint64_t next = limb(j - 1);
        if ((N == 1 ? next : rest.limbs[N == 1 ? 0 : N - 2]) < d.limbs[N - 1])
        {
            rest.shift_in(next);
            --j;
        }
    }
    for (; j > 0; --j)
        (void)rest.divide(limb(j - 1), d);
    return rest.value(d.shift);
}

[[gnu::always_inline]] inline uint256 remainder_of(
    const Padded& dividend, const uint256& modulus) noexcept
{
    std::size_t m = 8;
    while (m > 0 && dividend[m] == 0)
        --m;
    const std::size_t n = (modulus.bit_width() + 63) / 64;
    if (m < n)
        return {dividend[4], dividend[3], dividend[2], dividend[1]};
    switch (n)
    {
        case 1:
            return remainder_by<1>(dividend, m, modulus);
        case 2:
            return remainder_by<2>(dividend, m, modulus);
        case 3:
            return remainder_by<3>(dividend, m, modulus);
        default:
            return remainder_by<4>(dividend, m, modulus);
    }
}
}  // namespace

DivResult divide(const uint256& dividend, const uint256& divisor) noexcept
{
    DivResult result;
    return divide_shortly(dividend, divisor, result) ? result : divide_any(dividend, divisor);
}

uint256 operator/(const uint256& a, const uint256& b) noexcept
{
    DivResult result;
    return divide_shortly(a, b, result) ? result.quotient : long_quotient(a, b);
}

uint256 operator%(const uint256& a, const uint256& b) noexcept
{
    DivResult result;
    return divide_shortly(a, b, result) ? result.remainder : long_remainder(a, b);
}

uint256 signed_div(const uint256& a, const uint256& b) noexcept
{
    const uint256 dividend = negate_if(a, sign_of(a));
    const uint256 divisor = negate_if(b, sign_of(b));
    DivResult result;
    if (!divide_shortly(dividend, divisor, result))
        result = divide_any(dividend, divisor);
    return negate_if(result.quotient, sign_of(a) ^ sign_of(b));
}

uint256 signed_mod(const uint256& a, const uint256& b) noexcept
{
    const uint256 dividend = negate_if(a, sign_of(a));
    const uint256 divisor = negate_if(b, sign_of(b));
    DivResult result;
    if (!divide_shortly(dividend, divisor, result))
        result = divide_any(dividend, divisor);
    return negate_if(result.remainder, sign_of(a));
}

uint256 remainder(const uint512& dividend, const uint256& modulus) noexcept
{
    return remainder_of(padded(dividend), modulus);
}

uint256 reciprocal(const uint256& divisor) noexcept
{
    // Less 2^256 is less the divisor in the dividend's upper half.
    const Divisor<4> d{divisor};
    Rest<4> rest{(~divisor).words};
    uint256 quotient;
    for (std::size_t j = 4; j > 0; --j)
        quotient.words[j - 1] = rest.divide(~0ULL, d);
    return quotient;
}

namespace
{
/// a - b, or a if b is greater and `carry`, the limb above a, is 0.
[[gnu::always_inline]] inline uint256 subtract_once(
    const uint256& a, const uint256& b, bool carry = false) noexcept
{
    const auto [difference, borrow] = sub_with_borrow(a, b);
    const std::uint64_t keep = borrow && !carry ? ~0ULL : 0;
    const uint256 mask{keep, keep, keep, keep};
    return (a & mask) | (difference & ~mask);
}
}  // namespace

uint256 add_mod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    if (a < m && b < m)
    {
        const auto [sum, carry] = add_with_carry(a, b);
        return subtract_once(sum, m, carry);
    }
    if (m.words[3] != 0 && a.words[3] <= m.words[3] && b.words[3] <= m.words[3])
    {
        // Each is less than twice the modulus.
        const auto [sum, carry] = add_with_carry(subtract_once(a, m), subtract_once(b, m));
        return subtract_once(sum, m, carry);
    }
    if (m.is_zero())
        return {};
    const auto [sum, carry] = add_with_carry(a, b);
    return divide_any(sum, m, carry ? 1 : 0).remainder;
}

uint256 mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    if (m.is_zero())
        return {};
    const uint512 product = full_mul(a, b);
    // 2^256 - 1, with which contracts get the upper half of a product: 2^256 is 1.
    if ((m.words[0] & m.words[1] & m.words[2] & m.words[3]) == ~0ULL)
    {
        const auto [sum, carry] = add_with_carry({product[7], product[6], product[5], product[4]},
            {product[3], product[2], product[1], product[0]});
        const uint256 r = sum + uint256{std::uint64_t{carry}};
        return r == m ? uint256{} : r;
    }
    return remainder_of(padded(product), m);
}
}  // namespace byline
