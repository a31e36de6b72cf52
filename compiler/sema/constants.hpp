#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>
#include <vector>

namespace byline::compiler
{
/// Folds the `let`s of a licence into Licence::constants and Licence::percentages, in their order;
/// one may use those above it.
void check_constants(Scope& scope, const std::vector<syntax::Let>& lets);

/// The value of an expression that no call is needed for, of the type wanted and in its range.
/// Nothing if it is none, which is said (B302).
std::optional<uint256> check_constant(
    Scope& scope, syntax::ExpressionId id, const ScalarType& wanted);

/// The word of a node that was checked to be of the type: a constant in its range.
std::optional<uint256> constant_of(Scope& scope, ExpressionId id, const ScalarType& wanted);
}  // namespace byline::compiler
