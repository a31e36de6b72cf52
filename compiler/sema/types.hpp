#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The most fields of a tuple, a message or a table.
inline constexpr std::size_t max_fields = 16;

/// The most entries that a list may bring in one call.
inline constexpr std::uint64_t max_list_length = 1'024;

/// The type of a value of one word. `what` needs it, in words: "a field of a message". Nothing if
/// the type is unknown (B501), no range (B302), or takes more than a word (B002), which is said.
std::optional<ScalarType> check_scalar_type(
    Scope& scope, const syntax::Type& type, std::string_view what);

/// The fields of a tuple, or the one field without a name of a scalar. Empty if one is wrong.
std::vector<ScalarField> check_fields(
    Scope& scope, const syntax::Type& type, std::string_view what);

/// A parameter of an act: a scalar, a message, or a list of either.
std::optional<Parameter> check_parameter(Scope& scope, const syntax::Parameter& parameter);
}  // namespace byline::compiler
