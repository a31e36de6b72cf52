#pragma once

// What a scheduling is made of.
// IWYU pragma: begin_exports
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/block_plan.hpp"
#include "compiler/codegen/spill.hpp"
#include "compiler/codegen/stack.hpp"
#include "compiler/ir/ir.hpp"
// IWYU pragma: end_exports

#include "compiler/codegen/cost_model.hpp"

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
    std::vector<std::optional<std::uint64_t>> parameters;  ///< their places in memory; none: stack
    std::optional<std::uint64_t> return_address;           ///< likewise
    std::vector<std::uint64_t> results;  ///< places in memory; empty: they are in `left`
    std::size_t height = 0;              ///< slots that it and its callees take at most
};

/// What a scheduling that did not work out shows.
struct Shortage
{
    bool exists = false;
    std::set<ir::ValueId> too_deep;  ///< what had better lie in memory, as far as it is known
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
/// no longer needs on the stack: its paths end soon, and a POP is gas for nothing. One with loops
/// does not: it would leave it there each time round.
class FunctionScheduler
{
public:
    /// What the functions of a program have in common.
    struct Shared
    {
        const CostModel& costs;
        Labels labels;
        SpillArea area;
        std::map<ir::FunctionId, CallConvention> conventions;  ///< of the functions behind
    };

    FunctionScheduler(const ir::Function& function, const Spills& spills, Shared& shared);

    /// To be called once, before `items`.
    CallConvention run();

    [[nodiscard]] std::vector<Item> items() && { return std::move(items_); }

    /// Exists if a value lay too deep for DUP16 or SWAP16 and could not be computed again: the
    /// instructions are then of no use.
    [[nodiscard]] const Shortage& shortage() const noexcept { return shortage_; }

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

    // Memory.
    [[nodiscard]] bool is_spilled(ir::ValueId id) const;
    std::uint64_t home(ir::ValueId id);
    std::uint64_t incoming(ir::ValueId parameter);
    void emit_load(std::uint64_t place);
    void emit_store(std::uint64_t place);
    void store_arguments(const std::vector<ir::ValueId>& all, std::vector<ir::ValueId>& parameters,
        std::vector<ir::ValueId>& arguments);
    void settle_parameters(const ir::Block& block);
    void keep_result(ir::ValueId id);
    void lacks(ir::ValueId id);
    void measure_height();

    // Leaving a block.
    void emit_exit(ir::BlockId id);
    void emit_branch(const ir::Exit& exit);
    void emit_jump(const ir::Exit& exit);
    void emit_call(const ir::Exit& exit);
    void take_results(const CallConvention& callee, const std::vector<ir::ValueId>& results);
    void emit_give_back(const ir::Exit& exit);
    void place_results(const ir::Exit& exit);
    void describe_left(const ir::Exit& exit);
    void go_to(ir::BlockId target);
    void freeze(ir::BlockId target);
    [[nodiscard]] std::vector<ir::ValueId> live_slots(ir::BlockId target) const;
    [[nodiscard]] bool fits(const std::vector<ir::ValueId>& wanted) const;
    void shuffle(const std::vector<ir::ValueId>& wanted);
    void shuffle_exactly(const std::vector<ir::ValueId>& wanted);

    /// Slots of the stack that a block leaves below those that the next one knows.
    struct Rise
    {
        ir::BlockId from;
        ir::BlockId to;
        std::size_t slots;
    };

    const ir::Function& function_;
    const Spills& spills_;
    Shared& shared_;
    std::vector<std::set<ir::ValueId>> live_in_;
    std::vector<Label> block_labels_;
    std::vector<std::optional<std::vector<ir::ValueId>>> entry_;
    std::vector<bool> emitted_;
    std::deque<ir::BlockId> pending_;
    std::optional<ir::BlockId> fall_through_;
    std::map<ir::ValueId, std::uint64_t> homes_;
    std::map<ir::ValueId, std::uint64_t> incoming_;
    std::vector<Rise> rises_;
    std::vector<std::size_t> peaks_;  ///< by block

    std::vector<Item> items_;
    StackModel stack_;
    std::size_t placed_ = 0;  ///< slots below this hold operands already placed: not to be used up
    BlockPlan plan_;
    CallConvention convention_;
    Shortage shortage_;
    std::optional<ir::ValueId> recomputed_;  ///< what is being computed again
    std::size_t recomputed_parts_ = 0;
    Span location_;
    ir::BlockId block_ = 0;
    bool cold_ = false;
    bool gives_back_ = false;
    bool has_loop_ = false;
    bool exact_ = false;
};
}  // namespace byline::compiler
