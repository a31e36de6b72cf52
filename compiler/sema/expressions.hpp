#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/sema/values.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>
#include <span>
#include <vector>

namespace byline::compiler
{
/// Expressions of the source as nodes of the typed tree, appended to Licence::expressions. What is
/// wrong is said: names that mean nothing (B501), kinds that do not fit (B302). The result is then
/// nothing.

/// Anything: a number, a record, a tuple ...
std::optional<Value> check_value(Scope& scope, syntax::ExpressionId id);

/// One word of any type.
std::optional<ExpressionId> check_scalar(Scope& scope, syntax::ExpressionId id);

/// One word of the type wanted; its range is for the caller to look at.
std::optional<ExpressionId> check_expression(
    Scope& scope, syntax::ExpressionId id, const ScalarType& wanted);

/// As many words as there are fields, each of its field's type.
std::optional<std::vector<ExpressionId>> check_words(
    Scope& scope, syntax::ExpressionId id, std::span<const ScalarField> wanted);

/// A condition: a flag. One that is always true or always false is said (B501).
std::optional<ExpressionId> check_condition(Scope& scope, syntax::ExpressionId id);

/// Whether the node is of the type; a plain 0 becomes one. Otherwise says so, and nothing.
std::optional<ExpressionId> of_type(Scope& scope, ExpressionId id, const ScalarType& wanted);
}  // namespace byline::compiler
