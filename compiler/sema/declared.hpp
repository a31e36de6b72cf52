#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler
{
/// The most errors, and the most events, that one licence names.
inline constexpr std::size_t max_declared = 256;

/// A use of an error or event.
struct Use
{
    std::size_t index = 0;
    std::vector<ExpressionId> arguments;
};

/// `else Name(arguments)`: the first use of the name declares the error in Licence::errors, later
/// ones must have the same types (B601).
std::optional<Use> use_error(
    Scope& scope, const syntax::Name& name, const std::vector<syntax::Argument>& arguments);

/// `tell Name(arguments)`: the same for Licence::events.
std::optional<Use> use_event(
    Scope& scope, const syntax::Name& name, const std::vector<syntax::Argument>& arguments);
}  // namespace byline::compiler
