#pragma once

#include "compiler/lower/context.hpp"

#include <vector>

namespace byline::compiler
{
/// Ends the function at hand: it gives back these words.
void give(Lowering& l, const std::vector<ir::ValueId>& values);
}  // namespace byline::compiler
