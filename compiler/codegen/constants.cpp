#include "compiler/codegen/assembly.hpp"

#include <array>

namespace byline::compiler
{
namespace
{
struct Candidate
{
    std::vector<Item> items;
    std::uint64_t bytes = 0;
    std::uint64_t gas = 0;

    void push(const uint256& value, Span location)
    {
        items.push_back({.kind = ItemKind::push, .value = value, .location = location});
        bytes += 1 + (value.bit_width() + 7) / 8;
        gas += value.is_zero() ? 2U : 3U;
    }

    void apply(Opcode opcode, Span location)
    {
        items.push_back({.kind = ItemKind::opcode, .opcode = opcode, .location = location});
        bytes += 1;
        gas += opcode_table[opcode].gas;
    }
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
    const uint256& value, std::uint64_t gas_per_byte, std::uint64_t runs, Span location)
{
    std::array<Candidate, 4> candidates;
    candidates[0].push(value, location);
    // A few high bits: push them low and shift.
    const unsigned shift = value.is_zero() ? 0 : trailing_zeros(value);
    candidates[1].push(value >> shift, location);
    candidates[1].push(shift, location);
    candidates[1].apply(OP_SHL, location);
    // Mostly ones.
    candidates[2].push(~value, location);
    candidates[2].apply(OP_NOT, location);
    // A mask 2^k - 1: all ones, shifted right.
    const bool is_mask = !value.is_zero() && (value & (value + 1)).is_zero();
    candidates[3] = candidates[0];
    if (is_mask)
    {
        candidates[3] = {};
        candidates[3].push(0, location);
        candidates[3].apply(OP_NOT, location);
        candidates[3].push(256 - value.bit_width(), location);
        candidates[3].apply(OP_SHR, location);
    }
    const Candidate* best = candidates.data();
    for (const Candidate& candidate : candidates)
    {
        if (candidate.bytes * gas_per_byte + candidate.gas * runs <
            best->bytes * gas_per_byte + best->gas * runs)
            best = &candidate;
    }
    return best->items;
}
}  // namespace byline::compiler
