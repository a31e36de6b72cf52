#pragma once

#include "compiler/ir/ir.hpp"

namespace byline::compiler::ir
{
/// 2^bits - 1; all ones from 256 on.
uint256 low_bits(unsigned bits) noexcept;

/// The bits that can be set in what an instruction computes, from those of its operands. Whatever
/// is not known can be anything.
uint256 possible_bits(
    const Function& function, const Instruction& instruction, const std::vector<uint256>& operands);
}  // namespace byline::compiler::ir
