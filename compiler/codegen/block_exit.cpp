// Leaving a block: branches, jumps, calls, and the stack that the next block expects.
#include "compiler/codegen/function_scheduler.hpp"
#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::ValueId;

namespace
{
constexpr std::size_t deepest_swap = 16;
}  // namespace

void FunctionScheduler::emit_exit(BlockId id)
{
    const ir::Exit& exit = function_.blocks[id].exit;
    switch (exit.kind)
    {
        case ExitKind::jump:
            return emit_jump(exit);
        case ExitKind::branch:
            return emit_branch(exit);
        case ExitKind::call_function:
            return emit_call(exit);
        case ExitKind::give_back:
            return emit_give_back(exit);
        case ExitKind::stop:
            return emit(OP_STOP);
        case ExitKind::return_data:
            push_operands(exit.operands);
            return emit(OP_RETURN);
        case ExitKind::revert:
            push_operands(exit.operands);
            return emit(OP_REVERT);
    }
}

/// The stack as it is, with what the target does not need marked as free.
std::vector<ValueId> FunctionScheduler::live_slots(BlockId target) const
{
    std::vector<ValueId> slots = stack_.slots();
    const std::vector<ValueId>& parameters = function_.blocks[target].parameters;
    for (ValueId& slot : slots)
    {
        if (slot != StackModel::return_address && !live_in_[target].contains(slot) &&
            std::ranges::find(parameters, slot) == parameters.end())
            slot = StackModel::junk;
    }
    if (!exact_)
    {
        // Nobody looks below the deepest slot that is needed.
        const auto first =
            std::ranges::find_if(slots, [](ValueId slot) { return slot != StackModel::junk; });
        slots.erase(slots.begin(), first);
    }
    return slots;
}

/// The first block to go somewhere decides what is found there.
void FunctionScheduler::freeze(BlockId target)
{
    if (!entry_[target])
    {
        entry_[target] = live_slots(target);
        pending_.push_back(target);
    }
    if (stack_.size() > entry_[target]->size())
        rises_.push_back({block_, target, stack_.size() - entry_[target]->size()});
}

/// Whether the stack has at its top what is wanted (all of it, in a function that gives back).
bool FunctionScheduler::fits(const std::vector<ValueId>& wanted) const
{
    if (exact_ ? stack_.size() != wanted.size() : stack_.size() < wanted.size())
        return false;
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        if (wanted[i] != StackModel::junk && stack_[stack_.size() - wanted.size() + i] != wanted[i])
            return false;
    }
    return true;
}

/// Goes to a block, whose parameters are already on top if it is new.
void FunctionScheduler::go_to(BlockId target)
{
    if (!emitted_[target])
        fall_through_ = target;
    else
    {
        emit_push_label(block_labels_[target]);
        emit(OP_JUMP);
    }
}

void FunctionScheduler::emit_branch(const ir::Exit& exit)
{
    push_operands(exit.operands);
    stack_.pop(1);
    const BlockId taken = exit.edges[0].block;
    const BlockId next = exit.edges[1].block;
    freeze(taken);
    if (fits(*entry_[taken]))
    {
        emit_push_label(block_labels_[taken]);
        emit(OP_JUMPI);
    }
    else
    {
        // The stack must change on the way: jump over the change when the branch is not taken.
        const Label skip = shared_.labels.fresh();
        emit(OP_ISZERO);
        emit_push_label(skip);
        emit(OP_JUMPI);
        const StackModel before = stack_;
        shuffle(*entry_[taken]);
        peaks_[block_] = std::max(peaks_[block_], stack_.highest());
        placed_ = 0;
        emit_push_label(block_labels_[taken]);
        emit(OP_JUMP);
        items_.push_back({.kind = ItemKind::label, .label = skip, .location = location_});
        stack_ = before;
    }
    freeze(next);
    shuffle(*entry_[next]);
    go_to(next);
}

void FunctionScheduler::emit_jump(const ir::Exit& exit)
{
    const ir::Edge& edge = exit.edges[0];
    std::vector<ValueId> arguments = edge.arguments;
    std::vector<ValueId> parameters;
    store_arguments(function_.blocks[edge.block].parameters, parameters, arguments);
    if (!entry_[edge.block])
    {
        // push_operands puts its first operand on top: the last parameter.
        std::ranges::reverse(arguments);
        push_operands(arguments);
        stack_.pop(arguments.size());
        for (const ValueId parameter : parameters)
            stack_.push(parameter);
        freeze(edge.block);
        return go_to(edge.block);
    }
    // The target's layout, in terms of this block's values.
    std::vector<ValueId> wanted = *entry_[edge.block];
    std::ranges::copy(arguments, wanted.end() - static_cast<std::ptrdiff_t>(arguments.size()));
    shuffle(wanted);
    freeze(edge.block);
    go_to(edge.block);
}

void FunctionScheduler::emit_call(const ir::Exit& exit)
{
    const CallConvention& callee = shared_.conventions.at(exit.callee);
    const auto push_argument = [this](const ValueId& argument) {
        placed_ = stack_.size();
        push_value(argument);
        use_up({&argument, 1});
    };
    for (std::size_t i = 0; i < exit.operands.size(); ++i)
    {
        if (!callee.parameters[i])
            continue;
        push_argument(exit.operands[i]);
        emit_store(*callee.parameters[i]);
    }
    const std::size_t own = stack_.size();
    const Label back = shared_.labels.fresh();
    emit_push_label(back);
    stack_.push(StackModel::junk);
    if (callee.return_address)
        emit_store(*callee.return_address);
    for (std::size_t i = 0; i < exit.operands.size(); ++i)
    {
        if (!callee.parameters[i])
            push_argument(exit.operands[i]);
    }
    peaks_[block_] = std::max(peaks_[block_], own + callee.height);
    emit_push_label(callee.entry);
    emit(OP_JUMP);
    items_.back().jump = JumpKind::into;
    items_.push_back({.kind = ItemKind::label, .label = back, .location = location_});
    stack_.pop(stack_.size() - own);
    const BlockId next = exit.edges[0].block;
    take_results(callee, function_.blocks[next].parameters);
    freeze(next);
    go_to(next);
}

/// Names what a call left on the stack, and brings the results that lie elsewhere to where the next
/// block looks for them.
void FunctionScheduler::take_results(
    const CallConvention& callee, const std::vector<ValueId>& results)
{
    for (const auto& result : callee.left)
        stack_.push(result ? results[*result] : StackModel::junk);
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        const bool through_memory = !callee.results.empty();
        if (through_memory)
        {
            emit_load(callee.results[i]);
            stack_.push(results[i]);
        }
        if (!is_spilled(results[i]))
            continue;
        if (!through_memory)
        {
            const std::optional<std::size_t> depth = stack_.find(results[i]);
            if (!depth)
                continue;  // the callee never gives back
            duplicate(*depth, StackModel::junk);
            stack_.set_depth(*depth + 1, StackModel::junk);
        }
        emit_store(incoming(results[i]));
    }
    if (spills_.all)
        shuffle_exactly({});
}

/// Results stay where they are: the caller is told where to find them. Only where so much lies
/// between them that the caller could not reach its own values is the rest removed. Very many go
/// through memory.
void FunctionScheduler::emit_give_back(const ir::Exit& exit)
{
    place_results(exit);
    placed_ = 0;
    ++plan_.uses[StackModel::return_address];
    push_operands(std::array{StackModel::return_address});
    emit(OP_JUMP);
    items_.back().jump = JumpKind::out;
    stack_.pop(1);
    describe_left(exit);
}

void FunctionScheduler::place_results(const ir::Exit& exit)
{
    constexpr std::size_t most_left = 9;
    constexpr std::size_t most_on_stack = 12;
    std::vector<ValueId> missing = exit.operands;
    if (spills_.all || missing.size() > most_on_stack)
    {
        for (const ValueId result : missing)
        {
            placed_ = stack_.size();
            push_value(result);
            use_up({&result, 1});
            convention_.results.push_back(shared_.area.fresh());
            emit_store(convention_.results.back());
        }
        missing.clear();
    }
    if (stack_.size() > most_left)
    {
        std::vector<ValueId> wanted = missing;
        if (!convention_.return_address)
            wanted.push_back(StackModel::return_address);
        shuffle_exactly(wanted);
    }
    for (std::size_t i = 0; i < stack_.size(); ++i)
    {
        if (const auto found = std::ranges::find(missing, stack_[i]); found != missing.end())
            missing.erase(found);
    }
    for (const ValueId result : missing)
    {
        placed_ = stack_.size();
        push_value(result);
    }
}

/// Says which slot that is left holds which result.
void FunctionScheduler::describe_left(const ir::Exit& exit)
{
    std::vector<bool> placed(exit.operands.size(), !convention_.results.empty());
    for (const ValueId slot : stack_.slots())
    {
        std::optional<std::size_t> result;
        for (std::size_t i = 0; i < placed.size() && !result; ++i)
        {
            if (!placed[i] && exit.operands[i] == slot)
                result = i;
        }
        if (result)
            placed[*result] = true;
        convention_.left.push_back(result);
    }
}

/// Makes the stack what a block expects that was met before.
void FunctionScheduler::shuffle(const std::vector<ValueId>& wanted)
{
    if (fits(wanted))
        return;
    if (exact_)
        return shuffle_exactly(wanted);
    // Below lies what nobody needs: find the longest beginning that is in place, and put the rest
    // on top.
    std::size_t in_place = std::min(wanted.size(), stack_.size());
    while (in_place > 0 &&
           !std::ranges::equal(std::span{wanted}.first(in_place),
               std::span{stack_.slots()}.last(in_place),
               [](ValueId want, ValueId have) { return want == StackModel::junk || want == have; }))
        --in_place;
    for (std::size_t i = in_place; i < wanted.size(); ++i)
    {
        placed_ = stack_.size();
        push_value(wanted[i]);
    }
}

void FunctionScheduler::shuffle_exactly(const std::vector<ValueId>& wanted)
{
    for (const ValueId value : wanted)
    {
        placed_ = stack_.size();
        if (value != StackModel::junk && !is_on_stack(value))
            push_value(value);
    }
    const auto settled = [&](std::size_t i) {
        return i < stack_.size() && (wanted[i] == StackModel::junk || stack_[i] == wanted[i]);
    };
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        if (settled(i))
            continue;
        std::size_t from = i + 1;
        while (from < stack_.size() && stack_[from] != wanted[i])
            ++from;
        if (from >= stack_.size())
        {
            push_value(wanted[i]);
            from = stack_.size() - 1;
        }
        if (from == i)
            continue;
        if (stack_.size() - 1 - i > deepest_swap)
            return lacks(wanted[i]);
        if (from + 1 != stack_.size())
            swap(stack_.size() - 1 - from);
        if (i + 1 != stack_.size())
            swap(stack_.size() - 1 - i);
    }
    while (stack_.size() > wanted.size())
    {
        emit(OP_POP);
        stack_.pop(1);
    }
}
}  // namespace byline::compiler
