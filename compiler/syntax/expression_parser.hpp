#pragma once

#include "compiler/syntax/token_stream.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>
#include <vector>

namespace byline::compiler
{
/// An expression has at most so many numbers, names and operators; that also bounds how deep a
/// chain of operators can be.
inline constexpr std::size_t max_expressions = 512;

/// Parses an expression into `expressions`. What is wrong is said; the result is then a `broken`
/// node.
syntax::ExpressionId parse_expression(
    TokenStream& tokens, std::vector<syntax::Expression>& expressions);

/// Takes a number token. Nothing if it has too many digits, which is then said.
std::optional<syntax::Decimal> parse_decimal(TokenStream& tokens);
}  // namespace byline::compiler
