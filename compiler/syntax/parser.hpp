#pragma once

#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <string_view>

namespace byline::compiler
{
/// How deep parentheses and nested shares may go.
inline constexpr unsigned max_nesting = 32;

/// Parses any bytes; what does not fit becomes diagnostics and the parser goes on at the next
/// clause, so that one run tells of several errors. Never fails, never recurses deeper than
/// `max_nesting`.
syntax::File parse(std::string_view text, Diagnostics& diagnostics);
}  // namespace byline::compiler
