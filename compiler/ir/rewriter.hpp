#pragma once

#include "compiler/ir/ir.hpp"

#include <optional>
#include <vector>

namespace byline::compiler::ir
{
/// Goes over the instructions of a function, definitions before uses, and puts others in their
/// place. What is replaced stays where it is, for `clean`.
class Rewriter
{
public:
    explicit Rewriter(Function& function) : function_{function} {}

    virtual ~Rewriter() = default;
    Rewriter(const Rewriter&) = delete;
    Rewriter& operator=(const Rewriter&) = delete;

    void run();

protected:
    /// What may stand for this instruction, whose operands are already replaced; nothing: itself.
    virtual std::optional<ValueId> rewrite(ValueId id) = 0;

    /// Changes an exit whose operands are already replaced. Edges stay.
    virtual void rewrite_exit(BlockId /*block*/) {}

    /// Writes a new instruction before the one at hand, or before the exit.
    ValueId emit(Operation operation, std::vector<ValueId> operands);
    ValueId constant(const uint256& value);

    [[nodiscard]] const Function& function() const noexcept { return function_; }

    [[nodiscard]] const Instruction& at(ValueId id) const { return function_.values[id]; }

    [[nodiscard]] Exit& exit_of(BlockId block) const { return function_.blocks[block].exit; }

    /// The value, if it is a constant.
    [[nodiscard]] std::optional<uint256> known(ValueId id) const;

private:
    ValueId append(Instruction instruction);
    void replace(std::vector<ValueId>& operands) const;

    Function& function_;
    std::vector<ValueId> same_as_;
    std::vector<ValueId> placed_;
    Span location_;
};

/// How often each value is an operand.
std::vector<std::size_t> count_uses(const Function& function);
}  // namespace byline::compiler::ir
