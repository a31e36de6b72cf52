#include "vm/primitives/uint256.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// Knuth's Algorithm D (The Art of Computer Programming 2, 4.3.1) on 64-bit limbs. Trial quotients
// come from a reciprocal of the divisor's two highest limbs: N. Möller, T. Granlund, "Improved
// division by invariant integers" (IEEE Transactions on Computers 60, 2011), whose algorithms are
// named below. One hardware division makes the reciprocal, multiplications do the rest.
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

struct LimbDivision
{
    std::uint64_t quotient;
    std::uint64_t remainder;
};

/// (high, low) / d for high < d.
inline LimbDivision divide_two_limbs(
    std::uint64_t high, std::uint64_t low_limb, std::uint64_t d) noexcept
{
#if defined(__x86_64__)
    // The compiler cannot know that the quotient fits, and would call a general 128-bit division.
    LimbDivision result;
    asm("divq %4"
        : "=a"(result.quotient), "=d"(result.remainder)
        : "0"(low_limb), "1"(high), "r"(d)
        : "cc");
    return result;
#else
    const uint128 n = join(high, low_limb);
    return {low(n / d), low(n % d)};
#endif
}

/// floor((2^128 - 1) / d) - 2^64 for a d with its highest bit set.
inline std::uint64_t reciprocal_of_one(std::uint64_t d) noexcept
{
    return divide_two_limbs(~d, ~0ULL, d).quotient;
}

/// floor((2^192 - 1) / (d1, d0)) - 2^64 for a d1 with its highest bit set (Algorithm 6).
inline std::uint64_t reciprocal_of_two(std::uint64_t d1, std::uint64_t d0) noexcept
{
    std::uint64_t v = reciprocal_of_one(d1);
    std::uint64_t p = d1 * v + d0;
    if (p < d0)
    {
        --v;
        if (p >= d1)
        {
            --v;
            p -= d1;
        }
        p -= d1;
    }
    const uint128 t = uint128{v} * d0;
    p += high(t);
    if (p < high(t))
    {
        --v;
        if (join(p, low(t)) >= join(d1, d0))
            --v;
    }
    return v;
}

/// (u1, u0) / d by the reciprocal v of d, for u1 < d (Algorithm 4).
inline LimbDivision divide_two_by_one(
    std::uint64_t u1, std::uint64_t u0, std::uint64_t d, std::uint64_t v) noexcept
{
    const uint128 estimate = uint128{v} * u1 + join(u1, u0);
    std::uint64_t q = high(estimate) + 1;
    std::uint64_t r = u0 - q * d;
    if (r > low(estimate))
    {
        --q;
        r += d;
    }
    if (r >= d) [[unlikely]]
    {
        ++q;
        r -= d;
    }
    return {q, r};
}

struct PairDivision
{
    std::uint64_t quotient;
    uint128 remainder;
};

/// (u2, u1, u0) / d by the reciprocal v of d, for (u2, u1) < d (Algorithm 5).
inline PairDivision divide_three_by_two(
    uint128 u21, std::uint64_t u0, uint128 d, std::uint64_t v) noexcept
{
    const uint128 estimate = uint128{v} * high(u21) + u21;
    std::uint64_t q = high(estimate) + 1;
    const std::uint64_t r1 = low(u21) - high(estimate) * high(d);
    uint128 r = join(r1, u0) - uint128{low(d)} * high(estimate) - d;
    if (high(r) >= low(estimate))
    {
        --q;
        r += d;
    }
    if (r >= d) [[unlikely]]
    {
        ++q;
        r -= d;
    }
    return {q, r};
}

template <std::size_t Size>
std::size_t significant(const std::array<std::uint64_t, Size>& limbs) noexcept
{
    std::size_t n = Size;
    while (n > 0 && limbs[n - 1] == 0)
        --n;
    return n;
}

/// What `shift` less than 64 moves out of a limb at its top.
constexpr std::uint64_t shifted_out(std::uint64_t limb, unsigned shift) noexcept
{
    return (limb >> 1) >> (63 - shift);
}

/// A dividend and a divisor of N limbs, both shifted so that the divisor's highest bit is set.
template <std::size_t Size, std::size_t N>
struct Normalised
{
    std::array<std::uint64_t, Size + 1> u;
    std::array<std::uint64_t, N> d;
    unsigned shift;

    Normalised(const std::array<std::uint64_t, Size>& dividend, const uint256& divisor) noexcept
        : shift{static_cast<unsigned>(std::countl_zero(divisor.words[N - 1]))}
    {
        d[0] = divisor.words[0] << shift;
        for (std::size_t i = 1; i < N; ++i)
            d[i] = (divisor.words[i] << shift) | shifted_out(divisor.words[i - 1], shift);
        u[0] = dividend[0] << shift;
        for (std::size_t i = 1; i < Size; ++i)
            u[i] = (dividend[i] << shift) | shifted_out(dividend[i - 1], shift);
        u[Size] = shifted_out(dividend[Size - 1], shift);
    }
};

template <std::size_t Size>
uint256 divide_by_one(const std::array<std::uint64_t, Size>& dividend, const uint256& divisor,
    std::size_t m, std::array<std::uint64_t, Size>& quotient) noexcept
{
    const Normalised<Size, 1> x{dividend, divisor};
    const std::uint64_t v = reciprocal_of_one(x.d[0]);
    std::uint64_t r = x.u[m];
    for (std::size_t j = m; j > 0; --j)
    {
        const LimbDivision step = divide_two_by_one(r, x.u[j - 1], x.d[0], v);
        quotient[j - 1] = step.quotient;
        r = step.remainder;
    }
    return r >> x.shift;
}

template <std::size_t Size>
uint256 divide_by_two(const std::array<std::uint64_t, Size>& dividend, const uint256& divisor,
    std::size_t m, std::array<std::uint64_t, Size>& quotient) noexcept
{
    const Normalised<Size, 2> x{dividend, divisor};
    const uint128 d = join(x.d[1], x.d[0]);
    const std::uint64_t v = reciprocal_of_two(x.d[1], x.d[0]);
    uint128 r = join(x.u[m], x.u[m - 1]);
    for (std::size_t j = m - 1; j > 0; --j)
    {
        const PairDivision step = divide_three_by_two(r, x.u[j - 1], d, v);
        quotient[j - 1] = step.quotient;
        r = step.remainder;
    }
    r >>= x.shift;
    return {0, 0, high(r), low(r)};
}

/// Takes q * d off the limbs at `u`; returns what is still to be taken off the limb above them.
template <std::size_t Count>
inline std::uint64_t multiply_subtract(
    std::uint64_t* u, const std::uint64_t* d, std::uint64_t q) noexcept
{
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < Count; ++i)
    {
        const uint128 product = uint128{q} * d[i] + carry;
        const std::uint64_t limb = u[i];
        u[i] = limb - low(product);
        carry = high(product) + (limb < low(product) ? 1 : 0);
    }
    return carry;
}

/// Adds d to the limbs at `u`; returns the carry out of them.
template <std::size_t Count>
inline std::uint64_t add_back(std::uint64_t* u, const std::uint64_t* d) noexcept
{
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < Count; ++i)
    {
        const uint128 sum = uint128{u[i]} + d[i] + carry;
        u[i] = low(sum);
        carry = high(sum);
    }
    return carry;
}

/// One limb of the quotient by a divisor of N limbs: `top` is the two highest limbs of the rest,
/// the N - 1 below it lie at `u`. Leaves the next rest's two highest in `top`, the others at `u`.
template <std::size_t N>
inline std::uint64_t divide_step(
    std::uint64_t* u, uint128& top, const std::array<std::uint64_t, N>& d, std::uint64_t v) noexcept
{
    const uint128 d_top = join(d[N - 1], d[N - 2]);
    // The rest is less than d * 2^64, so that its top is no more than d's. If it is the same, the
    // limb is 2^64 - 1 (the rest less so many d is positive, whatever the limbs below are).
    if (top == d_top) [[unlikely]]
    {
        top += u[N - 2] - uint128{multiply_subtract<N - 2>(u, d.data(), ~0ULL)};
        return ~0ULL;
    }
    // Otherwise the trial quotient is never too small, and too large by one at most.
    PairDivision trial = divide_three_by_two(top, u[N - 2], d_top, v);
    const std::uint64_t borrow = multiply_subtract<N - 2>(u, d.data(), trial.quotient);
    const bool too_large = trial.remainder < borrow;
    top = trial.remainder - borrow;
    if (too_large) [[unlikely]]
    {
        --trial.quotient;
        top += d_top + add_back<N - 2>(u, d.data());
    }
    return trial.quotient;
}

template <std::size_t Size, std::size_t N>
uint256 divide_by_many(const std::array<std::uint64_t, Size>& dividend, const uint256& divisor,
    std::size_t m, std::array<std::uint64_t, Size>& quotient) noexcept
{
    Normalised<Size, N> x{dividend, divisor};
    const std::uint64_t v = reciprocal_of_two(x.d[N - 1], x.d[N - 2]);
    uint128 top = join(x.u[m], x.u[m - 1]);
    for (std::size_t j = m - N + 1; j > 0; --j)
        quotient[j - 1] = divide_step<N>(&x.u[j - 1], top, x.d, v);
    x.u[N - 2] = low(top);
    x.u[N - 1] = high(top);
    uint256 r;
    for (std::size_t i = 0; i + 1 < N; ++i)
        r.words[i] = (x.u[i] >> x.shift) | ((x.u[i + 1] << 1) << (63 - x.shift));
    r.words[N - 1] = x.u[N - 1] >> x.shift;
    return r;
}

/// dividend / divisor: the remainder; the quotient goes to `quotient`, which is zero.
template <std::size_t Size>
uint256 divide_limbs(const std::array<std::uint64_t, Size>& dividend, const uint256& divisor,
    std::array<std::uint64_t, Size>& quotient) noexcept
{
    const std::size_t n = significant(divisor.words);
    const std::size_t m = significant(dividend);
    if (m < n)
        return {dividend[3], dividend[2], dividend[1], dividend[0]};
    switch (n)
    {
        case 1:
            return divide_by_one(dividend, divisor, m, quotient);
        case 2:
            return divide_by_two(dividend, divisor, m, quotient);
        case 3:
            return divide_by_many<Size, 3>(dividend, divisor, m, quotient);
        default:
            return divide_by_many<Size, 4>(dividend, divisor, m, quotient);
    }
}

/// True for 0 and the powers of two.
bool at_most_one_bit(const uint256& a) noexcept
{
    return (a & (a - uint256{1})).is_zero();
}
}  // namespace

DivResult divide(const uint256& dividend, const uint256& divisor) noexcept
{
    if (dividend.fits_uint64() && divisor.fits_uint64())
        return {dividend.words[0] / divisor.words[0], dividend.words[0] % divisor.words[0]};
    DivResult result;
    result.remainder = divide_limbs(dividend.words, divisor, result.quotient.words);
    return result;
}

uint256 remainder(const uint512& dividend, const uint256& modulus) noexcept
{
    uint512 quotient{};
    return divide_limbs(dividend, modulus, quotient);
}

uint256 reciprocal(const uint256& divisor) noexcept
{
    // Less 2^256 is less the divisor in the dividend's upper half.
    const uint256 high = ~divisor;
    uint512 quotient{};
    divide_limbs(uint512{~0ULL, ~0ULL, ~0ULL, ~0ULL, high.words[0], high.words[1], high.words[2],
                     high.words[3]},
        divisor, quotient);
    return {quotient[3], quotient[2], quotient[1], quotient[0]};
}

// Division by a constant power of two is how older contracts shift.
uint256 operator/(const uint256& a, const uint256& b) noexcept
{
    if (a.fits_uint64() && b.fits_uint64())
        return b.is_zero() ? uint256{} : uint256{a.words[0] / b.words[0]};
    if (at_most_one_bit(b))
        return b.is_zero() ? uint256{} : a >> (b.bit_width() - 1);
    return divide(a, b).quotient;
}

uint256 operator%(const uint256& a, const uint256& b) noexcept
{
    if (a.fits_uint64() && b.fits_uint64())
        return b.is_zero() ? uint256{} : uint256{a.words[0] % b.words[0]};
    if (at_most_one_bit(b))
        return b.is_zero() ? uint256{} : a & (b - uint256{1});
    return divide(a, b).remainder;
}
}  // namespace byline
