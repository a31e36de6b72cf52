#include "vm/crypto/bn254.hpp"

#include "vm/crypto/bn254/curve.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/pairing.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <expected>
#include <span>
#include <vector>

namespace byline::vm::bn254
{
namespace
{
/// t - 1 of the curve's trace of Frobenius t: p mod r, 6 x^2.
constexpr uint256 trace_minus_one{0, 0, 0x6f4d8248eeb859fb, 0xf83e9682e87cfd46};

std::expected<Fp, Error> to_field(const uint256& value) noexcept
{
    if (value >= field_prime)
        return std::unexpected{Error::coordinate_too_large};
    return Fp::from(value);
}

std::expected<Fp2, Error> to_field(const Complex& value) noexcept
{
    BYLINE_TRY(re, to_field(value.real));
    BYLINE_TRY(im, to_field(value.imaginary));
    return Fp2{re, im};
}

template <typename Field, typename Point>
std::expected<Affine<Field>, Error> to_point(const Point& point, const Field& b) noexcept
{
    BYLINE_TRY(x, to_field(point.x));
    BYLINE_TRY(y, to_field(point.y));
    const Affine<Field> result{x, y};
    if (!result.is_infinity() && square(y) != square(x) * x + b)
        return std::unexpected{Error::not_on_curve};
    return result;
}

std::expected<Affine<Fp>, Error> to_point(const G1& point) noexcept
{
    return to_point<Fp>(point, Fp::from(3));
}

/// On the twist F^2 - t F + p = 0 for the Frobenius map F. Where F is multiplication by t - 1 that
/// reads p + 1 - t = 0, and p + 1 - t is the group's order.
std::expected<Affine<Fp2>, Error> to_group(const G2& point) noexcept
{
    BYLINE_TRY(q, to_point<Fp2>(point, twist_b()));
    if (!(Jacobian{frobenius(q)} == multiply(Jacobian{q}, trace_minus_one)))
        return std::unexpected{Error::not_in_group};
    return q;
}

G1 from_point(const Jacobian<Fp>& point) noexcept
{
    const Affine<Fp> affine = to_affine(point);
    return {affine.x.value(), affine.y.value()};
}
}  // namespace

const Fp2& twist_b() noexcept
{
    static const Fp2 b = inverse(times_xi(Fp2::one())) * Fp::from(3);
    return b;
}

Affine<Fp2> frobenius(const Affine<Fp2>& point) noexcept
{
    return {conjugate(point.x) * frobenius_factor(2), conjugate(point.y) * frobenius_factor(3)};
}

std::expected<G1, Error> add(const G1& a, const G1& b) noexcept
{
    BYLINE_TRY(p, to_point(a));
    BYLINE_TRY(q, to_point(b));
    return from_point(Jacobian{p} + Jacobian{q});
}

std::expected<G1, Error> multiply(const G1& point, const uint256& scalar) noexcept
{
    BYLINE_TRY(p, to_point(point));
    return from_point(multiply(Jacobian{p}, scalar % group_order));
}

std::expected<bool, Error> pairing_is_one(std::span<const Pair> pairs)
{
    std::vector<MillerInput> inputs;
    inputs.reserve(pairs.size());
    for (const Pair& pair : pairs)
    {
        BYLINE_TRY(p, to_point(pair.p));
        BYLINE_TRY(q, to_group(pair.q));
        if (!p.is_infinity() && !q.is_infinity())
            inputs.push_back({p, q});
    }
    if (inputs.empty())
        return true;
    return final_exponentiation(miller_loop(inputs)) == Fp12::one();
}
}  // namespace byline::vm::bn254
