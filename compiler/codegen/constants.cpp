#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
namespace
{
/// One way to make a constant.
class Candidate
{
public:
    Candidate(const CostModel& costs, Span location) : costs_{costs}, location_{location} {}

    void push(const uint256& value)
    {
        items_.push_back({.kind = ItemKind::push, .value = value, .location = location_});
        bytes_ += 1 + (value.bit_width() + 7) / 8;
        gas_ += value.is_zero() ? costs_.push0 : costs_.push;
    }

    void apply(Opcode opcode)
    {
        items_.push_back({.kind = ItemKind::opcode, .opcode = opcode, .location = location_});
        bytes_ += 1;
        gas_ += costs_.bitwise;
    }

    [[nodiscard]] std::uint64_t cost(std::uint64_t runs) const noexcept
    {
        return weigh(costs_, bytes_, gas_, runs);
    }

    [[nodiscard]] const std::vector<Item>& items() const noexcept { return items_; }

private:
    const CostModel& costs_;
    Span location_;
    std::vector<Item> items_;
    std::uint64_t bytes_ = 0;
    std::uint64_t gas_ = 0;
};

unsigned trailing_zeros(const uint256& value) noexcept
{
    unsigned count = 0;
    while (count < 256 && ((value >> count).words[0] & 1) == 0)
        ++count;
    return count;
}
}  // namespace

std::vector<Item> materialise(
    const uint256& value, const CostModel& costs, std::uint64_t runs, Span location)
{
    std::vector<Candidate> candidates(4, Candidate{costs, location});
    candidates[0].push(value);
    // A few high bits: push them low and shift.
    const unsigned shift = value.is_zero() ? 0 : trailing_zeros(value);
    candidates[1].push(value >> shift);
    candidates[1].push(shift);
    candidates[1].apply(OP_SHL);
    // Mostly ones.
    candidates[2].push(~value);
    candidates[2].apply(OP_NOT);
    // A mask 2^k - 1: all ones, shifted right.
    const bool is_mask = !value.is_zero() && (value & (value + 1)).is_zero();
    if (is_mask)
    {
        candidates[3].push(0);
        candidates[3].apply(OP_NOT);
        candidates[3].push(256 - value.bit_width());
        candidates[3].apply(OP_SHR);
    }
    else
        candidates.pop_back();
    return std::ranges::min_element(candidates, {}, [&](const Candidate& candidate) {
        return candidate.cost(runs);
    })->items();
}
}  // namespace byline::compiler
