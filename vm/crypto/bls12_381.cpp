#include "vm/crypto/bls12_381.hpp"

#include "vm/primitives/error.hpp"
#include "vm/primitives/hex_literal.hpp"

#include <blst.h>

#include <array>
#include <cstddef>
#include <expected>
#include <span>
#include <vector>

namespace byline::vm::bls12_381
{
namespace
{
constexpr Fp field_prime = hex_bytes<48>(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaa"
    "ab");

// blst has every function once a group: these two are its names, so that what follows is said once.

struct Curve
{
    using Point = G1;
    using Affine = blst_p1_affine;
    using Jacobian = blst_p1;
    static constexpr auto on_curve = blst_p1_affine_on_curve;
    static constexpr auto in_group = blst_p1_affine_in_g1;
    static constexpr auto is_infinity = blst_p1_affine_is_inf;
    static constexpr auto from_affine = blst_p1_from_affine;
    static constexpr auto to_affine = blst_p1_to_affine;
    static constexpr auto add_affine = blst_p1_add_or_double_affine;
    static constexpr auto multiply = blst_p1s_mult_pippenger;
    static constexpr auto scratch_size = blst_p1s_mult_pippenger_scratch_sizeof;
};

struct Twist
{
    using Point = G2;
    using Affine = blst_p2_affine;
    using Jacobian = blst_p2;
    static constexpr auto on_curve = blst_p2_affine_on_curve;
    static constexpr auto in_group = blst_p2_affine_in_g2;
    static constexpr auto is_infinity = blst_p2_affine_is_inf;
    static constexpr auto from_affine = blst_p2_from_affine;
    static constexpr auto to_affine = blst_p2_to_affine;
    static constexpr auto add_affine = blst_p2_add_or_double_affine;
    static constexpr auto multiply = blst_p2s_mult_pippenger;
    static constexpr auto scratch_size = blst_p2s_mult_pippenger_scratch_sizeof;
};

std::expected<blst_fp, Error> load(const Fp& element) noexcept
{
    if (element >= field_prime)
        return std::unexpected{Error::coordinate_too_large};
    blst_fp out;
    blst_fp_from_bendian(&out, element.data());
    return out;
}

std::expected<blst_fp2, Error> load(const Fp2& element) noexcept
{
    BYLINE_TRY(real, load(element.real));
    BYLINE_TRY(imaginary, load(element.imaginary));
    return blst_fp2{{real, imaginary}};
}

void store(const blst_fp& element, Fp& out) noexcept
{
    blst_bendian_from_fp(out.data(), &element);
}

void store(const blst_fp2& element, Fp2& out) noexcept
{
    store(element.fp[0], out.real);
    store(element.fp[1], out.imaginary);
}

template <typename Group>
std::expected<typename Group::Affine, Error> load_on_curve(
    const typename Group::Point& point) noexcept
{
    BYLINE_TRY(x, load(point.x));
    BYLINE_TRY(y, load(point.y));
    const typename Group::Affine out{x, y};
    // True of (0, 0) too, blst's infinity as it is ours.
    if (!Group::on_curve(&out))
        return std::unexpected{Error::not_on_curve};
    return out;
}

template <typename Group>
std::expected<typename Group::Affine, Error> load_in_group(
    const typename Group::Point& point) noexcept
{
    BYLINE_TRY(out, load_on_curve<Group>(point));
    if (!Group::in_group(&out))
        return std::unexpected{Error::not_in_group};
    return out;
}

template <typename Group>
typename Group::Point store_point(const typename Group::Jacobian& point) noexcept
{
    typename Group::Affine affine;
    Group::to_affine(&affine, &point);
    typename Group::Point out;
    store(affine.x, out.x);
    store(affine.y, out.y);
    return out;
}

template <typename Group>
std::expected<typename Group::Point, Error> sum(
    const typename Group::Point& a, const typename Group::Point& b) noexcept
{
    BYLINE_TRY(first, load_on_curve<Group>(a));
    BYLINE_TRY(second, load_on_curve<Group>(b));
    typename Group::Jacobian out;
    Group::from_affine(&out, &first);
    Group::add_affine(&out, &out, &second);
    return store_point<Group>(out);
}

template <typename Group>
std::expected<typename Group::Point, Error> sum_of_products(
    std::span<const Term<typename Group::Point>> terms)
{
    // Of the group's order: blst uses the curve's endomorphism for scalars below it only, so they
    // are reduced.
    constexpr std::size_t scalar_bits = 255;
    std::vector<typename Group::Affine> points;
    std::vector<blst_scalar> scalars;
    points.reserve(terms.size());
    scalars.reserve(terms.size());
    for (const auto& term : terms)
    {
        BYLINE_TRY(point, load_in_group<Group>(term.point));
        // blst inverts the product of coordinates of all points: one infinity would spoil the sum.
        if (Group::is_infinity(&point))
            continue;
        points.push_back(point);
        blst_scalar_from_be_bytes(
            &scalars.emplace_back(), term.scalar.bytes.data(), term.scalar.bytes.size());
    }
    if (points.empty())
        return typename Group::Point{};

    // A list that ends with null stands for arrays without gaps.
    const std::array<const typename Group::Affine*, 2> point_list{points.data(), nullptr};
    const std::array<const byte*, 2> scalar_list{scalars.front().b, nullptr};
    std::vector<limb_t> scratch(Group::scratch_size(points.size()) / sizeof(limb_t));
    typename Group::Jacobian out;
    Group::multiply(
        &out, point_list.data(), points.size(), scalar_list.data(), scalar_bits, scratch.data());
    return store_point<Group>(out);
}
}  // namespace

std::expected<G1, Error> add(const G1& a, const G1& b)
{
    return sum<Curve>(a, b);
}

std::expected<G2, Error> add(const G2& a, const G2& b)
{
    return sum<Twist>(a, b);
}

std::expected<G1, Error> multi_scalar_multiply(std::span<const Term<G1>> terms)
{
    return sum_of_products<Curve>(terms);
}

std::expected<G2, Error> multi_scalar_multiply(std::span<const Term<G2>> terms)
{
    return sum_of_products<Twist>(terms);
}

std::expected<bool, Error> pairing_is_one(std::span<const Pair> pairs)
{
    std::vector<blst_p1_affine> ps;
    std::vector<blst_p2_affine> qs;
    ps.reserve(pairs.size());
    qs.reserve(pairs.size());
    for (const Pair& pair : pairs)
    {
        BYLINE_TRY(p, load_in_group<Curve>(pair.p));
        BYLINE_TRY(q, load_in_group<Twist>(pair.q));
        // Such a pairing is one, which blst's loop over many pairs does not know.
        if (Curve::is_infinity(&p) || Twist::is_infinity(&q))
            continue;
        ps.push_back(p);
        qs.push_back(q);
    }
    if (ps.empty())
        return true;

    const std::array<const blst_p1_affine*, 2> p_list{ps.data(), nullptr};
    const std::array<const blst_p2_affine*, 2> q_list{qs.data(), nullptr};
    blst_fp12 product;
    blst_miller_loop_n(&product, q_list.data(), p_list.data(), ps.size());
    blst_final_exp(&product, &product);
    return blst_fp12_is_one(&product);
}

std::expected<G1, Error> map_to_group(const Fp& element)
{
    BYLINE_TRY(loaded, load(element));
    blst_p1 out;
    blst_map_to_g1(&out, &loaded, nullptr);
    return store_point<Curve>(out);
}

std::expected<G2, Error> map_to_group(const Fp2& element)
{
    BYLINE_TRY(loaded, load(element));
    blst_p2 out;
    blst_map_to_g2(&out, &loaded, nullptr);
    return store_point<Twist>(out);
}
}  // namespace byline::vm::bls12_381
