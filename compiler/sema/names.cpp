#include "compiler/sema/names.hpp"

#include "compiler/sema/taken_messages.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace byline::compiler
{
namespace
{
/// Words that stand for amounts, types and what every call has; a name of one's own would hide
/// them.
constexpr std::array<std::string_view, 28> built_in{"wei", "gwei", "ether", "second", "seconds",
    "minute", "minutes", "hour", "hours", "day", "days", "year", "years", "money", "count",
    "weight", "time", "duration", "account", "hash", "flag", "text", "caller", "now", "payment",
    "terms", "true", "false"};

/// How many letters differ: the Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row[b.size()];
}
}  // namespace

std::string_view in_words(NameKind kind) noexcept
{
    constexpr std::array<std::string_view, 18> words{"a party", "a unit", "a split", "an act",
        "a role", "a currency", "a constant", "a message", "a table", "the type of a table",
        "a row of a table", "a waterfall", "a pool", "epochs", "a tab", "a pot", "a kept value",
        "a view"};
    return words[static_cast<std::size_t>(kind)];
}

bool is_bucket(NameKind kind) noexcept
{
    switch (kind)
    {
        case NameKind::split:
        case NameKind::waterfall:
        case NameKind::pool:
        case NameKind::epochs:
        case NameKind::tab:
        case NameKind::pot:
            return true;
        default:
            return false;
    }
}

Names::Names(const syntax::File& file, const syntax::Licence& licence, Diagnostics& diagnostics)
    : diagnostics_{diagnostics}
{
    declare_all(licence.parties, NameKind::party);
    for (std::size_t i = 0; i < licence.units.size(); ++i)
    {
        const syntax::Name& name = licence.units[i].name;
        declare(name, {NameKind::unit, i, name.span});
        things_.try_emplace(name.text + "s", NamedThing{NameKind::unit, i, name.span});
    }
    declare_all(licence.splits, NameKind::split);
    declare_all(licence.acts, NameKind::act);
    declare_all(licence.roles, NameKind::role);
    declare_all(licence.currencies, NameKind::currency);
    declare_all(licence.lets, NameKind::constant);
    const std::vector<const syntax::Message*> messages = taken_messages(file, licence);
    for (std::size_t i = 0; i < messages.size(); ++i)
        declare({written_name(*messages[i]), messages[i]->name.span},
            {NameKind::message, i, messages[i]->name.span});
    declare_all(licence.tables, NameKind::table);
    for (std::size_t i = 0; i < licence.tables.size(); ++i)
        declare_rows(licence.tables[i], i);
    declare_all(licence.waterfalls, NameKind::waterfall);
    declare_all(licence.pools, NameKind::pool);
    declare_all(licence.epochs, NameKind::epochs);
    declare_all(licence.tabs, NameKind::tab);
    declare_all(licence.pots, NameKind::pot);
    declare_all(licence.keeps, NameKind::keep);
    declare_all(licence.views, NameKind::view);
}

template <typename List>
void Names::declare_all(const List& list, NameKind kind)
{
    for (std::size_t i = 0; i < list.size(); ++i)
        declare(list[i].name, {kind, i, list[i].name.span});
}

void Names::declare_rows(const syntax::Table& table, std::size_t index)
{
    declare(table.key, {NameKind::table_key, index, table.key.span});
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        declare(table.rows[i].name, {NameKind::row, index, table.rows[i].name.span, i});
}

void Names::declare(const syntax::Name& name, NamedThing thing)
{
    if (is_built_in(name.text))
    {
        diagnostics_.add(DiagnosticKind::names, name.span,
            {"A NAME THAT IS TAKEN", "`" + name.text +
                                         "` means something in the language; it cannot name " +
                                         std::string{in_words(thing.kind)} + "."});
        return;
    }
    const auto [place, is_new] = things_.try_emplace(name.text, thing);
    if (is_new)
        return;
    diagnostics_.add(DiagnosticKind::names, name.span,
        {"ONE NAME FOR TWO THINGS",
            "`" + name.text + "` already names " + std::string{in_words(place->second.kind)} + ".",
            "Give one of them another name."});
}

const NamedThing* Names::find(std::string_view name) const
{
    const auto found = things_.find(name);
    return found == things_.end() ? nullptr : &found->second;
}

std::optional<std::size_t> Names::find(std::string_view name, NameKind kind) const
{
    const NamedThing* thing = find(name);
    return thing != nullptr && thing->kind == kind ? std::optional{thing->index} : std::nullopt;
}

std::optional<std::string> Names::unit(std::string_view word) const
{
    const auto index = find(word, NameKind::unit);
    if (!index)
        return std::nullopt;
    // The singular is the shorter of the two entries of one unit.
    const bool plural =
        word.ends_with('s') && find(word.substr(0, word.size() - 1), NameKind::unit) == index;
    return std::string{plural ? word.substr(0, word.size() - 1) : word};
}

std::string Names::suggestion(std::string_view written, NameKind kind) const
{
    // What is said of a file is bounded; so is what is thought up for it.
    if (diagnostics_.list().size() >= Diagnostics::limit)
        return {};
    std::vector<std::string_view> candidates;
    for (const auto& [name, thing] : things_)
    {
        if (thing.kind == kind)
            candidates.emplace_back(name);
    }
    return suggestion_among(written, candidates);
}

std::string Names::suggestion(std::string_view written) const
{
    if (diagnostics_.list().size() >= Diagnostics::limit)
        return {};
    std::vector<std::string_view> candidates;
    candidates.reserve(things_.size());
    for (const auto& [name, thing] : things_)
        candidates.emplace_back(name);
    return suggestion_among(written, candidates);
}

std::string suggestion_among(std::string_view written, std::span<const std::string_view> candidates)
{
    // Comparing long names costs the product of their lengths, and they are no typing errors.
    constexpr std::size_t longest = 40;
    std::string_view best;
    std::size_t least = 3;
    for (const std::string_view name : candidates)
    {
        if (name.size() > longest || written.size() > longest ||
            name.size() + least <= written.size() || written.size() + least <= name.size())
            continue;
        const std::size_t d = distance(written, name);
        if (d < least && d < written.size())
        {
            least = d;
            best = name;
        }
    }
    return best.empty() ? std::string{} : "Did you mean `" + std::string{best} + "`?";
}

bool is_built_in(std::string_view name) noexcept
{
    return std::ranges::find(built_in, name) != built_in.end();
}

std::string capitals(std::string text)
{
    for (char& c : text)
    {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}
}  // namespace byline::compiler
