#include "compiler/sema/tables.hpp"

#include "compiler/sema/constants.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/types.hpp"
#include "compiler/sema/unsupported.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
bool check_columns(Scope& scope, const syntax::Table& source, Table& table)
{
    table.columns = check_fields(scope, source.columns, "a column of a table");
    const auto nameless = std::ranges::find(table.columns, std::string{}, &ScalarField::name);
    if (nameless == table.columns.end())
        return !table.columns.empty();
    scope.diagnostics.add(DiagnosticKind::names, nameless->span,
        {"A COLUMN WITHOUT A NAME", "nothing could refer to it.",
            "For example: (price: money, quota: calls)"});
    return false;
}

bool check_row(Scope& scope, const syntax::TableRow& row, Table& table)
{
    if (row.cells.size() != table.columns.size())
    {
        scope.diagnostics.add(DiagnosticKind::dimensions, row.name.span,
            {"NOT AS MANY VALUES AS COLUMNS", "this row has " + std::to_string(row.cells.size()) +
                                                  " of " + std::to_string(table.columns.size()) +
                                                  " values."});
        return false;
    }
    std::vector<uint256> cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
    {
        const auto cell = check_constant(scope, row.cells[i], table.columns[i].type);
        if (cell)
            cells.push_back(*cell);
    }
    const bool is_whole = cells.size() == row.cells.size();
    table.rows.push_back(std::move(cells));
    return is_whole;
}

void check_table(Scope& scope, const syntax::Table& source, Table& table)
{
    bool is_whole = check_columns(scope, source, table);
    if (source.rows.empty())
        scope.diagnostics.add(DiagnosticKind::dimensions, source.name.span,
            {"A TABLE WITHOUT ROWS", "no value of `" + source.key.text + "` exists.",
                "For example: { Free 0 ether 10 calls }"});
    if (source.rows.size() > max_rows)
        say_unsupported(source.rows[max_rows].name.span, "TABLES OF MORE THAN 256 ROWS",
            "the 257th row", scope.diagnostics, "Divide the table.");
    for (std::size_t i = 0; is_whole && i < std::min(source.rows.size(), max_rows); ++i)
        is_whole = check_row(scope, source.rows[i], table);
    if (!is_whole || source.rows.empty() || source.rows.size() > max_rows)
        table.columns.clear();
}
}  // namespace

void check_tables(Scope& scope, const std::vector<syntax::Table>& tables)
{
    // Columns may be of a type that a later table declares.
    for (const syntax::Table& table : tables)
    {
        Enumeration enumeration{.name = table.key.text, .members = {}};
        for (const syntax::TableRow& row : table.rows)
            enumeration.members.push_back(row.name.text);
        scope.licence.enumerations.push_back(std::move(enumeration));
    }
    for (std::size_t i = 0; i < tables.size(); ++i)
    {
        Table table{.name = tables[i].name.text,
            .enumeration = i,
            .columns = {},
            .rows = {},
            .span = tables[i].name.span};
        check_table(scope, tables[i], table);
        scope.licence.tables.push_back(std::move(table));
    }
}
}  // namespace byline::compiler
