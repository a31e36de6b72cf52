#pragma once

#include "vm/evm/machine/frame.hpp"

namespace byline::vm::instructions
{
/// EIP-2929
void sload(uint256* top, std::int64_t& left, Frame& frame);

/// EIP-2200 with the costs of EIP-2929 and the refunds of EIP-3529.
Flow sstore(uint256* top, std::int64_t& left, Frame& frame);

/// EIP-1153
uint256 tload(const uint256& key, Frame& frame);
Flow tstore(uint256* top, std::int64_t& left, Frame& frame);
}  // namespace byline::vm::instructions
