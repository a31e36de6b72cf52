#pragma once

#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/uint256.hpp"

/// Points of y^2 = x^3 + b over Fp (the curve) or Fp2 (the twist).
namespace byline::vm::bn254
{
/// Coordinates (x, y); (0, 0), which is on neither curve, is the point at infinity.
template <typename Field>
struct Affine
{
    Field x;
    Field y;

    [[nodiscard]] bool is_infinity() const noexcept { return x.is_zero() && y.is_zero(); }
};

/// Jacobian coordinates: (x / z^2, y / z^3); z = 0 is the point at infinity.
template <typename Field>
struct Jacobian
{
    Field x = Field::one();
    Field y = Field::one();
    Field z;

    Jacobian() noexcept = default;

    Jacobian(const Field& a, const Field& b, const Field& c) noexcept : x{a}, y{b}, z{c} {}

    explicit Jacobian(const Affine<Field>& point) noexcept
    {
        if (!point.is_infinity())
            *this = {point.x, point.y, Field::one()};
    }

    [[nodiscard]] bool is_infinity() const noexcept { return z.is_zero(); }
};

/// Doubling. The formulas are the usual ones with z halved, so that x is a quarter and y an eighth,
/// and the doublings in them fall away.
template <typename Field>
Jacobian<Field> twice(const Jacobian<Field>& p) noexcept
{
    const Field xx = square(p.x);
    const Field yy = square(p.y);
    const Field m = half(xx + twice(xx));
    const Field s = p.x * yy;
    const Field x = square(m) - twice(s);
    return {x, reduced(wide_product(m, s - x) - wide_product(yy, yy)), p.y * p.z};
}

namespace detail
{
/// The sum of (x / z^2, y / z^3) and a point that differs from it by h and r in the coordinates
/// that both have over the same z.
template <typename Field>
Jacobian<Field> sum_of_different(const Jacobian<Field>& p, const Field& h, const Field& r) noexcept
{
    const Field hh = square(h);
    const Field hhh = hh * h;
    const Field v = p.x * hh;
    const Field x = square(r) - hhh - twice(v);
    return {x, reduced(wide_product(r, v - x) - wide_product(p.y, hhh)), p.z * h};
}
}  // namespace detail

template <typename Field>
Jacobian<Field> operator+(const Jacobian<Field>& p, const Jacobian<Field>& q) noexcept
{
    if (p.is_infinity())
        return q;
    if (q.is_infinity())
        return p;
    const Field pzz = square(p.z);
    const Field qzz = square(q.z);
    // p over the z of both.
    const Jacobian<Field> common{p.x * qzz, p.y * q.z * qzz, p.z * q.z};
    const Field h = q.x * pzz - common.x;
    const Field r = q.y * p.z * pzz - common.y;
    if (h.is_zero())
        return r.is_zero() ? twice(p) : Jacobian<Field>{};
    return detail::sum_of_different(common, h, r);
}

/// The point q must not be infinity.
template <typename Field>
Jacobian<Field> operator+(const Jacobian<Field>& p, const Affine<Field>& q) noexcept
{
    if (p.is_infinity())
        return Jacobian<Field>{q};
    const Field zz = square(p.z);
    const Field h = q.x * zz - p.x;
    const Field r = q.y * (p.z * zz) - p.y;
    if (h.is_zero())
        return r.is_zero() ? twice(p) : Jacobian<Field>{};
    return detail::sum_of_different(p, h, r);
}

template <typename Field>
Affine<Field> to_affine(const Jacobian<Field>& p) noexcept
{
    if (p.is_infinity())
        return {};
    const Field z = inverse(p.z);
    const Field zz = square(z);
    return {p.x * zz, p.y * zz * z};
}

/// The sum of two points of the curve, by the chord's or tangent's slope.
Affine<Fp> operator+(const Affine<Fp>& p, const Affine<Fp>& q) noexcept;

/// scalar * p for a point of the curve and any scalar.
Affine<Fp> multiply(const Affine<Fp>& p, const uint256& scalar) noexcept;

/// b of the twist: 3 / xi = 3 (9 - i) / 82.
inline constexpr Fp2 twist_b =
    Fp2{Fp::from(27), -Fp::from(3)} * power(Fp::from(82), field_prime - uint256{2});

/// The p-power map of the curve over Fp12, seen on the twist: what w^2 and w^3 take along.
Affine<Fp2> frobenius(const Affine<Fp2>& point) noexcept;
}  // namespace byline::vm::bn254
