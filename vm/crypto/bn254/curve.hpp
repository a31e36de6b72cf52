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

    Jacobian(const Field& x_, const Field& y_, const Field& z_) noexcept : x{x_}, y{y_}, z{z_} {}

    explicit Jacobian(const Affine<Field>& point) noexcept
    {
        if (!point.is_infinity())
            *this = {point.x, point.y, Field::one()};
    }

    [[nodiscard]] bool is_infinity() const noexcept { return z.is_zero(); }
};

/// Doubling, "dbl-2009-l" of the Explicit-Formulas Database.
template <typename Field>
Jacobian<Field> twice(const Jacobian<Field>& p) noexcept
{
    const Field a = square(p.x);
    const Field b = square(p.y);
    const Field c = square(b);
    const Field d = twice(square(p.x + b) - a - c);
    const Field e = twice(a) + a;
    const Field x = square(e) - twice(d);
    return {x, e * (d - x) - twice(twice(twice(c))), twice(p.y * p.z)};
}

/// Addition, "add-2007-bl" of the Explicit-Formulas Database, with the cases it leaves out.
template <typename Field>
Jacobian<Field> operator+(const Jacobian<Field>& p, const Jacobian<Field>& q) noexcept
{
    if (p.is_infinity())
        return q;
    if (q.is_infinity())
        return p;
    const Field pzz = square(p.z);
    const Field qzz = square(q.z);
    const Field u1 = p.x * qzz;
    const Field u2 = q.x * pzz;
    const Field s1 = p.y * q.z * qzz;
    const Field s2 = q.y * p.z * pzz;
    if (u1 == u2)
        return s1 == s2 ? twice(p) : Jacobian<Field>{};
    const Field h = u2 - u1;
    const Field i = square(twice(h));
    const Field j = h * i;
    const Field r = twice(s2 - s1);
    const Field v = u1 * i;
    const Field x = square(r) - j - twice(v);
    return {x, r * (v - x) - twice(s1 * j), (square(p.z + q.z) - pzz - qzz) * h};
}

/// Addition of a point that is not infinity and has z = 1, "madd-2007-bl" of the Explicit-Formulas
/// Database, with the cases it leaves out.
template <typename Field>
Jacobian<Field> operator+(const Jacobian<Field>& p, const Affine<Field>& q) noexcept
{
    if (p.is_infinity())
        return Jacobian<Field>{q};
    const Field zz = square(p.z);
    const Field h = q.x * zz - p.x;
    const Field r = twice(q.y * p.z * zz - p.y);
    if (h.is_zero())
        return r.is_zero() ? twice(p) : Jacobian<Field>{};
    const Field hh = square(h);
    const Field i = twice(twice(hh));
    const Field j = h * i;
    const Field v = p.x * i;
    const Field x = square(r) - j - twice(v);
    return {x, r * (v - x) - twice(p.y * j), square(p.z + h) - zz - hh};
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
