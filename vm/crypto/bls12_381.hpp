#pragma once

#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <span>

/// The pairing-friendly curve BLS12-381 (EIP-2537): y^2 = x^3 + 4 over a prime field of 381 bits,
/// and its twist over the field's quadratic extension by i, i^2 = -1. Both have a group of the same
/// prime order of 255 bits, smaller than the curve.
namespace byline::vm::bls12_381
{
/// An element of the field, big-endian. It may be any number of 48 bytes: every function refuses
/// those not below the field's prime.
using Fp = std::array<std::uint8_t, 48>;

/// real + imaginary i.
struct Fp2
{
    Fp real{};
    Fp imaginary{};

    bool operator==(const Fp2&) const noexcept = default;
};

/// A point of the curve; (0, 0) is the point at infinity.
struct G1
{
    Fp x{};
    Fp y{};

    bool operator==(const G1&) const noexcept = default;
};

/// A point of the twist; (0, 0) is the point at infinity.
struct G2
{
    Fp2 x;
    Fp2 y;

    bool operator==(const G2&) const noexcept = default;
};

/// One product of a sum. Any scalar; it counts modulo the group's order.
template <typename Point>
struct Term
{
    Point point;
    bytes32 scalar;
};

struct Pair
{
    G1 p;
    G2 q;
};

/// Why points are refused.
enum class Error : std::uint8_t
{
    coordinate_too_large,  ///< not below the field's prime
    not_on_curve,
    not_in_group,  ///< on the curve, but not of the group's order
};

/// The sum of two points of the curve, which need not be in the group.
std::expected<G1, Error> add(const G1& a, const G1& b);
std::expected<G2, Error> add(const G2& a, const G2& b);

/// The sum of the terms' products of point and scalar; every point must be in the group. Infinity
/// for no terms.
std::expected<G1, Error> multi_scalar_multiply(std::span<const Term<G1>> terms);
std::expected<G2, Error> multi_scalar_multiply(std::span<const Term<G2>> terms);

/// True if the product of the pairings e(p, q) is one; true for no pairs. Every point must be in
/// its group.
std::expected<bool, Error> pairing_is_one(std::span<const Pair> pairs);

/// A point of the group for a field element: the simplified SWU map, the isogeny, and the clearing
/// of the cofactor of RFC 9380 (6.6.3 and 7). `coordinate_too_large` is the only error.
std::expected<G1, Error> map_to_group(const Fp& element);
std::expected<G2, Error> map_to_group(const Fp2& element);
}  // namespace byline::vm::bls12_381
