#include "compiler/bound/state.hpp"

#include "compiler/bound/value.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace byline::compiler::bound
{
namespace
{
constexpr std::uint64_t word_size = 32;

/// Both ends of a comparison that holds: `low` <= `high`, and not equal if `is_strict`.
// NOLINTNEXTLINE(misc-no-recursion)
void learn_order(const Values& values, State& state, ValueId low, ValueId high, bool is_strict)
{
    const uint256 most = facts_of(values, state, high).max;
    if (!is_strict)
        return learn(values, state, low, at_most(most));
    if (!most.is_zero())
        learn(values, state, low, at_most(most - 1));
    learn_truth(values, state, high, true);
}

void learn_equal(const Values& values, State& state, ValueId a, ValueId b)
{
    const Facts facts = both(facts_of(values, state, a), facts_of(values, state, b));
    learn(values, state, a, facts);
    learn(values, state, b, facts);
}
}  // namespace

Facts facts_of(const Values& values, const State& state, ValueId id)
{
    return values.facts(id, state.learnt);
}

void learn(const Values& values, State& state, ValueId id, const Facts& facts)
{
    if (id == unknown || values.constant_of(id) != nullptr)
        return;
    const auto [place, is_new] = state.learnt.try_emplace(id, facts);
    if (!is_new)
        place->second = both(place->second, facts);
}

// As deep as the code computes without a loop.
// NOLINTNEXTLINE(misc-no-recursion)
void learn_truth(const Values& values, State& state, ValueId id, bool is_nonzero)
{
    if (id == unknown)
        return;
    learn(values, state, id, is_nonzero ? Facts{.is_nonzero = true} : at_most(0));
    const std::vector<ValueId>& operands = values.operands_of(id);
    const auto all = [&](bool truth) {
        for (const ValueId operand : operands)
            learn_truth(values, state, operand, truth);
    };
    switch (values.opcode_of(id))
    {
        case OP_ISZERO:
            return all(!is_nonzero);
        case OP_OR:
            return is_nonzero ? void() : all(false);
        case OP_AND:
        case OP_MUL:
            return is_nonzero ? all(true) : void();
        case OP_LT:
            return is_nonzero ? learn_order(values, state, operands[0], operands[1], true)
                              : learn_order(values, state, operands[1], operands[0], false);
        case OP_GT:
            return is_nonzero ? learn_order(values, state, operands[1], operands[0], true)
                              : learn_order(values, state, operands[0], operands[1], false);
        case OP_EQ:
            return is_nonzero ? learn_equal(values, state, operands[0], operands[1]) : void();
        case OP_XOR:
        case OP_SUB:
            return is_nonzero ? void() : learn_equal(values, state, operands[0], operands[1]);
        case OP_SHL:
            return is_nonzero ? learn_truth(values, state, operands[1], true) : void();
        case OP_SHR:
            if (is_nonzero)
                return learn_truth(values, state, operands[1], true);
            if (const uint256* by = values.constant_of(operands[0]); by != nullptr && *by < 256)
                learn(values, state, operands[1], at_most((uint256{1} << *by) - 1));
            return;
        default:
            return;
    }
}

void forget_memory(State& state, std::uint64_t begin, std::uint64_t end)
{
    std::erase_if(state.memory,
        [&](const auto& word) { return word.first < end && begin < word.first + word_size; });
}

void forget_origin(const Values& values, State& state, Origin origin)
{
    const auto is_gone = [&](ValueId id) { return values.mentions(id, origin); };
    std::ranges::replace_if(state.stack, is_gone, unknown);
    std::erase_if(state.memory, [&](const auto& word) { return is_gone(word.second); });
    std::erase_if(state.slots, [&](const auto& slot) { return is_gone(slot.first); });
    for (auto& [id, slot] : state.slots)
    {
        if (is_gone(slot.first))
            slot.first = unknown;
    }
    std::erase_if(state.accounts, is_gone);
    std::erase_if(state.learnt, [&](const auto& fact) { return is_gone(fact.first); });
}

namespace
{
/// What changes each time is known by the next of 8, 16, 32, ... bits, so that it ends soon.
Facts widened(const Facts& facts) noexcept
{
    constexpr unsigned byte = 8;
    unsigned width = byte;
    while (width < facts.max.bit_width())
        width *= 2;
    Facts wide = at_most(max_uint256 >> (256 - width));
    wide.is_nonzero = facts.is_nonzero;
    return wide;
}

void join_stacks(Values& values, State& joined, const State& state, const State& more,
    Origin origin, bool is_old)
{
    const std::size_t height = std::min(state.stack.size(), more.stack.size());
    joined.stack.assign(height, unknown);
    for (std::size_t depth = 0; depth < height; ++depth)
    {
        const ValueId before = state.stack[state.stack.size() - 1 - depth];
        const ValueId here = more.stack[more.stack.size() - 1 - depth];
        ValueId& result = joined.stack[height - 1 - depth];
        if (before == unknown)
            continue;
        const ValueId own = values.symbol(origin, static_cast<std::uint32_t>(depth));
        if (before == here && (before == own || !values.mentions(here, origin)))
            result = before;
        else
            result = own;
        if (result != own)
            continue;
        const Facts facts = either(facts_of(values, state, before), facts_of(values, more, here));
        const bool is_changed = before == own && facts != facts_of(values, state, own);
        learn(values, joined, own, is_old && is_changed ? widened(facts) : facts);
    }
}
}  // namespace

bool join(Values& values, State& state, const State& more, Origin origin, bool is_old)
{
    State kept = more;
    forget_origin(values, kept, origin);
    State joined;
    joined.may_have_written = state.may_have_written || kept.may_have_written;
    join_stacks(values, joined, state, more, origin, is_old);
    for (const auto& [offset, word] : state.memory)
    {
        const auto found = kept.memory.find(offset);
        if (found != kept.memory.end() && found->second == word)
            joined.memory.emplace(offset, word);
    }
    for (const auto& [id, slot] : state.slots)
    {
        const auto found = kept.slots.find(id);
        if (found == kept.slots.end())
            continue;
        const Slot& other = found->second;
        joined.slots[id] = {slot.is_paid && other.is_paid, slot.was_set && other.was_set,
            slot.first == other.first ? slot.first : unknown};
    }
    std::ranges::set_intersection(
        state.accounts, kept.accounts, std::inserter(joined.accounts, joined.accounts.end()));
    for (const auto& [id, facts] : state.learnt)
    {
        if (values.mentions(id, origin))
            continue;
        const Facts now = either(facts, facts_of(values, kept, id));
        if (now == facts || (!is_old && now != Facts{}))
            learn(values, joined, id, now);
    }
    const bool is_changed = joined != state;
    state = std::move(joined);
    return is_changed;
}
}  // namespace byline::compiler::bound
