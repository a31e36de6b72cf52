#pragma once

#include "compiler/ir/builder.hpp"
#include "compiler/lower/failures.hpp"
#include "compiler/sema/licence.hpp"

namespace byline::compiler
{
/// The body of an act, from the block at hand to its end: the call's shape and ranges are checked,
/// the payment must be the price to the wei, the event is logged. Nothing is stored (rule M1).
void lower_act(const Licence& licence, const Act& act, ir::Builder& builder, Failures& failures);
}  // namespace byline::compiler
