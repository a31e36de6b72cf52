#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace byline::vm
{
/// An ECDSA signature over secp256k1 with the parity of R's y (SEC 1; Yellow Paper appendix F).
struct Signature
{
    uint256 r;
    uint256 s;
    std::uint8_t y_parity = 0;  ///< 0 or 1

    bool operator==(const Signature&) const noexcept = default;
};

/// The order of the curve's group.
inline constexpr uint256 secp256k1_order{
    0xffffffffffffffff, 0xfffffffffffffffe, 0xbaaedce6af48a03b, 0xbfd25e8cd0364141};

/// The address that signed; nothing unless 0 < r, s < order, y_parity is 0 or 1, and a key comes
/// out. A high s is accepted: where EIP-2 forbids it, the caller checks.
std::optional<address> recover(const bytes32& message_hash, const Signature& signature) noexcept;

/// Signs deterministically (RFC 6979) with a low s; nothing if the key is not in [1, order).
std::optional<Signature> sign(const bytes32& message_hash, const bytes32& private_key) noexcept;

/// The address of a private key; nothing if the key is not in [1, order).
std::optional<address> address_of_key(const bytes32& private_key) noexcept;

/// The public key of a private key as 33 bytes, parity and x (SEC 1, 2.3.3), which BIP-32 derives
/// with; nothing if the key is not in [1, order).
std::optional<std::array<std::uint8_t, 33>> compressed_public_key(
    const bytes32& private_key) noexcept;
}  // namespace byline::vm
