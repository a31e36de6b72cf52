#include "compiler/sema/messages.hpp"

#include "compiler/sema/types.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace byline::compiler
{
namespace
{
void check_message(Scope& scope, const syntax::Message& source)
{
    // A message is a tuple whose fields all have names.
    syntax::Type tuple;
    tuple.kind = syntax::TypeKind::tuple;
    tuple.span = source.name.span;
    for (const syntax::Parameter& field : source.fields)
        tuple.fields.push_back({field.name, field.type});
    if (source.fields.empty())
        scope.diagnostics.add(DiagnosticKind::dimensions, source.name.span,
            {"A MESSAGE THAT SAYS NOTHING", "it has no fields.",
                "For example: message Usage { licensee: account  upTo: calls }"});
    scope.licence.messages.push_back({.name = source.name.text,
        .fields = check_fields(scope, tuple, "a field of a message"),
        .span = source.name.span});
}
}  // namespace

void check_messages(Scope& scope, const syntax::Licence& source)
{
    for (const syntax::Message& message : source.messages)
        check_message(scope, message);
    for (const syntax::Message& message : scope.file.messages)
        check_message(scope, message);
}

void check_unused_messages(const Scope& scope, const syntax::Licence& source)
{
    std::set<std::string_view> used;
    for (const syntax::Epochs& epochs : source.epochs)
        used.insert(epochs.message.text);
    for (const syntax::Act& act : source.acts)
    {
        for (const syntax::Parameter& parameter : act.parameters)
        {
            used.insert(parameter.type.name.text);
            for (const syntax::Type& element : parameter.type.element)
                used.insert(element.name.text);
        }
    }
    for (const syntax::Message& message : source.messages)
    {
        if (!used.contains(message.name.text))
            scope.diagnostics.add(DiagnosticKind::names, message.name.span,
                {"A MESSAGE THAT NOBODY READS",
                    "no act and no epochs take `" + message.name.text + "`.",
                    "Leave it out, or take it: act redeem(batch: list of signed " +
                        message.name.text + " max 64)"});
    }
}
}  // namespace byline::compiler
