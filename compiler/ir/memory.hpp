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
    std::optional<ValueId> length = {};  ///< none: `size`
    std::uint8_t size = 32;
};

/// The operands must be as many as the operation or the kind of exit wants. What a call reads is
/// its input; what it writes, its output, may be shorter than the range.
std::optional<MemoryRange> read_range(const Instruction& instruction);
std::optional<MemoryRange> written_range(const Instruction& instruction);
std::optional<MemoryRange> read_range(const Exit& exit);

/// Bytes of memory, from `begin` to before `end`.
struct Interval
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    [[nodiscard]] constexpr bool is_empty() const noexcept { return begin == end; }

    [[nodiscard]] constexpr bool meets(const Interval& other) const noexcept
    {
        return begin < other.end && other.begin < end;
    }

    [[nodiscard]] constexpr bool covers(const Interval& other) const noexcept
    {
        return begin <= other.begin && other.end <= end;
    }
};

/// Where a range lies, if that is known; empty ranges lie nowhere in particular.
std::optional<Interval> interval_of(const Function& function, const MemoryRange& range);

/// Whether the range has a constant place and length, or is empty.
bool is_static(const Function& function, const MemoryRange& range);

/// The first byte of memory that the program leaves alone, a multiple of 32. What lies so far up
/// that nobody can pay for it does not count: the instruction runs out of gas.
std::uint64_t memory_end(const Program& program);
}  // namespace byline::compiler::ir
