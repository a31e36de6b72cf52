#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of an act, from the block at hand to its end, in the order of rule M2: what was sent is
/// checked, then who sent it, then the conditions; the payment comes in; effects; the act's event;
/// the payment that goes out, last.
void lower_act(Lowering& l, const Act& act);

/// The same for an act that takes a token, whose parameters are followed by those of a permit for
/// the price (EIP-2612): deadline, v, r, s.
void lower_act_with_permit(Lowering& l, const Act& act);
}  // namespace byline::compiler
