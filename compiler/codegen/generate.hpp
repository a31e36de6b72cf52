#pragma once

#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/ir/ir.hpp"

#include <vector>

namespace byline::compiler
{
/// The instructions of a program that is well formed (ir::verify), its first function first. What
/// the stack does not reach lies in memory, above all that the program uses.
std::vector<Item> generate(const ir::Program& program, const CostModel& costs);

/// The label that stands for a symbol of the IR; `generate` leaves it to its caller to place it.
Label symbol_label(ir::Symbol symbol) noexcept;
}  // namespace byline::compiler
