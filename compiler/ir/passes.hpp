#pragma once

#include "compiler/ir/ir.hpp"

/// Each pass takes a function that is well formed and leaves it so, with the same behaviour:
/// output, storage, logs and calls in their order. Gas and memory may differ. Beyond that:
namespace byline::compiler::ir
{
/// Operations on constants become constants; what adds nothing (times 1, shifted by 0) goes.
/// Requires nothing. Keeps blocks, exits and all effects; what nobody uses any more stays for
/// `clean`.
void fold(Function& function);

/// Global value numbering: what was computed before is not computed again. Over blocks only what
/// costs more than a slot of the stack; reads within a block, and up to a write to where they read;
/// a word that was just written is known. Requires nothing, pays after `fold`. Keeps blocks and all
/// effects; what nobody uses any more stays for `clean`.
void number_values(Function& function);

/// Two guards in a row become one test on the way that passes both; which one failed is found out
/// in cold code. Saves a JUMPI on every call. Requires nothing, pays after `clean`, which puts
/// guards next to each other. Keeps values and effects; leaves empty blocks for `clean`.
void merge_guards(Function& function);

/// Cold code computes pure values again instead of having hot code keep them on the stack for it.
/// Requires `is_cold` to be right where it matters: a wrong one costs gas. Keeps hot blocks; what
/// only cold code used stays there for `clean`. Last: `number_values` would undo a part of it.
void sink_into_cold(Function& function);

/// Blocks that nothing leads to and values that nobody uses go; a block that only one jump leads to
/// joins it. Requires nothing. Keeps the order of blocks and of instructions, and the numbers of
/// values.
void clean(Function& function);

/// All of them, in the order that pays; the program is verified before and after each.
void optimise(Program& program);
}  // namespace byline::compiler::ir
