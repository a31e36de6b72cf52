#pragma once

#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/block_plan.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/codegen/stack.hpp"
#include "compiler/ir/ir.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace byline::compiler
{
/// How a caller finds its stack after a call: above its own slots lies one for each of `left`,
/// bottom first, that holds the result of that number, or nothing of use.
struct CallConvention
{
    Label entry = 0;
    std::vector<std::optional<std::size_t>> left;
};

/// Hands out labels that are unique in a program.
class Labels
{
public:
    Label fresh() noexcept { return next_++; }

private:
    Label next_ = 0;
};

/// Turns one function into instructions. Values used once are computed as operands of their user;
/// others stay on the stack and are reached by DUP. A function that never gives back leaves what it
/// no longer needs on the stack: its paths end soon, and a POP is gas for nothing.
class FunctionScheduler
{
public:
    /// `callees` are the conventions of the functions that this one calls, by their id.
    FunctionScheduler(const ir::Function& function, const CostModel& costs, Labels& labels,
        const std::map<ir::FunctionId, CallConvention>& callees);

    /// To be called once, before `items`.
    CallConvention run();

    [[nodiscard]] std::vector<Item> items() && { return std::move(items_); }

    /// True if a value lay too deep for DUP16 and could not be computed again.
    [[nodiscard]] bool out_of_reach() const noexcept { return out_of_reach_; }

private:
    // Order of blocks.
    void emit_block(ir::BlockId id);
    [[nodiscard]] std::optional<ir::BlockId> next_pending();

    // Values.
    void emit(Opcode opcode);
    void emit_push(const uint256& value);
    void emit_push_label(Label label);
    void emit_constant(const ir::Instruction& instruction);
    void push_value(ir::ValueId id);
    void recompute(ir::ValueId id);
    void duplicate(std::size_t depth, ir::ValueId value);
    void swap(std::size_t depth);
    void compute(ir::ValueId id);
    void push_operands(std::span<const ir::ValueId> operands);
    [[nodiscard]] std::size_t operands_in_place(std::span<const ir::ValueId> operands) const;
    std::optional<Opcode> push_two(const ir::Instruction& instruction);
    [[nodiscard]] unsigned slots_needed(ir::ValueId id) const;
    [[nodiscard]] bool starts_with_top(ir::ValueId id) const;
    [[nodiscard]] bool is_last_use(ir::ValueId id) const;
    [[nodiscard]] bool is_on_stack(ir::ValueId id) const;
    void use_up(std::span<const ir::ValueId> operands);

    // Leaving a block.
    void emit_exit(ir::BlockId id);
    void emit_branch(const ir::Exit& exit);
    void emit_jump(const ir::Exit& exit);
    void emit_call(const ir::Exit& exit);
    void emit_give_back(const ir::Exit& exit);
    void go_to(ir::BlockId target);
    void freeze(ir::BlockId target);
    [[nodiscard]] std::vector<ir::ValueId> live_slots(ir::BlockId target) const;
    [[nodiscard]] bool fits(const std::vector<ir::ValueId>& wanted) const;
    void shuffle(const std::vector<ir::ValueId>& wanted);
    void shuffle_exactly(const std::vector<ir::ValueId>& wanted);

    const ir::Function& function_;
    const CostModel& costs_;
    Labels& labels_;
    const std::map<ir::FunctionId, CallConvention>& callees_;
    std::vector<std::set<ir::ValueId>> live_in_;
    std::vector<Label> block_labels_;
    std::vector<std::optional<std::vector<ir::ValueId>>> entry_;
    std::vector<bool> emitted_;
    std::deque<ir::BlockId> pending_;
    std::optional<ir::BlockId> fall_through_;

    std::vector<Item> items_;
    StackModel stack_;
    std::size_t placed_ = 0;  ///< slots below this hold operands already placed: not to be used up
    BlockPlan plan_;
    CallConvention convention_;
    Span location_;
    bool cold_ = false;
    bool exact_ = false;
    bool out_of_reach_ = false;
};
}  // namespace byline::compiler
