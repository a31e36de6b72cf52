#include "compiler/artifact/authority_report.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/authority.hpp"
#include "compiler/sema/licence.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

std::string_view name_of(AuthorityKind kind)
{
    constexpr std::array<std::string_view, 6> names{
        "draws", "pays", "grants", "reports", "pauses", "supersedes"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<std::string> who(const Licence& licence, const Authority& authority)
{
    std::vector<std::string> names;
    names.reserve(authority.actors.size());
    for (const std::size_t actor : authority.actors)
        names.push_back(licence.actors[actor].name);
    if (names.empty())
        names.emplace_back("anyone");
    return names;
}

std::vector<std::string> signed_messages(const Licence& licence, const Authority& authority)
{
    std::vector<std::string> names;
    names.reserve(authority.messages.size());
    for (const std::size_t message : authority.messages)
        names.push_back(licence.messages[message].name);
    return names;
}
}  // namespace

json::array authority_json(const Licence& licence)
{
    json::array report;
    for (const Authority& authority : authorities_of(licence))
    {
        json::object entry{{"kind", name_of(authority.kind)}, {"text", authority.what}};
        entry.emplace("who", json::value_from(who(licence, authority)));
        if (authority.act)
            entry.emplace("by", licence.acts[*authority.act].name);
        if (authority.bucket)
            entry.emplace("on", licence.buckets[*authority.bucket].name);
        if (!authority.messages.empty())
            entry.emplace("signed", json::value_from(signed_messages(licence, authority)));
        report.push_back(std::move(entry));
    }
    return report;
}

std::string authority_text(const Licence& licence)
{
    std::string text;
    for (const Authority& authority : authorities_of(licence))
    {
        text += list_in_words(who(licence, authority));
        if (authority.act)
            text += ", by `" + licence.acts[*authority.act].name + "`";
        text += ": " + authority.what;
        if (!authority.messages.empty())
            text += ", where `" + list_in_words(signed_messages(licence, authority)) +
                    "` is signed for it";
        text += ".\n";
    }
    return text.empty() ? "Nobody has power over others' money or rights.\n" : text;
}
}  // namespace byline::compiler
