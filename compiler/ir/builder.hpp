#pragma once

// Who builds IR names its parts.
// IWYU pragma: begin_exports
#include "compiler/ir/ir.hpp"
// IWYU pragma: end_exports

#include <initializer_list>
#include <string>
#include <utility>

namespace byline::compiler::ir
{
/// Writes one function, instruction after instruction, into the block at hand.
class Builder
{
public:
    /// `function` must outlive the builder; an empty one gets its entry block.
    explicit Builder(Function& function);

    [[nodiscard]] Function& function() noexcept { return function_; }

    BlockId new_block(std::string name, bool is_cold = false);
    ValueId add_parameter(BlockId block);

    /// Block::max_visits.
    void bound_visits(BlockId block, std::uint32_t visits)
    {
        function_.blocks[block].max_visits = visits;
    }

    /// The block that instructions go to now.
    [[nodiscard]] BlockId current() const noexcept { return block_; }

    /// What follows goes to the end of this block.
    void continue_in(BlockId block) noexcept { block_ = block; }

    /// What follows comes from this part of the source.
    void locate(Span location) noexcept { location_ = location; }

    ValueId constant(const uint256& value);
    ValueId immutable(std::uint32_t index);
    ValueId symbol(Symbol symbol, const uint256& offset);
    ValueId emit(Operation operation, std::initializer_list<ValueId> operands = {});

    void jump(BlockId target, std::vector<ValueId> arguments = {});
    /// Not zero: `target`. What follows goes on where it is zero, in a new block of that name,
    /// which is cold if this one is.
    void leave_if(ValueId condition, BlockId target, std::string name);
    /// What follows goes on with the results, in a new block of that name.
    std::vector<ValueId> call(
        FunctionId callee, std::vector<ValueId> operands, std::size_t results, std::string name);
    void end(ExitKind kind, std::vector<ValueId> operands = {});

private:
    ValueId append(Instruction instruction);
    Exit& exit(ExitKind kind);

    Function& function_;
    BlockId block_ = 0;
    Span location_;
};
}  // namespace byline::compiler::ir
