#include "vm/crypto/bn254/field.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::vm::bn254
{
namespace
{
__extension__ using int128 = __int128;

constexpr unsigned limb_bits = 62;
constexpr std::uint64_t limb_mask = (1ULL << limb_bits) - 1;

/// A number in limbs of 62 bits, the highest one signed: it leaves room for the sums of a step.
using Signed = std::array<std::int64_t, 5>;

constexpr Signed to_signed(const uint256& value) noexcept
{
    Signed result{};
    for (unsigned i = 0; i < result.size(); ++i)
        result[i] =
            static_cast<std::int64_t>((value >> std::uint64_t{limb_bits * i}).words[0] & limb_mask);
    return result;
}

/// Modulo 2^256, in two's complement.
constexpr uint256 to_uint256(const Signed& value) noexcept
{
    uint256 result;
    for (unsigned i = 0; i < value.size(); ++i)
        result = result | (uint256{static_cast<std::uint64_t>(value[i])} << (limb_bits * i));
    return result;
}

constexpr Signed prime = to_signed(field_prime);

/// p^-1 mod 2^62.
constexpr std::uint64_t prime_inverse = (0 - detail::negative_inverse) & limb_mask;

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
Signed combined(
    std::int64_t a, const Signed& x, std::int64_t b, const Signed& y, std::int64_t k) noexcept
{
    const auto limb = [&](std::size_t i) {
        return int128{a} * x[i] + int128{b} * y[i] + int128{k} * prime[i];
    };
    Signed result{};
    int128 sum = limb(0);
    for (std::size_t i = 1; i < result.size(); ++i)
    {
        sum = (sum >> limb_bits) + limb(i);
        result[i - 1] = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) & limb_mask);
    }
    result.back() = static_cast<std::int64_t>(sum >> limb_bits);
    return result;
}

/// (a x + b y) / 2^62 mod p, from -2 p to p as x and y are.
Signed combined_modulo_prime(
    std::int64_t a, const Signed& x, std::int64_t b, const Signed& y) noexcept
{
    // p for each negative one brings them within p of zero, and then less than p for the division.
    const std::uint64_t positive =
        static_cast<std::uint64_t>((x.back() < 0 ? a : 0) + (y.back() < 0 ? b : 0));
    const std::uint64_t low = static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(x[0]) +
                              static_cast<std::uint64_t>(b) * static_cast<std::uint64_t>(y[0]);
    const std::uint64_t k = positive - ((low * prime_inverse + positive) & limb_mask);
    return combined(a, x, b, y, static_cast<std::int64_t>(k));
}

bool is_zero(const Signed& value) noexcept
{
    return std::ranges::all_of(value, [](std::int64_t limb) { return limb == 0; });
}
}  // namespace

// D. Bernstein, B.-Y. Yang, "Fast constant-time gcd computation and modular inversion", with 62
// steps between two operations on whole numbers, and without the constant time. f = a d and g = a e
// modulo p hold throughout; at the end g is 0 and f, the gcd, is 1 or -1.
Fp inverse(const Fp& a) noexcept
{
    Signed f = prime;
    Signed g = to_signed(a.form());
    Signed d{};
    Signed e{1};
    for (std::int64_t eta = -1; !is_zero(g);)
    {
        const auto [u, v, q, r] =
            steps(eta, static_cast<std::uint64_t>(f[0]), static_cast<std::uint64_t>(g[0]));
        const Signed next_f = combined(u, f, v, g, 0);
        g = combined(q, f, r, g, 0);
        f = next_f;
        const Signed next_d = combined_modulo_prime(u, d, v, e);
        e = combined_modulo_prime(q, d, r, e);
        d = next_d;
    }
    uint256 result = to_uint256(d);
    while (result.is_negative())
        result = result + field_prime;
    const Fp inverse_of_form = Fp::of_form(result);
    // The form is a 2^256, its inverse lacks 2^512.
    constexpr Fp missing = Fp::of_form(detail::doubled(1, 768));
    return (f.back() < 0 ? -inverse_of_form : inverse_of_form) * missing;
}
}  // namespace byline::vm::bn254
