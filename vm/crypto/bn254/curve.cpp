#include "vm/crypto/bn254/curve.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/crypto/bn254/digits.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

namespace byline::vm::bn254
{
namespace
{
/// A cube root of one: (x, y) -> (beta x, y) multiplies each point of the curve by lambda =
/// 0xb3c4d79d41a917585bfc41088d8daaa78b17ea66b99c90dd, a cube root of one modulo the order.
constexpr Fp beta = Fp::from({0, 0x59e26bcea0d48bac, 0xd4f263f1acdb5c4f, 0x5763473177fffffe});

/// A number from -2^128 to 2^128, exclusive.
struct Half
{
    uint128 magnitude = 0;
    bool negative = false;
};

/// scalar = first + second * lambda modulo the order.
struct Halves
{
    Half first;
    Half second;
};

/// For a number within 2^128 of zero in two's complement.
Half to_half(const uint256& value) noexcept
{
    const bool negative = value.is_negative();
    const uint256 magnitude = negative ? -value : value;
    return {(uint128{magnitude.words[1]} << 64) | magnitude.words[0], negative};
}

/// a * b / 2^256, rounded down.
uint256 high_product(const uint256& a, const uint256& b) noexcept
{
    const uint512 t = full_mul(a, b);
    return {t[7], t[6], t[5], t[4]};
}

/// R. Gallant, R. Lambert, S. Vanstone, "Faster point multiplication on elliptic curves with
/// efficient endomorphisms". (a, b) and (-b, c) with a = 6 x^2 + 4 x + 1, b = 2 x + 1, c = 6 x^2 +
/// 2 x are a basis of the pairs (k, l) with k + l lambda = 0; a c + b^2 is the order. Taking the
/// nearest such pair, about, from (scalar, 0) leaves two numbers of half its size.
Halves split(const uint256& scalar) noexcept
{
    constexpr uint256 a{0, 0, 0x6f4d8248eeb859fd, 0x0be4e1541221250b};
    constexpr uint256 b{0x89d3256894d213e3};
    constexpr uint256 c{0, 0, 0x6f4d8248eeb859fc, 0x8211bbeb7d4f1128};
    // 2^256 c / order and 2^256 b / order. Rounding makes each multiple at most two too small.
    constexpr uint256 c_over_order{0, 0x0000000000000002, 0x4ccef014a773d2cf, 0x7a7bd9d4391eb18d};
    constexpr uint256 b_over_order{0, 0, 0x0000000000000002, 0xd91d232ec7e0b3d7};
    const uint256 m = high_product(scalar, c_over_order);
    const uint256 n = high_product(scalar, b_over_order);
    return {to_half(scalar - m * a - n * b), to_half(n * c - m * b)};
}

constexpr unsigned digit_width = 5;

/// p, 3 p, 5 p and so on: a multiple for each odd digit.
using OddMultiples = std::array<Affine<Fp>, 1U << (digit_width - 2)>;

/// With one inversion for all (P. Montgomery's trick).
OddMultiples odd_multiples(const Affine<Fp>& p) noexcept
{
    std::array<Jacobian<Fp>, std::tuple_size_v<OddMultiples>> multiples;
    std::array<Fp, std::tuple_size_v<OddMultiples>> products;
    multiples[0] = Jacobian{p};
    products[0] = Fp::one();
    const Jacobian<Fp> two_p = twice(multiples[0]);
    for (std::size_t i = 1; i < multiples.size(); ++i)
    {
        multiples[i] = multiples[i - 1] + two_p;
        products[i] = products[i - 1] * multiples[i].z;
    }
    OddMultiples result;
    Fp inverted = inverse(products.back());
    for (std::size_t i = multiples.size() - 1; i > 0; --i)
    {
        const Fp z = inverted * products[i - 1];
        inverted = inverted * multiples[i].z;
        const Fp zz = square(z);
        result[i] = {multiples[i].x * zz, multiples[i].y * zz * z};
    }
    result[0] = p;
    return result;
}

Affine<Fp> multiple(const OddMultiples& multiples, int digit) noexcept
{
    const Affine<Fp>& point = multiples[static_cast<std::size_t>(digit < 0 ? -digit : digit) / 2];
    return digit < 0 ? Affine<Fp>{point.x, -point.y} : point;
}
}  // namespace

Affine<Fp> operator+(const Affine<Fp>& p, const Affine<Fp>& q) noexcept
{
    if (p.is_infinity())
        return q;
    if (q.is_infinity())
        return p;
    if (p.x == q.x && p.y != q.y)
        return {};
    // No point has y = 0: the order is odd.
    const Fp xx = square(p.x);
    const Fp slope =
        p.x == q.x ? (twice(xx) + xx) * inverse(twice(p.y)) : (q.y - p.y) * inverse(q.x - p.x);
    const Fp x = square(slope) - p.x - q.x;
    return {x, slope * (p.x - x) - p.y};
}

Affine<Fp> multiply(const Affine<Fp>& p, const uint256& scalar) noexcept
{
    if (p.is_infinity())
        return p;
    const Halves halves = split(scalar % group_order);
    const SignedDigits first = signed_digits(halves.first.magnitude, digit_width);
    const SignedDigits second = signed_digits(halves.second.magnitude, digit_width);
    const OddMultiples multiples = odd_multiples(p);
    Jacobian<Fp> result;
    for (std::size_t i = std::max(first.size, second.size); i > 0; --i)
    {
        result = twice(result);
        if (const int digit = first.digits[i - 1]; digit != 0)
            result = result + multiple(multiples, halves.first.negative ? -digit : digit);
        if (const int digit = second.digits[i - 1]; digit != 0)
        {
            const Affine<Fp> q = multiple(multiples, halves.second.negative ? -digit : digit);
            result = result + Affine<Fp>{beta * q.x, q.y};
        }
    }
    return to_affine(result);
}

Affine<Fp2> frobenius(const Affine<Fp2>& point) noexcept
{
    return {conjugate(point.x) * frobenius_factor(2), conjugate(point.y) * frobenius_factor(3)};
}
}  // namespace byline::vm::bn254
