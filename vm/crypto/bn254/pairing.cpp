#include "vm/crypto/bn254/pairing.hpp"

#include "vm/crypto/bn254/curve.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace byline::vm::bn254
{
namespace
{
/// The number that the curve is made of: p = 36 x^4 + 36 x^3 + 24 x^2 + 6 x + 1.
constexpr std::uint64_t curve_x = 0x44e992b44a6909f1;

/// A number as digits -1, 0, 1, no two neighbours but zeros: few digits other than zero.
struct SignedDigits
{
    std::array<std::int8_t, 66> digits{};  ///< lowest first
    std::size_t size = 0;
};

consteval SignedDigits signed_digits(uint128 value)
{
    SignedDigits result;
    while (value != 0)
    {
        std::int8_t digit = 0;
        if (value % 2 == 1)
            digit = value % 4 == 1 ? 1 : -1;
        result.digits[result.size++] = digit;
        value = digit < 0 ? (value + 1) / 2 : value / 2;
    }
    return result;
}

constexpr SignedDigits x_digits = signed_digits(curve_x);
constexpr SignedDigits loop_digits = signed_digits(6 * uint128{curve_x} + 2);

/// A point of the twist as (x / z, y / z) on its way through the loop.
struct Projective
{
    Fp2 x;
    Fp2 y;
    Fp2 z;
};

constexpr Fp half = inverse(Fp::one() + Fp::one());

/// Doubles t; the tangent at the old t, without the coordinates of P (C. Costello, T. Lange,
/// M. Naehrig, "Faster pairing computations on curves with high-degree twists"). Affinely the
/// tangent is 2 y y_P - 3 x^2 x_P w + (3 x^3 - 2 y^2) w^3, up to a factor that the final
/// exponentiation removes.
Line double_step(Projective& t) noexcept
{
    const Fp2 a = t.x * t.y * half;
    const Fp2 b = square(t.y);
    const Fp2 c = square(t.z);
    const Fp2 e = (twice(c) + c) * twist_b();
    const Fp2 f = twice(e) + e;
    const Fp2 g = (b + f) * half;
    const Fp2 h = square(t.y + t.z) - b - c;
    const Fp2 xx = square(t.x);
    const Fp2 ee = square(e);
    t = {a * (b - f), square(g) - (twice(ee) + ee), b * h};
    return {-h, twice(xx) + xx, e - b};
}

/// Adds q to t; the line through both.
Line add_step(Projective& t, const Affine<Fp2>& q) noexcept
{
    const Fp2 o = t.y - q.y * t.z;
    const Fp2 l = t.x - q.x * t.z;
    const Fp2 d = square(l);
    const Fp2 e = l * d;
    const Fp2 f = t.z * square(o);
    const Fp2 g = t.x * d;
    const Fp2 h = e + f - twice(g);
    t = {l * h, (g - h) * o - e * t.y, e * t.z};
    return {l, -o, q.x * o - l * q.y};
}

Line at(const Line& line, const Affine<Fp>& p) noexcept
{
    return {line.a * p.y, line.b * p.x, line.c};
}

/// a^x in the cyclotomic subgroup, where inverting is free.
Fp12 power_of_x(const Fp12& a) noexcept
{
    const Fp12 inverse_a = conjugate(a);
    Fp12 result = a;
    for (std::size_t i = x_digits.size - 1; i > 0; --i)
    {
        result = cyclotomic_square(result);
        if (x_digits.digits[i - 1] != 0)
            result = result * (x_digits.digits[i - 1] > 0 ? a : inverse_a);
    }
    return result;
}
}  // namespace

Fp12 miller_loop(std::span<const MillerInput> pairs)
{
    std::vector<Projective> points;
    points.reserve(pairs.size());
    for (const MillerInput& pair : pairs)
        points.push_back({pair.q.x, pair.q.y, Fp2::one()});

    Fp12 f = Fp12::one();
    for (std::size_t i = loop_digits.size - 1; i > 0; --i)
    {
        f = square(f);
        const std::int8_t digit = loop_digits.digits[i - 1];
        for (std::size_t k = 0; k < pairs.size(); ++k)
        {
            const auto& [p, q] = pairs[k];
            f = f * at(double_step(points[k]), p);
            if (digit != 0)
                f = f * at(add_step(points[k], digit > 0 ? q : Affine<Fp2>{q.x, -q.y}), p);
        }
    }
    for (std::size_t k = 0; k < pairs.size(); ++k)
    {
        const auto& [p, q] = pairs[k];
        const Affine<Fp2> q1 = frobenius(q);
        const Affine<Fp2> q2 = frobenius(q1);
        f = f * at(add_step(points[k], q1), p);
        f = f * at(add_step(points[k], {q2.x, -q2.y}), p);
    }
    return f;
}

Fp12 final_exponentiation(const Fp12& f) noexcept
{
    // The easy part, (p^6 - 1) (p^2 + 1), leaves an element of the cyclotomic subgroup.
    const Fp12 g = conjugate(f) * inverse(f);
    const Fp12 m = frobenius(frobenius(g)) * g;

    // The hard part after L. Fuentes-Castañeda, E. Knapp, F. Rodríguez-Henríquez, "Faster hashing
    // to G2": exponents of p^0 to p^3 are 1 + 6x + 12x^2 + 12x^3, 4x + 6x^2 + 12x^3, 6x + 6x^2 +
    // 12x^3 and -1 + 4x + 6x^2 + 12x^3.
    const Fp12 x2 = cyclotomic_square(power_of_x(m));       // 2x
    const Fp12 x6 = cyclotomic_square(x2) * x2;             // 6x
    const Fp12 xx6 = power_of_x(x6);                        // 6x^2
    const Fp12 xxx12 = power_of_x(cyclotomic_square(xx6));  // 12x^3
    const Fp12 third = xxx12 * xx6 * x6;
    const Fp12 second = third * conjugate(x2);
    const Fp12 first = m * third * xx6;
    const Fp12 fourth = second * conjugate(m);
    return first * frobenius(second * frobenius(third * frobenius(fourth)));
}
}  // namespace byline::vm::bn254
