#include "compiler/sema/values.hpp"

#include "compiler/sema/names.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/scope.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
const std::vector<ScalarField>* fields_of(const Scope& scope, const Value& value)
{
    if (const auto* record = std::get_if<Record>(&value.what))
        return &scope.licence.keeps[record->keep].fields;
    if (const auto* row = std::get_if<Row>(&value.what))
        return &scope.licence.tables[row->table].columns;
    if (const auto* entry = std::get_if<Entry>(&value.what))
        return &scope.licence.messages[entry->message].fields;
    return nullptr;
}

ExpressionId field_at(Scope& scope, const Value& value, std::size_t field, Span span)
{
    if (const auto* record = std::get_if<Record>(&value.what))
        return keep_field(scope, *record, field, span);
    if (const auto* row = std::get_if<Row>(&value.what))
        return cell(scope, *row, field, span);
    return entry_field(scope, std::get<Entry>(value.what), field, span);
}

std::nullopt_t no_field(
    Scope& scope, const std::vector<ScalarField>* fields, const syntax::Name& name)
{
    std::vector<std::string_view> candidates;
    std::string all;
    if (fields != nullptr)
    {
        for (const ScalarField& field : *fields)
        {
            if (field.name.empty())
                continue;
            candidates.emplace_back(field.name);
            all += (all.empty() ? "Its fields: " : ", ") + field.name;
        }
    }
    const std::string hint = suggestion_among(name.text, candidates);
    scope.diagnostics.add(DiagnosticKind::names, name.span,
        {"AN UNKNOWN FIELD", "this has no field `" + name.text + "`.", hint.empty() ? all : hint});
    return std::nullopt;
}
}  // namespace

ExpressionId keep_field(Scope& scope, const Record& record, std::size_t field, Span span)
{
    Expression node{.kind = ExpressionKind::keep,
        .type = scope.licence.keeps[record.keep].fields[field].type,
        .index = record.keep,
        .field = field,
        .span = span};
    // What was never set is 0, whatever range the type has.
    node.type.range.low = 0;
    if (record.key)
        node.operands.push_back(*record.key);
    return Nodes{scope.licence.expressions}.add(std::move(node));
}

ExpressionId cell(Scope& scope, const Row& row, std::size_t column, Span span)
{
    Nodes nodes{scope.licence.expressions};
    const Table& table = scope.licence.tables[row.table];
    ScalarType type = table.columns[column].type;
    if (nodes.is_constant(row.row))
        return nodes.constant(
            std::move(type), table.rows[nodes[row.row].value.words[0]][column], span);
    // Exactly the values that stand in the column.
    type.range = {max_uint256, uint256{}};
    for (const std::vector<uint256>& cells : table.rows)
    {
        type.range.low = std::min(type.range.low, cells[column]);
        type.range.high = std::max(*type.range.high, cells[column]);
    }
    return nodes.add({.kind = ExpressionKind::cell,
        .type = std::move(type),
        .operands = {row.row},
        .index = row.table,
        .field = column,
        .span = span});
}

ExpressionId entry_field(Scope& scope, const Entry& entry, std::size_t field, Span span)
{
    return Nodes{scope.licence.expressions}.add({.kind = entry.kind,
        .type = scope.licence.messages[entry.message].fields[field].type,
        .index = entry.index,
        .field = field,
        .span = span});
}

std::optional<ExpressionId> field_of(Scope& scope, const Value& value, const syntax::Name& name)
{
    const std::vector<ScalarField>* fields = fields_of(scope, value);
    // Fields that are wrong themselves were dropped all together.
    if (fields != nullptr && fields->empty())
        return std::nullopt;
    if (fields == nullptr)
        return no_field(scope, nullptr, name);
    const auto found = std::ranges::find(*fields, name.text, &ScalarField::name);
    if (found == fields->end())
        return no_field(scope, fields, name);
    return field_at(scope, value, static_cast<std::size_t>(found - fields->begin()),
        {value.span.begin, name.span.end});
}

std::optional<std::vector<ExpressionId>> words_of(Scope& scope, const Value& value)
{
    if (const auto* tuple = std::get_if<Tuple>(&value.what))
        return tuple->values;
    if (const auto* number = std::get_if<Number>(&value.what))
    {
        const auto id = Numbers{scope}.whole(*number, std::nullopt, value.span);
        return id ? std::optional{std::vector{*id}} : std::nullopt;
    }
    std::vector<ExpressionId> result;
    const std::size_t fields = fields_of(scope, value)->size();
    result.reserve(fields);
    for (std::size_t i = 0; i < fields; ++i)
        result.push_back(field_at(scope, value, i, value.span));
    return result.empty() ? std::nullopt : std::optional{std::move(result)};
}
}  // namespace byline::compiler
