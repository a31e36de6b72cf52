#pragma once

#include "compiler/ir/ir.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace byline::compiler::ir
{
/// A range of memory that an instruction or an exit reads or writes.
struct MemoryRange
{
    ValueId offset = 0;
    std::optional<ValueId> length = {};  ///< none: one word
};

/// The operands must be as many as the operation or the kind of exit wants.
std::vector<MemoryRange> memory_ranges(const Instruction& instruction);
std::vector<MemoryRange> memory_ranges(const Exit& exit);

/// Whether the range has a constant place and length, or is empty.
bool is_static(const Function& function, const MemoryRange& range);

/// The first byte of memory that the program leaves alone, a multiple of 32. What lies so far up
/// that nobody can pay for it does not count: the instruction runs out of gas.
std::uint64_t memory_end(const Program& program);
}  // namespace byline::compiler::ir
