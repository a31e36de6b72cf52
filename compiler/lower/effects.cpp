#include "compiler/lower/effects.hpp"

#include "compiler/ir/ir.hpp"
#include "compiler/lower/calldata.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/expression.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/pool.hpp"
#include "compiler/lower/signature.hpp"
#include "compiler/sema/dimension.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::Operation;
using ir::ValueId;

BlockId Effects::cold(std::string name, const std::function<void()>& write)
{
    const BlockId back = l_.b.current();
    const BlockId block = l_.b.new_block(std::move(name), true);
    l_.b.continue_in(block);
    expressions_.enter();
    write();
    expressions_.leave();
    l_.b.continue_in(back);
    return block;
}

Fallback Effects::fallback(
    const std::optional<Failure>& failure, const std::function<void()>& write)
{
    if (!failure)
        return Fallback{[this, write] { return cold("fails", write); }};
    if (!failure->error)
        return Fallback{[this] { return *next_turn_; }};
    return Fallback{[this, &failure = *failure] {
        const Declared& declared = l_.context.licence.errors[*failure.error];
        const std::string& name = declared.name;
        return cold(name, [&] {
            const std::vector<ValueId> arguments = told(declared, failure.arguments);
            l_.b.locate(failure.span);
            l_.failures.end_with(signature_of(error_named(l_.context.interface, name)), arguments);
        });
    }};
}

std::vector<ValueId> Effects::told(
    const Declared& declared, const std::vector<ExpressionId>& arguments)
{
    std::vector<ValueId> values;
    values.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i)
        values.push_back(expressions_.value(arguments[i], declared.fields[i].type));
    return values;
}

void Effects::condition(const Condition& when)
{
    Fallback otherwise = fallback(when.otherwise, [this, &when] {
        l_.b.locate(when.span);
        l_.failures.end_with("ConditionFailed(uint256)", {l_.b.constant(when.number)});
    });
    expressions_.require(when.condition, otherwise);
}

Holding Effects::holding_of(const MoneyPlace& place)
{
    Holding holding{.bucket = place.bucket};
    if (place.account)
        holding.account = expressions_.value(*place.account);
    return holding;
}

Fallback Effects::not_enough(const Holding& from, ValueId wanted)
{
    return fallback(std::nullopt, [this, from, wanted] {
        const ValueId there = held(l_, from.bucket, from.account);
        l_.failures.end_with("NotEnough(uint256,uint256)", {there, wanted});
    });
}

// Effects are at most max_nesting deep (the parser).
// NOLINTNEXTLINE(misc-no-recursion)
void Effects::effects(const std::vector<Effect>& effects)
{
    for (const Effect& next : effects)
    {
        l_.b.locate(next.span);
        std::visit([this](const auto& what) { effect(what); }, next.what);
    }
}

void Effects::effect(const SetEffect& set)
{
    const Keep& keep = l_.context.licence.keeps[set.keep];
    Fallback otherwise = fallback(set.otherwise, [] {});
    const auto value_of = [&](ExpressionId id) {
        return set.otherwise ? expressions_.value(id, otherwise) : expressions_.value(id);
    };
    std::optional<ValueId> key;
    if (set.key)
        key = value_of(*set.key);
    std::vector<FieldValue> values;
    for (const SetEffect::Field& field : set.fields)
    {
        const ValueId value = value_of(field.value);
        const Interval& range = l_.context.licence.expressions[field.value].type.range;
        const Interval& wanted = keep.fields[field.field].type.range;
        const BlockId failed = set.otherwise ? expressions_.block_of(otherwise)
                                             : l_.failures.without_arguments("Overflow");
        if (wanted.high && *wanted.high != max_uint256 &&
            (!range.high || *range.high > *wanted.high))
            l_.b.leave_if(l_.b.emit(Operation::gt, {value, l_.b.constant(*wanted.high)}), failed,
                "not_above");
        if (range.low < wanted.low)
            l_.b.leave_if(
                l_.b.emit(Operation::lt, {value, l_.b.constant(wanted.low)}), failed, "not_below");
        values.push_back({field.field, value});
    }
    expressions_.keeps().write(set.keep, key, values);
}

void Effects::effect(const GrantEffect& grant)
{
    const ValueId account = expressions_.value(grant.account);
    change_shares(l_, grant, account, expressions_.value(grant.amount));
}

void Effects::effect(const MoveEffect& what)
{
    const Holding from = holding_of(what.from);
    const Holding to = holding_of(what.to);
    if (what.otherwise)
    {
        Fallback otherwise = fallback(what.otherwise, [] {});
        const ValueId amount = expressions_.value(what.amount, otherwise);
        move(l_, from, to, amount, expressions_.block_of(otherwise));
        return;
    }
    const ValueId amount = expressions_.value(what.amount);
    Fallback otherwise = not_enough(from, amount);
    move(l_, from, to, amount, expressions_.block_of(otherwise));
}

void Effects::effect(const TellEffect& tell)
{
    const Declared& declared = l_.context.licence.events[tell.event];
    log_event(l_, declared.name, told(declared, tell.arguments));
}

// NOLINTNEXTLINE(misc-no-recursion)
void Effects::effect(const IfEffect& branch)
{
    const ValueId condition = expressions_.value(branch.condition);
    const BlockId then = l_.b.new_block("then");
    const BlockId joined = l_.b.new_block("joined");
    l_.b.leave_if(condition, then, "otherwise");
    const BlockId otherwise = l_.b.current();
    for (const auto& [block, inner] :
        {std::pair{otherwise, &branch.otherwise}, std::pair{then, &branch.then}})
    {
        l_.b.continue_in(block);
        expressions_.enter();
        effects(*inner);
        expressions_.leave();
        l_.b.jump(joined);
    }
    l_.b.continue_in(joined);
}

// NOLINTNEXTLINE(misc-no-recursion)
void Effects::effect(const ForEachEffect& loop)
{
    const CalldataRange& list = arguments_.list(loop.list);
    const std::uint64_t size = arguments_.entry_size(l_.context.licence, loop.list);
    const ValueId bytes = l_.b.emit(Operation::mul, {list.length, l_.b.constant(size)});
    const ValueId end = l_.b.emit(Operation::add, {list.offset, bytes});
    const BlockId turn = l_.b.new_block("turn");
    const BlockId next = l_.b.new_block("next_turn");
    const BlockId done = l_.b.new_block("done");
    const ValueId head = l_.b.add_parameter(turn);
    // Once more than there are entries: to find that none is left.
    l_.b.bound_visits(
        turn, static_cast<std::uint32_t>(arguments_.parameter(loop.list).max_length + 1));
    l_.b.jump(turn, {list.offset});

    l_.b.continue_in(turn);
    // What an earlier turn wrote is there now.
    expressions_.enter();
    expressions_.keeps().forget_words();
    l_.b.leave_if(
        l_.b.emit(Operation::iszero, {l_.b.emit(Operation::lt, {head, end})}), done, "entry");
    next_turn_ = next;
    entry(loop, head);
    next_turn_.reset();
    expressions_.leave();
    expressions_.keeps().forget_words();
    l_.b.jump(next);

    l_.b.continue_in(next);
    l_.b.jump(turn, {l_.b.emit(Operation::add, {head, l_.b.constant(size)})});
    l_.b.continue_in(done);
}

// NOLINTNEXTLINE(misc-no-recursion)
void Effects::entry(const ForEachEffect& loop, ValueId head)
{
    const ListEntry entry = arguments_.entry(l_, loop.list, head);
    expressions_.set_entry(loop.loop, entry);
    if (loop.signer)
        signature(loop, entry, head);
    for (const Condition& when : loop.whens)
        condition(when);
    effects(loop.effects);
}

void Effects::signature(const ForEachEffect& loop, const ListEntry& entry, ValueId head)
{
    const CalldataRange& list = arguments_.list(loop.list);
    const std::uint64_t size = arguments_.entry_size(l_.context.licence, loop.list);
    Fallback otherwise = fallback(loop.unsigned_else, [&] {
        const ValueId bytes = l_.b.emit(Operation::sub, {head, list.offset});
        const ValueId index = l_.b.emit(Operation::div, {bytes, l_.b.constant(size)});
        l_.failures.end_with("BadSignature(uint256)", {index});
    });
    const ValueId signer = expressions_.value(*loop.signer);
    const Message& message = l_.context.licence.messages[arguments_.parameter(loop.list).message];
    const CalldataRange& bytes = entry.proof->signature;
    const ValueId is_signed =
        is_signed_by(l_, message, entry.proof->fields, bytes.offset, bytes.length, signer);
    l_.b.leave_if(
        l_.b.emit(Operation::iszero, {is_signed}), expressions_.block_of(otherwise), "is_signed");
}
}  // namespace byline::compiler
