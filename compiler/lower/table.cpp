#include "compiler/lower/table.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned word_bits = 256;

/// A column as constants: its cells divided by their greatest common divisor, side by side in as
/// few words as they need.
class PackedColumn
{
public:
    explicit PackedColumn(const std::vector<uint256>& cells)
    {
        for (const uint256& cell : cells)
            factor_ = greatest_common_divisor(factor_, cell);
        if (factor_.is_zero())
            factor_ = 1;
        for (const uint256& cell : cells)
            bits_ = std::max<unsigned>(bits_, (cell / factor_).bit_width());
        const std::size_t per_word = this->per_word();
        for (std::size_t i = 0; i < cells.size(); ++i)
        {
            if (i % per_word == 0)
                words_.emplace_back();
            words_.back() =
                words_.back() | ((cells[i] / factor_) << (std::uint64_t{bits_} * (i % per_word)));
        }
    }

    [[nodiscard]] std::size_t per_word() const noexcept { return word_bits / bits_; }

    [[nodiscard]] unsigned bits() const noexcept { return bits_; }

    [[nodiscard]] const uint256& factor() const noexcept { return factor_; }

    [[nodiscard]] const std::vector<uint256>& words() const noexcept { return words_; }

private:
    unsigned bits_ = 1;
    uint256 factor_{0};
    std::vector<uint256> words_;
};

/// The word in which the row's cell lies: a sum of products, of which at most one is not 0.
ValueId word_of_row(Lowering& l, const PackedColumn& column, ValueId row)
{
    if (column.words().size() == 1)
        return l.b.constant(column.words().front());
    const ValueId number = column.per_word() == 1
                               ? row
                               : l.b.emit(Operation::div, {row, l.b.constant(column.per_word())});
    std::optional<ValueId> sum;
    for (std::size_t i = 0; i < column.words().size(); ++i)
    {
        if (column.words()[i].is_zero())
            continue;
        const ValueId is_here = l.b.emit(Operation::eq, {number, l.b.constant(i)});
        const ValueId part = l.b.emit(Operation::mul, {is_here, l.b.constant(column.words()[i])});
        sum = sum ? l.b.emit(Operation::add, {*sum, part}) : part;
    }
    return *sum;
}
}  // namespace

ValueId table_cell(Lowering& l, const Table& table, std::size_t column, ValueId row)
{
    std::vector<uint256> cells;
    cells.reserve(table.rows.size());
    for (const std::vector<uint256>& cells_of_row : table.rows)
        cells.push_back(cells_of_row[column]);
    if (std::ranges::all_of(cells, [&](const uint256& cell) { return cell == cells.front(); }))
        return l.b.constant(cells.front());
    const PackedColumn packed{cells};
    ValueId value = word_of_row(l, packed, row);
    if (packed.per_word() > 1)
    {
        const ValueId place =
            packed.words().size() == 1
                ? row
                : l.b.emit(Operation::mod, {row, l.b.constant(packed.per_word())});
        const ValueId shift = l.b.emit(Operation::mul, {place, l.b.constant(packed.bits())});
        value = l.b.emit(Operation::bit_and, {l.b.emit(Operation::shr, {shift, value}),
                                                 l.b.constant((uint256{1} << packed.bits()) - 1)});
    }
    if (packed.factor() == 1)
        return value;
    return l.b.emit(Operation::mul, {value, l.b.constant(packed.factor())});
}
}  // namespace byline::compiler
