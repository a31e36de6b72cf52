#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// A `view`, written into the licence: its parameters are scalars, its result one value or a tuple.
void check_view(Scope scope, const syntax::View& source);
}  // namespace byline::compiler
