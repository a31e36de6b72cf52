#pragma once

#include "compiler/ir/ir.hpp"

#include <cstdint>
#include <set>

namespace byline::compiler
{
/// Which values of a function lie in memory instead of on the stack, each at a place of its own:
/// functions do not recurse, and places are above all memory that the program itself uses.
struct Spills
{
    std::set<ir::ValueId> values;  ///< StackModel::return_address among them, if it is
    bool all = false;              ///< every value that outlives its expression
};

/// Hands out words of memory that are unique in a program.
class SpillArea
{
public:
    explicit SpillArea(std::uint64_t begin) noexcept : next_{begin} {}

    std::uint64_t fresh() noexcept
    {
        const std::uint64_t place = next_;
        next_ += word_size;
        return place;
    }

private:
    static constexpr std::uint64_t word_size = 32;
    std::uint64_t next_;
};
}  // namespace byline::compiler
