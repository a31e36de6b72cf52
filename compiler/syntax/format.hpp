#pragma once

#include "compiler/source/diagnostics.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace byline::compiler
{
/// The text in the one style: an item a line, two blanks a brace, the words that begin clauses
/// padded to one width. Line breaks inside items and single blank lines stay as they are, comments
/// too. Formatting the result gives it again. Nothing if the text does not follow the grammar,
/// which is then said.
std::optional<std::string> format(std::string_view text, Diagnostics& diagnostics);
}  // namespace byline::compiler
