#pragma once

#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace byline::tools::testing
{
/// The arguments in the order of the names: given in that order, or by name. `what` is for
/// messages: "the licence `Seats`".
Tried<std::vector<compiler::syntax::ExpressionId>> in_order(const std::vector<std::string>& names,
    const std::vector<compiler::syntax::Argument>& arguments, std::string_view what,
    compiler::Span span);
}  // namespace byline::tools::testing
