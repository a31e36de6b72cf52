#include "compiler/sema/unsupported.hpp"

#include <string>

namespace byline::compiler
{
void say_unsupported(Span span, std::string_view title, std::string_view what,
    Diagnostics& diagnostics, std::string_view hint)
{
    diagnostics.add(DiagnosticKind::unsupported, span,
        {std::string{title} + " ARE NOT SUPPORTED YET",
            "this version cannot compile " + std::string{what} + ".", std::string{hint}});
}

void refuse_unsupported(const syntax::File& file, Diagnostics& diagnostics)
{
    for (std::size_t i = 1; i < file.licences.size(); ++i)
        say_unsupported(file.licences[i].span, "SEVERAL LICENCES IN ONE FILE",
            "a second licence of one file", diagnostics, "Give it a file of its own.");
}
}  // namespace byline::compiler
