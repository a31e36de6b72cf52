#pragma once

#include "compiler/lower/context.hpp"

#include <cstddef>

namespace byline::compiler
{
/// The cell in a row that is known only when it runs; the row exists.
ir::ValueId table_cell(Lowering& l, const Table& table, std::size_t column, ir::ValueId row);
}  // namespace byline::compiler
