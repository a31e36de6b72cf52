#pragma once

#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>

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

/// scalar * p, four bits at a time.
template <typename Field>
Jacobian<Field> multiply(const Jacobian<Field>& p, const uint256& scalar) noexcept
{
    std::array<Jacobian<Field>, 16> multiples;
    for (std::size_t i = 1; i < multiples.size(); ++i)
        multiples[i] = i % 2 == 0 ? twice(multiples[i / 2]) : multiples[i - 1] + p;
    Jacobian<Field> result;
    for (unsigned digit = (scalar.bit_width() + 3) / 4; digit > 0; --digit)
    {
        const unsigned at = 4 * (digit - 1);
        result = twice(twice(twice(twice(result))));
        result = result + multiples[(scalar.words[at / 64] >> (at % 64)) & 15];
    }
    return result;
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

/// The same point.
template <typename Field>
bool operator==(const Jacobian<Field>& p, const Jacobian<Field>& q) noexcept
{
    if (p.is_infinity() || q.is_infinity())
        return p.is_infinity() == q.is_infinity();
    const Field pzz = square(p.z);
    const Field qzz = square(q.z);
    return p.x * qzz == q.x * pzz && p.y * q.z * qzz == q.y * p.z * pzz;
}

/// b of the twist: 3 / xi.
const Fp2& twist_b() noexcept;

/// The p-power map of the curve over Fp12, seen on the twist: what w^2 and w^3 take along.
Affine<Fp2> frobenius(const Affine<Fp2>& point) noexcept;
}  // namespace byline::vm::bn254
