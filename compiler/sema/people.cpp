#include "compiler/sema/people.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace byline::compiler
{
namespace
{
std::string what_it_is(const NamedThing* thing, const std::string& name)
{
    return thing == nullptr ? "no party has the name `" + name + "`."
                            : "`" + name + "` is " + std::string{in_words(thing->kind)} + ".";
}
}  // namespace

std::optional<std::size_t> find_payee(
    const syntax::Name& name, const Names& names, Diagnostics& diagnostics)
{
    if (const auto party = names.find(name.text, NameKind::party))
        return party;
    const NamedThing* thing = names.find(name.text);
    if (thing != nullptr && is_bucket(thing->kind))
    {
        diagnostics.add(DiagnosticKind::unsupported, name.span,
            {"BUCKETS AS PAYEES ARE NOT SUPPORTED YET",
                "this version cannot compile a share that goes to a bucket."});
        return std::nullopt;
    }
    std::string hint = names.suggestion(name.text, NameKind::party);
    if (thing != nullptr && thing->kind == NameKind::role)
        hint = "Name the party that has the role.";
    else if (hint.empty())
        hint = "Declare it: party " + name.text;
    diagnostics.add(DiagnosticKind::names, name.span,
        {"AN UNKNOWN PAYEE", what_it_is(thing, name.text), std::move(hint)});
    return std::nullopt;
}

std::optional<std::size_t> find_actor(
    const syntax::Name& name, const Names& names, const Licence& licence, Diagnostics& diagnostics)
{
    if (const auto party = names.find(name.text, NameKind::party))
        return party;
    if (const auto role = names.find(name.text, NameKind::role))
        return licence.parties.size() + *role;
    std::string hint = names.suggestion(name.text, NameKind::party);
    if (hint.empty())
        hint = names.suggestion(name.text, NameKind::role);
    if (hint.empty())
        hint = "Declare it: party " + name.text;
    const NamedThing* thing = names.find(name.text);
    diagnostics.add(DiagnosticKind::names, name.span,
        {"AN UNKNOWN PARTY",
            thing == nullptr ? "no party or role has the name `" + name.text + "`."
                             : what_it_is(thing, name.text),
            std::move(hint)});
    return std::nullopt;
}
}  // namespace byline::compiler
