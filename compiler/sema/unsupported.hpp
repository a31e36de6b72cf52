#pragma once

#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <string_view>

namespace byline::compiler
{
/// What this version does compile, as the hint of a refusal.
inline constexpr std::string_view compiled_items =
    "It compiles `party`, `unit`, `split` and `act` with `takes`.";
inline constexpr std::string_view compiled_prices =
    "A price is made of numbers, the act's parameters, +, - and *.";

/// Says that a construct is understood but not compiled by this version (B002). `title` in
/// capitals, `what` in words: "a `keep`".
void say_unsupported(Span span, std::string_view title, std::string_view what,
    Diagnostics& diagnostics, std::string_view hint = compiled_items);

/// Says so, once each, of all in the file and in one of its licences that the rest of the compiler
/// would pass over.
void refuse_unsupported(const syntax::File& file, Diagnostics& diagnostics);
void refuse_unsupported(const syntax::Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler
