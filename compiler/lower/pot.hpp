#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of a pot's exit or getter (rule M10).
void lower_pot_function(Lowering& l, const ExternalFunction& function);
}  // namespace byline::compiler
