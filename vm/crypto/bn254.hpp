#pragma once

#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <expected>
#include <span>

/// The pairing-friendly curve alt_bn128 (EIP-196, EIP-197): y^2 = x^3 + 3 over the field of
/// `field_prime`, and its sextic twist over the field's quadratic extension by i, i^2 = -1.
namespace byline::vm::bn254
{
inline constexpr uint256 field_prime{
    0x30644e72e131a029, 0xb85045b68181585d, 0x97816a916871ca8d, 0x3c208c16d87cfd47};

/// The order of both groups.
inline constexpr uint256 group_order{
    0x30644e72e131a029, 0xb85045b68181585d, 0x2833e84879b97091, 0x43e1f593f0000001};

/// A point of the first group; (0, 0) is the point at infinity.
struct G1
{
    uint256 x;
    uint256 y;

    bool operator==(const G1&) const noexcept = default;
};

/// real + imaginary i.
struct Complex
{
    uint256 real;
    uint256 imaginary;

    bool operator==(const Complex&) const noexcept = default;
};

/// A point of the twist; (0, 0) is the point at infinity.
struct G2
{
    Complex x;
    Complex y;

    bool operator==(const G2&) const noexcept = default;
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
    not_in_group,  ///< on the twist, but not of the group's order
};

std::expected<G1, Error> add(const G1& a, const G1& b) noexcept;

/// Any scalar; it counts modulo the group's order.
std::expected<G1, Error> multiply(const G1& point, const uint256& scalar) noexcept;

/// True if the product of the pairings e(p, q) is one; true for no pairs.
std::expected<bool, Error> pairing_is_one(std::span<const Pair> pairs);
}  // namespace byline::vm::bn254
