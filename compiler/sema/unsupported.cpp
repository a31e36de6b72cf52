#include "compiler/sema/unsupported.hpp"

#include "compiler/source/diagnostics.hpp"

#include <string>
#include <string_view>

namespace byline::compiler
{
void say_unsupported(Span span, std::string_view title, std::string_view what,
    Diagnostics& diagnostics, std::string_view hint)
{
    diagnostics.add(DiagnosticKind::unsupported, span,
        {std::string{title} + " ARE NOT SUPPORTED YET",
            "this version cannot compile " + std::string{what} + ".", std::string{hint}});
}
}  // namespace byline::compiler
