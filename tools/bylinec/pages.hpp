#pragma once

#include "compiler/source/diagnostics.hpp"

#include <string_view>

namespace byline::tools
{
/// What a kind of diagnostic means and what to do about it: some sentences, then a licence that
/// gets it below `Wrong:` and one that does not below `Right:`, where one of few lines does.
std::string_view page_of(compiler::DiagnosticKind kind) noexcept;
}  // namespace byline::tools
