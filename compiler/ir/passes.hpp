#pragma once

#include "compiler/ir/ir.hpp"

namespace byline::compiler::ir
{
/// Operations on constants become constants; what adds nothing (times 1, shifted by 0) goes.
void fold(Function& function);

/// Two guards in a row become one test on the way that passes both; which one failed is found out
/// in cold code. Saves a JUMPI on every call.
void merge_guards(Function& function);

/// Cold code computes pure values again instead of having hot code keep them on the stack for it.
void sink_into_cold(Function& function);

/// Blocks that nothing leads to and values that nobody uses go; a block that only one jump leads to
/// joins it.
void clean(Function& function);

/// All of them, in the order that pays; the program is verified before and after each.
void optimise(Program& program);
}  // namespace byline::compiler::ir
