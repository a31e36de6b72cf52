#pragma once

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

namespace byline::vm
{
/// A signature over P-256 (FIPS 186-5; SEC 2, 2.4.2) with the key that should have made it.
struct P256Signature
{
    uint256 r;
    uint256 s;
    uint256 x;  ///< of the public key
    uint256 y;
};

/// True if the signature is good; false also if 0 < r, s < order does not hold or the key is not a
/// point of the curve (EIP-7951). A high s is accepted.
bool p256_verify(const bytes32& message_hash, const P256Signature& signature);
}  // namespace byline::vm
