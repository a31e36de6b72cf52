#include "vm/crypto/bn254/pairing.hpp"

#include "vm/crypto/bn254/curve.hpp"
#include "vm/crypto/bn254/digits.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace byline::vm::bn254
{
namespace
{
/// The number that the curve is made of: p = 36 x^4 + 36 x^3 + 24 x^2 + 6 x + 1.
constexpr std::uint64_t curve_x = 0x44e992b44a6909f1;

constexpr unsigned x_digit_width = 4;
constexpr SignedDigits x_digits = signed_digits(curve_x, x_digit_width);
constexpr SignedDigits loop_digits = signed_digits(6 * uint128{curve_x} + 2, 2);

/// A point of the twist as (x / z, y / z) on its way through the loop.
struct Projective
{
    Fp2 x;
    Fp2 y;
    Fp2 z;
};

constexpr Fp2 triple_twist_b = twist_b + twist_b + twist_b;

/// Doubles t; the tangent at the old t, without the coordinates of P (C. Costello, T. Lange,
/// M. Naehrig, "Faster pairing computations on curves with high-degree twists"). Affinely the
/// tangent is 2 y y_P - 3 x^2 x_P w + (3 x^3 - 2 y^2) w^3, up to a factor that the final
/// exponentiation removes.
Line double_step(Projective& t) noexcept
{
    const Fp2 xx = square(t.x);
    const Fp2 yy = square(t.y);
    const Fp2 zz = square(t.z);
    const Fp2 xy2 = square(t.x + t.y) - xx - yy;
    const Fp2 yz2 = square(t.y + t.z) - yy - zz;
    const Fp2 e = zz * triple_twist_b;
    const Fp2 f = times_three(e);
    t = {xy2 * (yy - f), square(yy + f) - twice(twice(times_three(square(e)))),
        twice(twice(yy * yz2))};
    return {-yz2, times_three(xx), e - yy};
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

Affine<Fp2> negated(const Affine<Fp2>& q) noexcept
{
    return {q.x, -q.y};
}

/// The images of q that the loop ends with.
struct Images
{
    explicit Images(const Affine<Fp2>& q) noexcept
        : first{frobenius(q)}, second{frobenius(first)}, third{frobenius(second)}
    {}

    Affine<Fp2> first;
    Affine<Fp2> second;
    Affine<Fp2> third;
};

/// True if q has the group's order, for t = (6 x + 2) q + F(q) - F^2(q) from the steps above.
///
/// On the twist F^2 - (p + 1 - r) F + p = 0 for the Frobenius map F. With it, 6 x + 2 + F - F^2 +
/// F^3 reduces to a + b F, which has a norm that has only r in common with the twist's order r (2 p
/// - r), once. So it takes to infinity what has the order r, and nothing else: t must be -F^3(q).
///
/// The steps miss doublings, opposites and infinity: a sum with one of these has z = 0, and all
/// after it do. No multiple of a point of the group is such a case on the way to t.
bool ends_in_group(const Projective& t, const Images& images) noexcept
{
    const Affine<Fp2> end = negated(images.third);
    return !t.z.is_zero() && t.x == end.x * t.z && t.y == end.y * t.z;
}

/// a^x in the cyclotomic subgroup, where inverting is free.
Fp12 power_of_x(const Fp12& a) noexcept
{
    std::array<Fp12, 1U << (x_digit_width - 2)> odd_powers{a};
    const Fp12 aa = cyclotomic_square(a);
    for (std::size_t i = 1; i < odd_powers.size(); ++i)
        odd_powers[i] = odd_powers[i - 1] * aa;
    const auto odd_power = [&odd_powers](int digit) {
        return digit > 0 ? odd_powers[static_cast<std::size_t>(digit) / 2]
                         : conjugate(odd_powers[static_cast<std::size_t>(-digit) / 2]);
    };
    Fp12 result = odd_power(x_digits.digits[x_digits.size - 1]);
    for (std::size_t i = x_digits.size - 1; i > 0; --i)
    {
        result = cyclotomic_square(result);
        if (x_digits.digits[i - 1] != 0)
            result = result * odd_power(x_digits.digits[i - 1]);
    }
    return result;
}
}  // namespace

std::optional<Fp12> miller_loop(std::span<const MillerInput> pairs)
{
    std::vector<Projective> points;
    points.reserve(pairs.size());
    for (const MillerInput& pair : pairs)
        points.push_back({pair.q.x, pair.q.y, Fp2::one()});

    Fp12 f = Fp12::one();
    for (std::size_t i = loop_digits.size - 1; i > 0; --i)
    {
        f = square(f);
        const int digit = loop_digits.digits[i - 1];
        for (std::size_t k = 0; k < pairs.size(); ++k)
        {
            const auto& [p, q] = pairs[k];
            f = f * at(double_step(points[k]), p);
            if (digit != 0)
                f = f * at(add_step(points[k], digit > 0 ? q : negated(q)), p);
        }
    }
    for (std::size_t k = 0; k < pairs.size(); ++k)
    {
        const Affine<Fp>& p = pairs[k].p;
        const Images images{pairs[k].q};
        f = f * at(add_step(points[k], images.first), p);
        f = f * at(add_step(points[k], negated(images.second)), p);
        if (!ends_in_group(points[k], images))
            return std::nullopt;
    }
    return f;
}

bool in_group(const Affine<Fp2>& q) noexcept
{
    Projective t{q.x, q.y, Fp2::one()};
    for (std::size_t i = loop_digits.size - 1; i > 0; --i)
    {
        double_step(t);
        const int digit = loop_digits.digits[i - 1];
        if (digit != 0)
            add_step(t, digit > 0 ? q : negated(q));
    }
    const Images images{q};
    add_step(t, images.first);
    add_step(t, negated(images.second));
    return ends_in_group(t, images);
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
