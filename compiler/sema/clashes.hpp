#pragma once

#include "compiler/sema/interface.hpp"
#include "compiler/source/diagnostics.hpp"

namespace byline::compiler
{
/// Says which functions, events and errors would have one name or selector, and which names belong
/// to the contract itself (B601).
void check_clashes(const Interface& interface, Diagnostics& diagnostics);
}  // namespace byline::compiler
