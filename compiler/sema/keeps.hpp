#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <vector>

namespace byline::compiler
{
/// What is kept, in order. A keep of money is said (B201); one with something wrong in it has no
/// fields.
void check_keeps(Scope& scope, const std::vector<syntax::Keep>& keeps);
}  // namespace byline::compiler
