#pragma once

#include "compiler/source/source_file.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace byline::compiler
{
/// Byte offsets into the text of a file: [begin, end).
struct Span
{
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// One thing that is wrong with the user's source. `code` is a row of diagnostics.def ("B101").
struct Diagnostic
{
    std::string code;
    std::string title;    ///< THE SHARES STOP AT 95 %
    Span span;            ///< the narrow part that the carets mark
    std::string message;  ///< after the carets: what is wrong here
    std::string hint;     ///< what to do; may be empty, may have several lines
};

/// The form for people: title line with path:line, the source line or the 100 columns of it around
/// the place, carets, message, hint. After 20 diagnostics only how many more there are.
std::string render(const SourceFile& source, std::span<const Diagnostic> diagnostics);

/// The form for programs: a JSON array of {code, title, message, hint, path, line, column,
/// end_line, end_column}.
std::string to_json(const SourceFile& source, std::span<const Diagnostic> diagnostics);
}  // namespace byline::compiler
