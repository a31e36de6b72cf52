#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of fund(), leave(), withdraw() or the getter of a tab (rule M9). Where the currency is
/// a token, fund has the amount as its argument.
void lower_tab_function(Lowering& l, const ExternalFunction& function);
}  // namespace byline::compiler
