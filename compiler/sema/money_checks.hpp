#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"

namespace byline::compiler
{
/// What must hold of the money in a finished licence: whatever goes in comes out (B203), acts draw
/// only from tabs and pots (B204), signed messages cannot be used twice (B401, B404), who signs has
/// time to be paid before a customer leaves (B403), every party has a part (B501).
void check_money(const Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler
