#include "vm/crypto/modular_inverse.hpp"

#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::vm
{
namespace
{
__extension__ using int128 = __int128;

using Limbs = PrimeModulus::Limbs;
constexpr unsigned limb_bits = PrimeModulus::limb_bits;
constexpr std::uint64_t limb_mask = PrimeModulus::limb_mask;

/// What 62 steps make of (f, g): (u f + v g, q f + r g) / 2^62. |u| + |v| and |q| + |r| are at most
/// 2^62.
struct Matrix
{
    std::int64_t u;
    std::int64_t v;
    std::int64_t q;
    std::int64_t r;
};

/// The matrix, which only the low bits of f and g decide. eta is the paper's delta, negated.
Matrix steps(std::int64_t& eta, std::uint64_t f, std::uint64_t g) noexcept
{
    std::uint64_t u = 1;
    std::uint64_t v = 0;
    std::uint64_t q = 0;
    std::uint64_t r = 1;
    for (unsigned left = limb_bits;;)
    {
        // All halvings of an even g at once; the ones above `left` end the count.
        const auto zeros = static_cast<unsigned>(std::countr_zero(g | (~0ULL << left)));
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        eta -= zeros;
        left -= zeros;
        if (left == 0)
            break;
        if (eta < 0)
        {
            eta = -eta;
            f = std::exchange(g, 0 - f);
            u = std::exchange(q, 0 - u);
            v = std::exchange(r, 0 - v);
        }
        // All additions of f until the next exchange at once, as far as six bits: f (f^2 - 2) is
        // -f^-1 mod 2^6, for f^2 is 1 mod 2^3.
        const auto bits =
            std::min({static_cast<std::uint64_t>(eta) + 1, std::uint64_t{left}, std::uint64_t{6}});
        const std::uint64_t w = (f * g * (f * f - 2)) & ((1ULL << bits) - 1);
        g += f * w;
        q += u * w;
        r += v * w;
    }
    return {static_cast<std::int64_t>(u), static_cast<std::int64_t>(v),
        static_cast<std::int64_t>(q), static_cast<std::int64_t>(r)};
}

/// (a x + b y + k p) / 2^62, which must have no remainder.
Limbs combined(std::int64_t a, const Limbs& x, std::int64_t b, const Limbs& y, std::int64_t k,
    const Limbs& p) noexcept
{
    const auto limb = [&](std::size_t i) {
        return int128{a} * x[i] + int128{b} * y[i] + int128{k} * p[i];
    };
    Limbs result{};
    int128 sum = limb(0);
    for (std::size_t i = 1; i < result.size(); ++i)
    {
        sum = (sum >> limb_bits) + limb(i);
        result[i - 1] = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) & limb_mask);
    }
    result.back() = static_cast<std::int64_t>(sum >> limb_bits);
    return result;
}

/// (a x + b y) / 2^62 modulo the prime p, from -2 p to p as x and y are.
Limbs combined_modulo(std::int64_t a, const Limbs& x, std::int64_t b, const Limbs& y,
    const PrimeModulus& modulus) noexcept
{
    // p for each negative one brings them within p of zero; what makes the sum divisible takes less
    // than p away from their mean.
    const auto added = static_cast<std::uint64_t>((x.back() < 0 ? a : 0) + (y.back() < 0 ? b : 0));
    const std::uint64_t low = static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(x[0]) +
                              static_cast<std::uint64_t>(b) * static_cast<std::uint64_t>(y[0]);
    const std::uint64_t k = added - ((low * modulus.inverse() + added) & limb_mask);
    return combined(a, x, b, y, static_cast<std::int64_t>(k), modulus.limbs());
}

/// The number from 0 to p for one from -2 p to p.
uint256 reduced(const Limbs& value, const uint256& prime) noexcept
{
    uint256 low;
    for (std::size_t i = 0; i < value.size(); ++i)
        low = low | (uint256{static_cast<std::uint64_t>(value[i])} << std::uint64_t{limb_bits * i});
    // The bits from 2^256 on, of which only the highest limb has any.
    std::int64_t high = value.back() >> (256 - 4 * limb_bits);
    while (high < 0)
    {
        const auto [sum, carry] = add_with_carry(low, prime);
        low = sum;
        high += carry ? 1 : 0;
    }
    return low;
}

bool is_zero(const Limbs& value) noexcept
{
    return std::ranges::all_of(value, [](std::int64_t limb) { return limb == 0; });
}
}  // namespace

// D. Bernstein, B.-Y. Yang, "Fast constant-time gcd computation and modular inversion", with 62
// steps between two operations on whole numbers, and without the constant time. f = a d and g = a e
// modulo the prime hold throughout; at the end g is 0 and f, the gcd, is 1 or -1.
uint256 inverse(const uint256& a, const PrimeModulus& modulus) noexcept
{
    if (a.is_zero())
        return a;
    Limbs f = modulus.limbs();
    Limbs g = PrimeModulus::to_limbs(a);
    Limbs d{};
    Limbs e{1};
    for (std::int64_t eta = -1; !is_zero(g);)
    {
        const auto [u, v, q, r] =
            steps(eta, static_cast<std::uint64_t>(f[0]), static_cast<std::uint64_t>(g[0]));
        const Limbs next_f = combined(u, f, v, g, 0, modulus.limbs());
        g = combined(q, f, r, g, 0, modulus.limbs());
        f = next_f;
        const Limbs next_d = combined_modulo(u, d, v, e, modulus);
        e = combined_modulo(q, d, r, e, modulus);
        d = next_d;
    }
    const uint256 result = reduced(d, modulus.prime());
    return f.back() < 0 ? modulus.prime() - result : result;
}
}  // namespace byline::vm
