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

std::expected<Affine<Fp2>, Error> to_point(const G2& point) noexcept
{
    return to_point<Fp2>(point, twist_b);
}

G1 from_point(const Affine<Fp>& point) noexcept
{
    return {point.x.value(), point.y.value()};
}
}  // namespace

std::expected<G1, Error> add(const G1& a, const G1& b) noexcept
{
    BYLINE_TRY(p, to_point(a));
    BYLINE_TRY(q, to_point(b));
    return from_point(p + q);
}

std::expected<G1, Error> multiply(const G1& point, const uint256& scalar) noexcept
{
    BYLINE_TRY(p, to_point(point));
    return from_point(multiply(p, scalar));
}

std::expected<bool, Error> pairing_is_one(std::span<const Pair> pairs)
{
    std::vector<MillerInput> inputs;
    inputs.reserve(pairs.size());
    for (const Pair& pair : pairs)
    {
        BYLINE_TRY(p, to_point(pair.p));
        BYLINE_TRY(q, to_point(pair.q));
        if (q.is_infinity())
            continue;
        if (!p.is_infinity())
            inputs.push_back({p, q});
        else if (!in_group(q))
            return std::unexpected{Error::not_in_group};
    }
    if (inputs.empty())
        return true;
    const auto f = miller_loop(inputs);
    if (!f)
        return std::unexpected{Error::not_in_group};
    return final_exponentiation(*f) == Fp12::one();
}
}  // namespace byline::vm::bn254
