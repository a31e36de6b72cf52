#include "compiler/codegen/function_scheduler.hpp"

#include "compiler/codegen/cost_model.hpp"
#include "compiler/codegen/generate.hpp"
#include "compiler/ir/control_flow.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::Instruction;
using ir::Operation;
using ir::ValueId;

namespace
{
/// DUP16 and SWAP16 reach no deeper.
constexpr std::size_t reach = 16;

/// To compute more than this again costs more than a word of memory.
constexpr std::size_t most_recomputed = 64;
}  // namespace

FunctionScheduler::FunctionScheduler(
    const ir::Function& function, const Spills& spills, Shared& shared)
    : function_{function},
      spills_{spills},
      shared_{shared},
      live_in_{ir::live_in(function)},
      entry_(function.blocks.size()),
      emitted_(function.blocks.size()),
      peaks_(function.blocks.size()),
      gives_back_{ir::gives_back(function)},
      has_loop_{ir::has_loop(function)},
      exact_{gives_back_ || has_loop_ || spills.all}
{
    for (std::size_t i = 0; i < function.blocks.size(); ++i)
        block_labels_.push_back(shared.labels.fresh());
}

CallConvention FunctionScheduler::run()
{
    convention_.entry = block_labels_[0];
    std::vector<ValueId> entry;
    if (gives_back_ && is_spilled(StackModel::return_address))
        convention_.return_address = home(StackModel::return_address);
    else if (gives_back_)
        entry.push_back(StackModel::return_address);
    for (const ValueId parameter : function_.blocks[0].parameters)
    {
        std::optional<std::uint64_t> place;
        if (is_spilled(parameter))
            place = incoming(parameter);
        else
            entry.push_back(parameter);
        convention_.parameters.push_back(place);
    }
    entry_[0] = std::move(entry);
    pending_.push_back(0);
    while (const auto id = next_pending())
    {
        std::optional<BlockId> at = id;
        while (at)
        {
            fall_through_.reset();
            emit_block(*at);
            at = fall_through_;
        }
    }
    measure_height();
    return convention_;
}

/// Blocks in the order found, those that end in a revert after all others.
std::optional<BlockId> FunctionScheduler::next_pending()
{
    std::erase_if(pending_, [this](BlockId id) { return emitted_[id]; });
    if (pending_.empty())
        return std::nullopt;
    auto found = std::ranges::find_if(
        pending_, [this](BlockId id) { return !function_.blocks[id].is_cold; });
    if (found == pending_.end())
        found = pending_.begin();
    return *found;
}

void FunctionScheduler::emit_block(BlockId id)
{
    const ir::Block& block = function_.blocks[id];
    BYLINE_ASSERT(entry_[id].has_value());
    emitted_[id] = true;
    placed_ = 0;
    cold_ = block.is_cold;
    block_ = id;
    stack_ = StackModel{*entry_[id]};
    plan_ = plan_block(function_, id, live_in_, shared_.costs);
    if (spills_.all)
        plan_.kept_constants.clear();
    location_ =
        block.body.empty() ? block.exit.location : function_.values[block.body.front()].location;
    items_.push_back({.kind = ItemKind::label,
        .label = block_labels_[id],
        .location = location_,
        .max_visits = block.max_visits});
    settle_parameters(block);
    for (const ValueId value : block.body)
    {
        const Instruction& instruction = function_.values[value];
        const bool writes = ir::traits(instruction.operation).effect == ir::Effect::write;
        if (plan_.in_tree.contains(value) ||
            (ir::is_rematerialised(instruction) && !plan_.kept_constants.contains(value)))
            continue;
        // A result that nobody uses and that changed nothing need not be computed.
        if (!writes && plan_.uses[value] == 0 && !plan_.live_out.contains(value))
            continue;
        compute(value);
        if (ir::traits(instruction.operation).has_result)
            keep_result(value);
    }
    location_ = block.exit.location;
    emit_exit(id);
    peaks_[id] = std::max(peaks_[id], stack_.highest());
}

// --- values ---

void FunctionScheduler::emit(Opcode opcode)
{
    items_.push_back({.kind = ItemKind::opcode, .opcode = opcode, .location = location_});
}

void FunctionScheduler::emit_push(const uint256& value)
{
    const CostModel& costs = shared_.costs;
    const std::uint64_t runs = cold_ ? 1 : costs.runs;
    for (Item& item : materialise(value, costs, runs, location_))
        items_.push_back(std::move(item));
}

void FunctionScheduler::emit_push_label(Label label)
{
    items_.push_back({.kind = ItemKind::push_label, .label = label, .location = location_});
}

void FunctionScheduler::emit_constant(const Instruction& instruction)
{
    switch (instruction.operation)
    {
        case Operation::constant:
            return emit_push(instruction.constant);
        case Operation::immutable:
            items_.push_back({.kind = ItemKind::push_immutable,
                .label = instruction.index,
                .location = location_});
            return;
        case Operation::symbol:
            items_.push_back({.kind = ItemKind::push_label,
                .value = instruction.constant,
                .label = symbol_label(static_cast<ir::Symbol>(instruction.index)),
                .location = location_});
            return;
        default:
            return emit(*ir::traits(instruction.operation).opcode);
    }
}

bool FunctionScheduler::is_on_stack(ValueId id) const
{
    return stack_.find(id).has_value();
}

/// Whether this use of a value is the last one, so that its slot may be used up.
bool FunctionScheduler::is_last_use(ValueId id) const
{
    const auto uses = plan_.uses.find(id);
    return uses != plan_.uses.end() && uses->second == 1 && !plan_.live_out.contains(id);
}

void FunctionScheduler::use_up(std::span<const ValueId> operands)
{
    for (const ValueId operand : operands)
    {
        if (const auto uses = plan_.uses.find(operand);
            uses != plan_.uses.end() && uses->second > 0)
            --uses->second;
    }
}

void FunctionScheduler::duplicate(std::size_t depth, ValueId value)
{
    emit(static_cast<Opcode>(OP_DUP1 + depth));
    stack_.push(value);
}

void FunctionScheduler::swap(std::size_t depth)
{
    emit(static_cast<Opcode>(OP_SWAP1 + depth - 1));
    stack_.swap(depth);
}

/// Puts one more copy of a value on top. The caller counts the use.
void FunctionScheduler::push_value(ValueId id)
{
    if (id == StackModel::junk)
    {
        emit(OP_PUSH0);
        return stack_.push(id);
    }
    if (const auto depth = stack_.find(id); depth && *depth < reach)
        return duplicate(*depth, id);
    if (is_spilled(id) && !plan_.in_tree.contains(id))
    {
        emit_load(home(id));
        return stack_.push(id);
    }
    if (id == StackModel::return_address)
    {
        lacks(id);
        return stack_.push(id);
    }
    const Instruction& instruction = function_.values[id];
    if (ir::is_rematerialised(instruction))
    {
        emit_constant(instruction);
        return stack_.push(id);
    }
    // A part of what is computed again was computed before: it may read what has changed since.
    if (plan_.in_tree.contains(id) && !is_on_stack(id) && !recomputed_)
        return compute(id);
    recompute(id);
}

/// A value too deep to reach is computed again, if nothing can have changed it since.
void FunctionScheduler::recompute(ValueId id)
{
    const Instruction& instruction = function_.values[id];
    const bool is_root = !recomputed_;
    if (is_root)
    {
        recomputed_ = id;
        recomputed_parts_ = 0;
    }
    if (instruction.operation == Operation::parameter ||
        ir::traits(instruction.operation).effect != ir::Effect::pure ||
        ++recomputed_parts_ > most_recomputed)
    {
        lacks(*recomputed_);
        if (is_root)
            recomputed_.reset();
        return stack_.push(id);
    }
    const std::size_t placed_before = placed_;
    for (std::size_t i = instruction.operands.size(); i-- > 0;)
    {
        placed_ = stack_.size();
        push_value(instruction.operands[i]);
    }
    placed_ = placed_before;
    emit(*ir::traits(instruction.operation).opcode);
    stack_.pop(instruction.operands.size());
    stack_.push(id);
    if (is_root)
        recomputed_.reset();
}

/// How many of the operands, counted from the last, already lie on top in the right order and are
/// not needed afterwards.
std::size_t FunctionScheduler::operands_in_place(std::span<const ValueId> operands) const
{
    const std::size_t free = stack_.size() - placed_;
    for (std::size_t count = std::min(operands.size(), free); count > 0; --count)
    {
        bool fits = true;
        for (std::size_t i = 0; i < count; ++i)
        {
            const ValueId wanted = operands[operands.size() - 1 - i];
            fits = fits && stack_.at_depth(count - 1 - i) == wanted && is_last_use(wanted);
        }
        if (fits)
            return count;
    }
    return 0;
}

/// Brings the operands on top, the first one uppermost.
void FunctionScheduler::push_operands(std::span<const ValueId> operands)
{
    const std::size_t in_place = operands_in_place(operands);
    const std::size_t placed_before = placed_;
    use_up(operands.last(in_place));
    for (std::size_t i = operands.size() - in_place; i-- > 0;)
    {
        // The first one computed may still use up what lies on top.
        if (i + 1 != operands.size())
            placed_ = stack_.size();
        push_value(operands[i]);
        use_up(operands.subspan(i, 1));
    }
    placed_ = placed_before;
}

/// Whether computing this value begins by using up what lies on top.
bool FunctionScheduler::starts_with_top(ValueId id) const
{
    constexpr unsigned deepest_look = 16;
    for (unsigned i = 0; i < deepest_look; ++i)
    {
        if (stack_.size() > placed_ && stack_.at_depth(0) == id)
            return is_last_use(id);
        if (!plan_.in_tree.contains(id) || function_.values[id].operands.empty())
            return false;
        id = function_.values[id].operands.back();
    }
    return false;
}

/// How many stack slots computing a value takes at most: the number of Sethi and Ullman (1970).
// A tree is a value used once in one block; prices, the deepest, are bounded by the parser.
// NOLINTNEXTLINE(misc-no-recursion)
unsigned FunctionScheduler::slots_needed(ValueId id) const
{
    if (!plan_.in_tree.contains(id))
        return 1;
    const std::vector<ValueId>& operands = function_.values[id].operands;
    if (operands.size() == 2)
    {
        const unsigned first = slots_needed(operands[0]);
        const unsigned second = slots_needed(operands[1]);
        return first == second ? first + 1 : std::max(first, second);
    }
    unsigned most = 1;
    for (std::size_t i = 0; i < operands.size(); ++i)
        most = std::max(
            most, slots_needed(operands[i]) + static_cast<unsigned>(operands.size() - 1 - i));
    return most;
}

/// Brings two operands on top in the cheaper order. The opcode to use instead, if they lie
/// exchanged.
std::optional<Opcode> FunctionScheduler::push_two(const Instruction& instruction)
{
    // Beyond, values that are still needed come near the end of the stack's reach.
    constexpr unsigned many_slots = 4;
    const std::array<ValueId, 2> operands{instruction.operands[0], instruction.operands[1]};
    const std::array<ValueId, 2> exchanged{operands[1], operands[0]};
    const auto& mirror = ir::traits(instruction.operation).mirror;
    const auto rank = [this](const std::array<ValueId, 2>& order) {
        const std::size_t in_place = operands_in_place(order);
        return in_place != 0 ? in_place + 1 : (starts_with_top(order[1]) ? 1U : 0U);
    };
    const std::size_t as_is = rank(operands);
    const std::size_t other = rank(exchanged);
    bool exchange = other > as_is;
    if (other == as_is)
    {
        const unsigned above = slots_needed(operands[0]);
        exchange =
            above > slots_needed(operands[1]) && (mirror || spills_.all || above > many_slots);
        // Of a tree and a leaf the leaf goes on top.
        exchange = exchange || (mirror && plan_.in_tree.contains(operands[0]) &&
                                   !plan_.in_tree.contains(operands[1]));
    }
    push_operands(exchange ? exchanged : operands);
    if (!exchange)
        return std::nullopt;
    if (mirror)
        return ir::traits(*mirror).opcode;
    swap(1);
    return std::nullopt;
}

/// Computes an instruction; its result, if it has one, is then on top.
void FunctionScheduler::compute(ValueId id)
{
    const Instruction& instruction = function_.values[id];
    const Span outer = location_;
    if (instruction.location.end != 0)
        location_ = instruction.location;
    if (ir::is_rematerialised(instruction))
    {
        emit_constant(instruction);
        stack_.push(id);
        location_ = outer;
        return;
    }
    const ir::OperationTraits& traits = ir::traits(instruction.operation);
    std::optional<Opcode> opcode;
    if (instruction.operands.size() == 2)
        opcode = push_two(instruction);
    else
        push_operands(instruction.operands);
    emit(opcode.value_or(*traits.opcode));
    stack_.pop(instruction.operands.size());
    if (traits.has_result)
        stack_.push(id);
    location_ = outer;
}
}  // namespace byline::compiler
