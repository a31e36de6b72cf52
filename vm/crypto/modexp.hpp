#pragma once

#include "vm/primitives/bytes.hpp"

namespace byline::vm
{
/// base^exponent mod modulus of big-endian numbers of any width (EIP-198): as many bytes as the
/// modulus has. A modulus of zero gives zero, 0^0 is 1 mod modulus.
Bytes modexp(BytesView base, BytesView exponent, BytesView modulus);
}  // namespace byline::vm
