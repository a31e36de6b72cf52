#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of an act, from the block at hand to its end, in the order of rule M2: what was sent is
/// checked, then who sent it, then the conditions; the payment comes in; effects; the act's event;
/// the payment that goes out, last.
void lower_act(Lowering& l, const Act& act);
}  // namespace byline::compiler
