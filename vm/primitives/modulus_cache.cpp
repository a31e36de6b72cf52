#include "vm/primitives/modulus_cache.hpp"

#include "vm/primitives/clones.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace byline
{
namespace
{
template <std::size_t N>
using Limbs = std::array<std::uint64_t, N>;

/// The highest N limbs of a word.
template <std::size_t N>
[[gnu::always_inline]] inline Limbs<N> highest(const uint256& a) noexcept
{
    Limbs<N> r;
    for (std::size_t i = 0; i < N; ++i)
        r[i] = a.words[4 - N + i];
    return r;
}

/// The lowest N limbs of the product.
template <std::size_t N, std::size_t A, std::size_t B>
[[gnu::always_inline]] inline Limbs<N> multiply(const Limbs<A>& a, const Limbs<B>& b) noexcept
{
    Limbs<N> r{};
    for (std::size_t i = 0; i < A; ++i)
    {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < B && i + j < N; ++j)
            r[i + j] = detail::multiply_add(a[i], b[j], r[i + j], carry, carry);
        if (i + B < N)
            r[i + B] = carry;
    }
    return r;
}

/// a + b; the carry goes in and out of `carry`.
template <std::size_t N>
[[gnu::always_inline]] inline Limbs<N> add(
    const Limbs<N>& a, const Limbs<N>& b, unsigned long long& carry) noexcept
{
    Limbs<N> r;
    for (std::size_t i = 0; i < N; ++i)
        r[i] = detail::add_limbs(a[i], b[i], carry);
    return r;
}

/// a - b; the borrow goes out to `borrow`.
template <std::size_t N>
[[gnu::always_inline]] inline Limbs<N> subtract(
    const Limbs<N>& a, const Limbs<N>& b, unsigned long long& borrow) noexcept
{
    Limbs<N> r;
    borrow = 0;
    for (std::size_t i = 0; i < N; ++i)
        r[i] = detail::sub_limbs(a[i], b[i], borrow);
    return r;
}

/// The highest limbs differ nearly always, so that the branch is foreseen.
template <std::size_t N>
[[gnu::always_inline]] inline bool less(const Limbs<N>& a, const Limbs<N>& b) noexcept
{
    for (std::size_t i = N - 1; i > 0; --i)
    {
        if (a[i] != b[i])
            return a[i] < b[i];
    }
    return a[0] < b[0];
}

/// `Count` limbs of `a` from `from` on.
template <std::size_t Count, std::size_t N>
[[gnu::always_inline]] inline Limbs<Count> part(const Limbs<N>& a, std::size_t from) noexcept
{
    Limbs<Count> r;
    for (std::size_t i = 0; i < Count; ++i)
        r[i] = a[from + i];
    return r;
}

/// a << shift for a shift less than 64, with a limb more.
template <std::size_t N>
[[gnu::always_inline]] inline Limbs<N + 1> shift_left(const Limbs<N>& a, unsigned shift) noexcept
{
    Limbs<N + 1> r;
    r[0] = a[0] << shift;
    for (std::size_t i = 1; i < N; ++i)
        r[i] = detail::funnel_left(a[i], a[i - 1], shift);
    r[N] = detail::funnel_left(0, a[N - 1], shift);
    return r;
}

/// (high, low) mod d, for high < d and the highest bit of d set, with v the reciprocal of d:
/// Algorithm 4 of N. Möller, T. Granlund, "Improved division by invariant integers" (IEEE
/// Transactions on Computers 60, 2011), with digits of N limbs.
template <std::size_t N>
[[gnu::always_inline]] inline Limbs<N> remainder_of_two(
    const Limbs<N>& high, const Limbs<N>& low, const Limbs<N>& d, const Limbs<N>& v) noexcept
{
    const Limbs<2 * N> product = multiply<2 * N>(v, high);
    unsigned long long carry = 0;
    const Limbs<N> q0 = add(part<N>(product, 0), low, carry);
    const Limbs<N> q = add(part<N>(product, N), high, carry);
    // With q and with the more likely q + 1, side by side.
    unsigned long long borrow = 0;
    const Limbs<N> rest = subtract(low, multiply<N>(q, d), borrow);
    const Limbs<N> next = subtract(rest, d, borrow);
    const bool keep = less(q0, next);
    Limbs<N> r;
    for (std::size_t i = 0; i < N; ++i)
        r[i] = keep ? rest[i] : next[i];
    if (!less(r, d)) [[unlikely]]
        r = subtract(r, d, borrow);
    return r;
}

/// The remainder before it was shifted with the modulus.
template <std::size_t N>
[[gnu::always_inline]] inline uint256 shift_back(const Limbs<N>& a, unsigned shift) noexcept
{
    uint256 r;
    for (std::size_t i = 0; i + 1 < N; ++i)
        r.words[i] = detail::funnel_right(a[i + 1], a[i], shift);
    r.words[N - 1] = a[N - 1] >> shift;
    return r;
}
}  // namespace

/// For a modulus of one limb: the product modulo it. What stands above 2^256 becomes so many times
/// the wrap; the sum is less than the modulus times 2^256.
template <>
[[gnu::always_inline]] inline uint256 ModulusCache::reduce<1>(const uint512& product) const noexcept
{
    unsigned long long carry = 0;
    Limbs<5> folded = byline::multiply<5>(part<4>(product, 4), part<1>(wrap_.words, 0));
    for (std::size_t i = 0; i < 5; ++i)
        folded[i] = detail::add_limbs(folded[i], i < 4 ? product[i] : 0, carry);
    const auto u = shift_left(folded, shift_);
    Limbs<1> rest = part<1>(u, 4);
    for (std::size_t i = 4; i > 0; --i)
        rest = remainder_of_two(
            rest, part<1>(u, i - 1), highest<1>(normalised_), highest<1>(reciprocal_));
    return shift_back(rest, shift_);
}

/// Of two limbs: of the product shifted as the modulus is. What stands above 2^256 is folded in as
/// so many times the wrap, twice.
template <>
[[gnu::always_inline]] inline uint256 ModulusCache::reduce<2>(const uint512& product) const noexcept
{
    const Limbs<2> d = highest<2>(normalised_);
    // Both the wrap and 2^128 - d are multiples of 2^shift: the sum is less than 2^384.
    unsigned long long carry = 0;
    const auto lower = shift_left(part<4>(product, 0), shift_);
    Limbs<6> once = byline::multiply<6>(part<4>(product, 4), part<2>(wrap_.words, 0));
    for (std::size_t i = 0; i < 6; ++i)
        once[i] = detail::add_limbs(once[i], i < 5 ? lower[i] : 0, carry);
    // The sum is less than 2^256 (1 + wrap / 2^128): if it is carried over, what is left of it is
    // so small that another wrap fits.
    const Limbs<2> wrap = part<2>(wrap_.words, 2);
    const Limbs<4> raised = byline::multiply<4>(part<2>(once, 4), wrap);
    carry = 0;
    const Limbs<4> twice = add(raised, part<4>(once, 0), carry);
    const std::uint64_t carried = std::uint64_t{0} - carry;
    carry = 0;
    const Limbs<4> u = add(twice, Limbs<4>{wrap[0] & carried, wrap[1] & carried, 0, 0}, carry);
    // d has its highest bit set, so that it goes into the upper half once at most.
    Limbs<2> upper = part<2>(u, 2);
    unsigned long long borrow = 0;
    if (!less(upper, d))
        upper = subtract(upper, d, borrow);
    return shift_back(remainder_of_two(upper, part<2>(u, 0), d, highest<2>(reciprocal_)), shift_);
}

/// Of three: in digits of three limbs.
template <>
[[gnu::always_inline]] inline uint256 ModulusCache::reduce<3>(const uint512& product) const noexcept
{
    const Limbs<3> d = highest<3>(normalised_);
    const Limbs<3> v = highest<3>(reciprocal_);
    const auto u = shift_left(product, shift_);
    const Limbs<3> rest = remainder_of_two(part<3>(u, 6), part<3>(u, 3), d, v);
    return shift_back(remainder_of_two(rest, part<3>(u, 0), d, v), shift_);
}

template <std::size_t N>
[[gnu::always_inline]] inline uint256 ModulusCache::multiply(
    const uint256& a, const uint256& b) const noexcept
{
    if constexpr (N < 4)
    {
        std::uint64_t above = 0;
        for (std::size_t i = N; i < 4; ++i)
            above |= a.words[i] | b.words[i];
        if (above != 0)
            return reduce<N>(full_mul(a, b));
    }
    const Limbs<N> d = highest<N>(normalised_);
    const Limbs<N> v = highest<N>(reciprocal_);
    // Nearly always the first factor is less than the modulus, or less than twice as great: then
    // the quotient has N limbs, and it is the factor that can be shifted.
    const uint256 first = a < modulus_ ? a : a - modulus_;
    if (first < modulus_)
    {
        const auto u = byline::multiply<2 * N>(
            part<N>(shift_left(part<N>(first.words, 0), shift_), 0), part<N>(b.words, 0));
        return shift_back(remainder_of_two(part<N>(u, N), part<N>(u, 0), d, v), shift_);
    }
    const auto u =
        shift_left(byline::multiply<2 * N>(part<N>(a.words, 0), part<N>(b.words, 0)), shift_);
    const Limbs<N> rest = remainder_of_two(Limbs<N>{u[2 * N]}, part<N>(u, N), d, v);
    return shift_back(remainder_of_two(rest, part<N>(u, 0), d, v), shift_);
}

// With a multiplication that leaves flags and operands alone (BMI2) it takes a tenth less time.
BYLINE_CLONED_FOR_BMI2
uint256 ModulusCache::mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    if (m != modulus_)
        return miss(a, b, m);
    switch (limbs_)
    {
        case 0:
            return a * b & wrap_;
        case 1:
            return multiply<1>(a, b);
        case 2:
            return multiply<2>(a, b);
        case 3:
            return multiply<3>(a, b);
        default:
            return multiply<4>(a, b);
    }
}

uint256 ModulusCache::miss(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    // The fraction of a product in 512-bit arithmetic made of 256-bit words; it has its own way.
    if (m == max_uint256)
        return byline::mul_mod(a, b, m);
    if (m != seen_)
    {
        seen_ = m;
        repeated_ = 0;
    }
    else if (++repeated_ == 2)
        remember(m);
    return byline::mul_mod(a, b, m);
}

void ModulusCache::remember(const uint256& m) noexcept
{
    if (m.is_zero())
        return;
    modulus_ = m;
    const unsigned bits = m.bit_width();
    if (const uint256 below = m - uint256{1}; (m & below).is_zero())
    {
        limbs_ = 0;
        wrap_ = below;
        return;
    }
    limbs_ = (bits + 63) / 64;
    shift_ = (256 - bits) % 64;
    normalised_ = m << (256 - bits);
    reciprocal_ = reciprocal(normalised_);
    const uint256 wrap = -m % m;
    if (limbs_ == 1)
        wrap_ = wrap;
    else if (limbs_ == 2)
    {
        const uint256 shifted = m << shift_;
        wrap_ = (wrap << shift_) | (-shifted % shifted) << 128;
    }
}
}  // namespace byline
