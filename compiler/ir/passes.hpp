#pragma once

#include "compiler/ir/ir.hpp"

/// Each pass takes a function (one: a program) that is well formed and leaves it so, with the same
/// behaviour: output, storage, logs and calls in their order. Gas and memory may differ. Beyond
/// that:
namespace byline::compiler::ir
{
/// Operations on constants become constants; what adds nothing (times 1, shifted by 0) goes.
/// Requires nothing. Keeps blocks, exits and all effects; what nobody uses any more stays for
/// `clean`.
void fold(Function& function);

/// Masks and shifts that change nothing go, and masks move to the fields that need them: a field
/// written into a word that is written as a whole later leaves the rest of the word unread. What
/// bits can be set decides some comparisons. Requires nothing, pays after `number_values`, which
/// knows words just written. Keeps blocks and all effects; what nobody uses any more stays for
/// `clean`.
void simplify_bits(Function& function);

/// Operations with powers of two become shifts and masks; comparisons become shorter ones. Requires
/// nothing, pays after `fold`. Keeps blocks and all effects; leaves what is unused for `clean`.
void reduce_strength(Function& function);

/// Branches test whatever is zero when their condition is: no negation twice, XOR for a difference,
/// a shift for what must have few bits. Where both ways are warm, they change places rather than
/// be negated. Requires nothing. Keeps blocks and all effects; leaves what is unused for `clean`.
void simplify_conditions(Function& function);

/// Branches that are decided become jumps, ways lead past blocks that only jump on, and parameters
/// for which all ways hand over the same value go. Requires nothing, pays after `fold`. Keeps all
/// effects; leaves blocks that nothing leads to for `clean`.
void simplify_flow(Function& function);

/// Stores that something overwrites, or the end of the call forgets, before anything can see them
/// go. Requires nothing; pays after `number_values`, which spares reads of what was just written.
/// Keeps blocks and values.
void remove_dead_stores(Function& function);

/// A function that is called from one place only, or is no longer than a call, becomes a part of
/// its callers; functions that nothing calls go. Of what has loops only callers that have some take
/// a copy: the code generator pays for loops in all of a function. Requires nothing, leaves jumps
/// with arguments for `simplify_flow`.
void inline_calls(Program& program);

/// Global value numbering: what was computed before is not computed again. Over blocks only what
/// costs more than a slot of the stack; reads up to a write to where they read, and over blocks
/// where only one leads to the next; a word that was just written is known. Requires nothing, pays
/// after `fold`. Keeps blocks and all effects; what nobody uses any more stays for `clean`.
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
