#include "compiler/sema/messages.hpp"

#include "compiler/sema/scope.hpp"
#include "compiler/sema/taken_messages.hpp"
#include "compiler/sema/types.hpp"

#include <algorithm>
#include <map>
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
        .written = written_name(source),
        .fields = check_fields(scope, tuple, "a field of a message"),
        .span = source.name.span});
}
}  // namespace

void check_messages(Scope& scope, const syntax::Licence& source)
{
    std::map<std::string_view, std::string> signed_names;
    for (const syntax::Message* message : taken_messages(scope.file, source))
    {
        const std::string written = written_name(*message);
        const auto [other, is_new] = signed_names.try_emplace(message->name.text, written);
        // Two that are written alike were refused as names.
        if (!is_new && other->second != written)
            scope.diagnostics.add(DiagnosticKind::clash, message->name.span,
                {"TWO MESSAGES OF ONE NAME",
                    "`" + source.name.text + "` takes `" + other->second +
                        "` already: whoever signs `" + written +
                        "` sees the same name and could not tell them apart.",
                    "Take one of them."});
        check_message(scope, *message);
    }
}

void check_unused_messages(const syntax::File& file, Diagnostics& diagnostics)
{
    std::set<const syntax::Message*> taken;
    for (const syntax::Licence& licence : file.licences)
    {
        const auto messages = taken_messages(file, licence);
        taken.insert(messages.begin(), messages.end());
    }
    for (const syntax::Message& message : file.messages)
    {
        if (!message.is_used && !taken.contains(&message))
            diagnostics.add(DiagnosticKind::names, message.name.span,
                {"A MESSAGE THAT NOBODY READS",
                    "no licence of this file takes `" + message.name.text + "`.",
                    "Leave it out; one for other files stands in a file without licences."});
    }
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
