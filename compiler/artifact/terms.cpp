#include "compiler/artifact/terms.hpp"

#include "compiler/artifact/act_json.hpp"
#include "compiler/artifact/clauses.hpp"
#include "compiler/sema/licence.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <algorithm>
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

struct Section
{
    Enforcement enforcement;
    std::string_view heading;
};

constexpr std::array sections{
    Section{Enforcement::enforced, "Enforced by the code:"},
    Section{
        Enforcement::attested, "Attested (the code checks who says it, not whether it is true):"},
    Section{Enforcement::legal_only, "Legal only (the code cannot check it):"},
};

std::string text_of(const Licence& licence, const std::vector<Clause>& clauses)
{
    std::string text = licence.name;
    if (!licence.title.empty())
        text += ": " + licence.title;
    text += "\n";
    for (const Section& section : sections)
    {
        const auto is_of = [&](const Clause& c) { return c.enforcement == section.enforcement; };
        if (std::ranges::none_of(clauses, is_of))
            continue;
        text += "\n" + std::string{section.heading} + "\n";
        for (const Clause& clause : clauses)
        {
            if (is_of(clause))
                text += "  " + clause.text + "\n";
        }
    }
    return text;
}

json::array clauses_json(const std::vector<Clause>& clauses)
{
    json::array result;
    for (const Clause& clause : clauses)
    {
        json::object entry{{"kind", clause.kind}, {"label", to_string(clause.enforcement)}};
        if (!clause.subject.empty())
            entry.emplace("of", clause.subject);
        entry.emplace("text", clause.text);
        result.push_back(std::move(entry));
    }
    return result;
}

json::array messages_json(const Licence& licence)
{
    json::array messages;
    for (const Message& message : licence.messages)
    {
        json::array fields;
        for (const ScalarField& field : message.fields)
            fields.push_back(json::object{{"is", in_words(licence, field.type)},
                {"name", field.name}, {"type", to_string(abi_type_of(field.type))}});
        messages.push_back(json::object{{"fields", std::move(fields)}, {"name", message.name}});
    }
    return messages;
}

json::array tables_json(const Licence& licence)
{
    json::array tables;
    for (const Table& table : licence.tables)
    {
        const Enumeration& names = licence.enumerations[table.enumeration];
        json::array columns;
        for (const ScalarField& column : table.columns)
            columns.emplace_back(column.name);
        json::array rows;
        for (std::size_t i = 0; i < table.rows.size(); ++i)
        {
            json::array cells;
            for (const uint256& cell : table.rows[i])
                cells.emplace_back(to_decimal(cell));
            rows.push_back(json::object{{"cells", std::move(cells)}, {"name", names.members[i]}});
        }
        tables.push_back(json::object{{"columns", std::move(columns)}, {"key", names.name},
            {"name", table.name}, {"rows", std::move(rows)}});
    }
    return tables;
}

json::array parties_json(const Licence& licence)
{
    json::array parties;
    for (const Party& party : licence.parties)
    {
        json::object entry{{"name", party.name}};
        if (party.is_assignable)
            entry.emplace("assignable", true);
        if (party.is_licence)
            entry.emplace("licence", true);
        parties.push_back(std::move(entry));
    }
    return parties;
}

// The parser bounds how deep a licence nests (max_nesting).
// NOLINTNEXTLINE(misc-no-recursion)
json::value sorted(const json::value& value)
{
    if (const json::array* array = value.if_array())
    {
        json::array result;
        for (const json::value& element : *array)
            result.push_back(sorted(element));
        return result;
    }
    const json::object* object = value.if_object();
    if (object == nullptr)
        return value;
    std::vector<std::string_view> keys;
    for (const json::key_value_pair& pair : *object)
        keys.emplace_back(pair.key());
    std::ranges::sort(keys);
    json::object result;
    for (const std::string_view key : keys)
        result.emplace(key, sorted(object->at(key)));
    return result;
}

/// Keys in alphabetical order, no blanks: the same licence gives the same bytes everywhere.
std::string canonical_json(const Licence& licence, const std::vector<Clause>& clauses)
{
    json::object result{{"acts", acts_json(licence)}, {"buckets", buckets_json(licence)},
        {"clauses", clauses_json(clauses)}, {"format", "byline-terms-1"}, {"licence", licence.name},
        {"messages", messages_json(licence)}, {"parties", parties_json(licence)},
        {"tables", tables_json(licence)}, {"title", licence.title}, {"views", views_json(licence)}};
    json::object currency{{"decimals", licence.currency.decimals}, {"name", licence.currency.name}};
    if (licence.currency.token)
        currency.emplace("token", to_hex(*licence.currency.token));
    result.emplace("currency", std::move(currency));
    return json::serialize(sorted(result));
}
}  // namespace

Terms make_terms(const Licence& licence)
{
    std::vector<Clause> clauses = clauses_of(licence);
    for (Clause& clause : clauses)
        clause.text = capitalised(std::move(clause.text));
    Terms terms{text_of(licence, clauses), canonical_json(licence, clauses), {}};
    terms.hash = keccak256(std::string_view{terms.json});
    return terms;
}
}  // namespace byline::compiler
