#pragma once

#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/ir/ir.hpp"

#include <expected>
#include <string>

namespace byline::compiler
{
/// The instructions of a program, its first function first. The error is in words, for the user: a
/// function needs more values at once than the stack can reach.
std::expected<std::vector<Item>, std::string> generate(
    const ir::Program& program, const CostModel& costs);

/// The label that stands for a symbol of the IR; `generate` leaves it to its caller to place it.
Label symbol_label(ir::Symbol symbol) noexcept;
}  // namespace byline::compiler
