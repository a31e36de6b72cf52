#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstdint>

namespace byline::vm
{
/// SHA-256 (FIPS 180-4).
bytes32 sha256(BytesView data);

/// RIPEMD-160.
std::array<std::uint8_t, 20> ripemd160(BytesView data);

/// HMAC-SHA-512 (RFC 2104) and PBKDF2 over it (RFC 8018): what BIP-32 and BIP-39 derive keys with.
std::array<std::uint8_t, 64> hmac_sha512(BytesView key, BytesView data);
std::array<std::uint8_t, 64> pbkdf2_sha512(BytesView password, BytesView salt, unsigned iterations);
}  // namespace byline::vm
