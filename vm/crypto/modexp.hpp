#pragma once

#include "vm/primitives/bytes.hpp"

#include <cstdint>
#include <span>

namespace byline::vm
{
/// base^exponent mod modulus of big-endian numbers of any width (EIP-198), into as many bytes as
/// the modulus has, which may lie over those of the operands. A modulus of zero gives zero, 0^0 is
/// 1 mod modulus.
void modexp(BytesView base, BytesView exponent, BytesView modulus, std::span<std::uint8_t> result);
}  // namespace byline::vm
