#pragma once

#include "compiler/lower/context.hpp"
#include "compiler/sema/licence.hpp"

namespace byline::compiler
{
/// The body of `<act>WithPermit`: the act, and before its transfer an EIP-2612 permit of its price,
/// whose deadline, v, r and s stand behind the act's parameters (rule M13).
void lower_act_with_permit(Lowering& l, const Act& act);

/// Brings the permit to the token, where the function at hand has one. What the token makes of it
/// is not read: somebody may have brought the same permit before, and the transfer decides.
void use_permit(Lowering& l, ir::ValueId price);
}  // namespace byline::compiler
