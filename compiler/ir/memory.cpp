#include "compiler/ir/memory.hpp"

#include <algorithm>

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

/// Where the range ends; 0 if it is empty, computed or beyond all gas.
std::uint64_t end_of(const Function& function, const MemoryRange& range)
{
    const auto offset = constant_of(function, range.offset);
    const auto length = range.length ? constant_of(function, *range.length) : uint256{word_size};
    if (!offset || !length || length->is_zero() || *offset >= uint256{beyond_gas} ||
        *length >= uint256{beyond_gas})
        return 0;
    const std::uint64_t end = offset->words[0] + length->words[0];
    return end < beyond_gas ? end : 0;
}
}  // namespace

std::vector<MemoryRange> memory_ranges(const Instruction& instruction)
{
    const std::vector<ValueId>& x = instruction.operands;
    switch (instruction.operation)
    {
        case Operation::mload:
        case Operation::mstore:
        case Operation::mstore8:  // less than a word: what is said of the word holds for it
            return {{x[0]}};
        case Operation::keccak256:
        case Operation::log0:
        case Operation::log1:
        case Operation::log2:
        case Operation::log3:
        case Operation::log4:
            return {{x[0], x[1]}};
        case Operation::calldatacopy:
        case Operation::codecopy:
        case Operation::returndatacopy:
            return {{x[0], x[2]}};
        case Operation::mcopy:
            return {{x[0], x[2]}, {x[1], x[2]}};
        case Operation::call:
            return {{x[3], x[4]}, {x[5], x[6]}};
        case Operation::staticcall:
            return {{x[2], x[3]}, {x[4], x[5]}};
        default:
            return {};
    }
}

std::vector<MemoryRange> memory_ranges(const Exit& exit)
{
    if (exit.kind == ExitKind::return_data || exit.kind == ExitKind::revert)
        return {{exit.operands[0], exit.operands[1]}};
    return {};
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
        const auto include = [&](const std::vector<MemoryRange>& ranges) {
            for (const MemoryRange& range : ranges)
                end = std::max(end, end_of(function, range));
        };
        for (const Block& block : function.blocks)
        {
            for (const ValueId id : block.body)
                include(memory_ranges(function.values[id]));
            include(memory_ranges(block.exit));
        }
    }
    return (end + word_size - 1) / word_size * word_size;
}
}  // namespace byline::compiler::ir
