#pragma once

#include "vm/evm/machine/frame.hpp"

namespace byline::vm::instructions
{
/// CALL, CALLCODE, DELEGATECALL, STATICCALL: pay, and ask for the child. Below the gas and the
/// address on the stack stand the value, for the two that have one, and input and output areas.
Flow call(uint256* top, std::int64_t& left, Frame& frame);
Flow callcode(uint256* top, std::int64_t& left, Frame& frame);
Flow delegatecall(uint256* top, std::int64_t& left, Frame& frame);
Flow staticcall(uint256* top, std::int64_t& left, Frame& frame);

/// Value, and the area of the initialisation code; for CREATE2 then the salt (EIP-1014).
Flow create(uint256* top, std::int64_t& left, Frame& frame);
Flow create2(uint256* top, std::int64_t& left, Frame& frame);
}  // namespace byline::vm::instructions
