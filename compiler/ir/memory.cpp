#include "compiler/ir/memory.hpp"

#include "compiler/ir/ir.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
constexpr std::uint64_t word_size = 32;

/// 2^32 bytes of memory cost 2^45 gas (Yellow Paper, appendix G): more than any block has.
constexpr std::uint64_t beyond_gas = std::uint64_t{1} << 32;

std::optional<uint256> constant_of(const Function& function, ValueId id)
{
    const Instruction& instruction = function.values[id];
    if (instruction.operation != Operation::constant)
        return std::nullopt;
    return instruction.constant;
}

bool is_empty(const Function& function, const MemoryRange& range)
{
    return range.length && constant_of(function, *range.length) == uint256{};
}

}  // namespace

std::optional<Interval> interval_of(const Function& function, const MemoryRange& range)
{
    if (is_empty(function, range))
        return Interval{};
    const auto offset = constant_of(function, range.offset);
    const auto length = range.length ? constant_of(function, *range.length) : uint256{range.size};
    if (!offset || !length || *offset >= uint256{beyond_gas} || *length >= uint256{beyond_gas})
        return std::nullopt;
    const std::uint64_t begin = offset->words[0];
    const std::uint64_t end = begin + length->words[0];
    return end < beyond_gas ? std::optional{Interval{begin, end}} : std::nullopt;
}

std::optional<MemoryRange> read_range(const Instruction& instruction)
{
    const std::vector<ValueId>& x = instruction.operands;
    switch (instruction.operation)
    {
        case Operation::mload:
            return MemoryRange{x[0]};
        case Operation::keccak256:
        case Operation::log0:
        case Operation::log1:
        case Operation::log2:
        case Operation::log3:
        case Operation::log4:
            return MemoryRange{x[0], x[1]};
        case Operation::mcopy:
            return MemoryRange{x[1], x[2]};
        case Operation::call:
            return MemoryRange{x[3], x[4]};
        case Operation::staticcall:
            return MemoryRange{x[2], x[3]};
        default:
            return std::nullopt;
    }
}

std::optional<MemoryRange> written_range(const Instruction& instruction)
{
    const std::vector<ValueId>& x = instruction.operands;
    switch (instruction.operation)
    {
        case Operation::mstore:
            return MemoryRange{x[0]};
        case Operation::mstore8:
            return MemoryRange{x[0], {}, 1};
        case Operation::calldatacopy:
        case Operation::codecopy:
        case Operation::returndatacopy:
        case Operation::mcopy:
            return MemoryRange{x[0], x[2]};
        case Operation::call:
            return MemoryRange{x[5], x[6]};
        case Operation::staticcall:
            return MemoryRange{x[4], x[5]};
        default:
            return std::nullopt;
    }
}

std::optional<MemoryRange> read_range(const Exit& exit)
{
    if (exit.kind == ExitKind::return_data || exit.kind == ExitKind::revert)
        return MemoryRange{exit.operands[0], exit.operands[1]};
    return std::nullopt;
}

bool is_static(const Function& function, const MemoryRange& range)
{
    const auto known = [&](ValueId id) { return constant_of(function, id).has_value(); };
    return is_empty(function, range) ||
           (known(range.offset) && (!range.length || known(*range.length)));
}

std::uint64_t memory_end(const Program& program)
{
    std::uint64_t end = program.memory;
    for (const Function& function : program.functions)
    {
        const auto include = [&](const std::optional<MemoryRange>& range) {
            if (const auto interval = range ? interval_of(function, *range) : std::nullopt)
                end = std::max(end, interval->end);
        };
        for (const Block& block : function.blocks)
        {
            for (const ValueId id : block.body)
            {
                include(read_range(function.values[id]));
                include(written_range(function.values[id]));
            }
            include(read_range(block.exit));
        }
    }
    return (end + word_size - 1) / word_size * word_size;
}
}  // namespace byline::compiler::ir
