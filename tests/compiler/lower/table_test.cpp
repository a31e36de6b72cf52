#include "compiler/lower/table.hpp"

#include "compiler/lower/returns.hpp"
#include "tests/compiler/lower/lowered_code.hpp"

#include <random>

namespace byline::testing
{
namespace
{
using compiler::Lowering;
using compiler::Table;
using compiler::ir::Operation;

Table column(const std::vector<uint256>& cells)
{
    Table table;
    table.columns.resize(1);
    for (const uint256& cell : cells)
        table.rows.push_back({cell});
    return table;
}

void expect_cells(const std::vector<uint256>& cells)
{
    const Table table = column(cells);
    LoweredCode code{[&](Lowering& l) {
        give(l, {table_cell(l, table, 0, l.b.emit(Operation::calldataload, {l.b.constant(4)}))});
    }};
    for (std::size_t row = 0; row < cells.size(); ++row)
        ASSERT_EQ(code.call({row}).output, words({cells[row]})) << row;
}

TEST(tables, give_the_cell_of_a_row)
{
    expect_cells({0, ether / 2, ether * 8});
    expect_cells({1'000, 100'000, 5'000'000});
    expect_cells({5});
    expect_cells({0, 0, 0});
    expect_cells({7, 7});
    expect_cells({0, 1});
    expect_cells({max_uint256, 0, max_uint256 - 1});
    expect_cells({max_uint256, max_uint256});
}

TEST(tables, give_the_cell_of_a_row_of_many)
{
    std::mt19937_64 random{2};
    for (const unsigned bits : {1U, 9U, 64U, 127U, 128U, 129U, 200U})
    {
        std::vector<uint256> cells;
        for (int i = 0; i < 30; ++i)
            cells.push_back(uint256{random(), random(), random(), random()} >> (256 - bits));
        ASSERT_NO_FATAL_FAILURE(expect_cells(cells)) << bits;
    }
}
}  // namespace
}  // namespace byline::testing
