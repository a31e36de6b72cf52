#pragma once

#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <string_view>

namespace byline::compiler
{
/// Says that a construct is understood but not compiled by this version (B002). `title` in
/// capitals, `what` in words: "a `use` of another file".
void say_unsupported(Span span, std::string_view title, std::string_view what,
    Diagnostics& diagnostics, std::string_view hint);
}  // namespace byline::compiler
