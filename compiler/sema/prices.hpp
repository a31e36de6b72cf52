#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// The price of a `takes`: an amount of money that somebody can pay. Nothing if it is none, which
/// is said (B302).
std::optional<ExpressionId> check_price(Scope& scope, syntax::ExpressionId price);
}  // namespace byline::compiler
