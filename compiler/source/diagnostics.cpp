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

std::string shortened(std::string text)
{
    if (text.size() <= Diagnostics::longest)
        return text;
    std::size_t end = Diagnostics::longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    text.resize(end);
    return text + "...";
}
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
    list_.insert(
        place, {std::string{code_of(kind)}, shortened(std::move(wording.title)), span,
                   shortened(std::move(wording.message)), shortened(std::move(wording.hint))});
}
}  // namespace byline::compiler
