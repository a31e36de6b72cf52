#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of an act, from the block at hand to its end, in the order of rule M2: what was sent is
/// checked, then who sent it, then the conditions; the payment comes in; effects; the act's event;
/// the payment that goes out, last.
void lower_act(Lowering& l, const Act& act);

/// What lower_act does after the shape of the call is known and its parameters are read: for the
/// overload with a permit, whose parameters are followed by the permit's.
void lower_act_body(Lowering& l, const Act& act);
}  // namespace byline::compiler
