#pragma once

#include "compiler/sema/numbers.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// The exact number that a literal names, in the smallest unit of what its word counts: wei, the
/// token's unit, seconds. Nothing if its word is no unit, or of another currency, which is said.
std::optional<Number> check_number(Scope& scope, const syntax::Expression& literal);

/// The same for `5%`.
std::optional<Number> check_percentage(Scope& scope, const syntax::Expression& literal);
}  // namespace byline::compiler
