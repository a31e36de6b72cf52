#include "compiler/source/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace byline::compiler
{
namespace
{
struct Row
{
    std::string_view code;
    std::string_view summary;
};

constexpr std::array rows{
#define BYLINE_DIAGNOSTIC(code, kind, summary) Row{#code, summary},
#include "compiler/source/diagnostics.def"
};
}  // namespace

std::string_view code_of(DiagnosticKind kind) noexcept
{
    return rows[static_cast<std::size_t>(kind)].code;
}

std::string_view summary_of(DiagnosticKind kind) noexcept
{
    return rows[static_cast<std::size_t>(kind)].summary;
}

void Diagnostics::add(DiagnosticKind kind, Span span, Wording wording)
{
    if (list_.size() >= limit)
        return;
    const auto place = std::ranges::upper_bound(
        list_, span.begin, {}, [](const Diagnostic& d) { return d.span.begin; });
    list_.insert(place, {std::string{code_of(kind)}, std::move(wording.title), span,
                            std::move(wording.message), std::move(wording.hint)});
}
}  // namespace byline::compiler
