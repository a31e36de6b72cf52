#include "compiler/source/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
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
    insert({std::string{code_of(kind)}, shortened(std::move(wording.title)), span,
        shortened(std::move(wording.message)), shortened(std::move(wording.hint))});
}

void Diagnostics::add(const Diagnostics& others)
{
    for (const Diagnostic& one : others.list_)
    {
        const bool is_said = std::ranges::any_of(list_, [&](const Diagnostic& said) {
            return said.span.begin == one.span.begin && said.span.end == one.span.end &&
                   said.code == one.code && said.message == one.message;
        });
        if (!is_said)
            insert(one);
    }
}

void Diagnostics::insert(Diagnostic one)
{
    if (list_.size() >= limit)
        return;
    const auto place = std::ranges::upper_bound(
        list_, one.span.begin, {}, [](const Diagnostic& d) { return d.span.begin; });
    list_.insert(place, std::move(one));
}
}  // namespace byline::compiler
