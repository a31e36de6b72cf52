#include "compiler/lower/money.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/lower/epochs.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/position.hpp"
#include "compiler/lower/token.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

namespace byline::compiler
{
using ir::BlockId;
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned amount_bits = 128;

const Bucket& bucket_of(const Lowering& l, std::size_t bucket)
{
    return l.context.licence.buckets[bucket];
}

ValueId slot_value(Lowering& l, std::size_t bucket)
{
    return l.b.constant(l.context.storage.buckets[bucket].slot);
}

void overflow_if(Lowering& l, ValueId condition)
{
    l.b.leave_if(condition, l.failures.without_arguments("Overflow"), "in_range");
}

/// Adds to a word whose low 128 bits are an amount. It does not carry.
void add_to_word(Lowering& l, ValueId slot, ValueId word, ValueId amount)
{
    require_amount(l, l.b.emit(Operation::add, {amount_in(l, word), amount}));
    l.b.emit(Operation::sstore, {slot, l.b.emit(Operation::add, {word, amount})});
}

void put_into_tab(Lowering& l, const Holding& to, ValueId amount)
{
    const ValueId slot = tab_slot(l, to.bucket, *to.account);
    add_to_word(l, slot, l.b.emit(Operation::sload, {slot}), amount);
}

/// Rule M10: the time is that of the deposit that found the pot empty.
void put_into_pot(Lowering& l, std::size_t bucket, ValueId amount)
{
    const ValueId slot = slot_value(l, bucket);
    const ValueId word = l.b.emit(Operation::sload, {slot});
    const ValueId before = amount_in(l, word);
    const ValueId after = l.b.emit(Operation::add, {before, amount});
    require_amount(l, after);
    const ValueId was_empty = l.b.emit(Operation::iszero, {before});
    const ValueId since = time_in(l, word);
    const ValueId later = l.b.emit(Operation::sub, {l.b.emit(Operation::timestamp), since});
    const ValueId time =
        l.b.emit(Operation::add, {since, l.b.emit(Operation::mul, {was_empty, later})});
    l.b.emit(Operation::sstore, {slot, amount_and_time(l, after, time)});
}

/// A tab, a pot or a counter of receipts grows; of the residual group nothing is written.
void count_in(Lowering& l, const Holding& to, ValueId amount)
{
    const BucketRule& rule = bucket_of(l, to.bucket).rule;
    if (std::holds_alternative<TabRule>(rule))
        return put_into_tab(l, to, amount);
    if (std::holds_alternative<PotRule>(rule))
        return put_into_pot(l, to.bucket, amount);
    const auto& counter = l.context.storage.receipts[bucket_of(l, to.bucket).group];
    if (!counter)
        return;
    const ValueId slot = l.b.constant(counter->slot);
    const ValueId sum = l.b.emit(Operation::add, {l.b.emit(Operation::sload, {slot}), amount});
    require_amount(l, sum);
    l.b.emit(Operation::sstore, {slot, sum});
}

/// As if it came from outside: H does not see it.
void count_out(Lowering& l, const Holding& from, ValueId amount, BlockId not_enough)
{
    const bool is_tab = std::holds_alternative<TabRule>(bucket_of(l, from.bucket).rule);
    const ValueId slot =
        is_tab ? tab_slot(l, from.bucket, *from.account) : slot_value(l, from.bucket);
    const ValueId word = l.b.emit(Operation::sload, {slot});
    ValueId refused = l.b.emit(Operation::lt, {amount_in(l, word), amount});
    if (is_tab)
    {
        // leavesAt <= now, and not 0: less 1 that would be the largest of all.
        const ValueId before_leaving =
            l.b.emit(Operation::sub, {time_in(l, word), l.b.constant(1)});
        const ValueId leaving =
            l.b.emit(Operation::lt, {before_leaving, l.b.emit(Operation::timestamp)});
        refused = l.b.emit(Operation::bit_or, {refused, leaving});
    }
    l.b.leave_if(refused, not_enough, "enough");
    l.b.emit(Operation::sstore, {slot, l.b.emit(Operation::sub, {word, amount})});
}

ValueId residual_receipts(Lowering& l, const ReceiptGroup& group)
{
    ValueId sum = l.b.emit(Operation::selfbalance);
    for (const std::size_t bucket : group.buckets)
    {
        if (is_claimable(bucket_of(l, bucket)))
            sum = l.b.emit(Operation::add, {paid_from(l, bucket), sum});
    }
    if (l.context.storage.held)
        sum = l.b.emit(Operation::sub,
            {sum, l.b.emit(Operation::sload, {l.b.constant(*l.context.storage.held)})});
    if (l.payment_is_due)
        sum = l.b.emit(Operation::sub, {sum, l.b.emit(Operation::callvalue)});
    return sum;
}

/// The function receipts() of the residual group.
ir::FunctionId receipts_function(Lowering& l, const ReceiptGroup& group)
{
    return l.context.functions.function("receipts" + when_read(l), 1, [&](ir::Builder& b) {
        b.locate(bucket_of(l, group.buckets.front()).span);
        Failures failures{b};
        Lowering inner{l.context, b, failures};
        inner.payment_is_due = l.payment_is_due;
        const ValueId sum = residual_receipts(inner, group);
        require_amount(inner, sum);
        b.end(ir::ExitKind::give_back, {sum});
    });
}
}  // namespace

std::string when_read(const Lowering& l)
{
    return l.payment_is_due ? "_before_payment" : "";
}

void require_amount(Lowering& l, ValueId value)
{
    overflow_if(l, l.b.emit(Operation::shr, {l.b.constant(amount_bits), value}));
}

ValueId amount_in(Lowering& l, ValueId word)
{
    return field_of(l, word, 0, amount_bits);
}

ValueId time_in(Lowering& l, ValueId word)
{
    return l.b.emit(Operation::shr, {l.b.constant(amount_bits), word});
}

ValueId amount_and_time(Lowering& l, ValueId amount, ValueId time)
{
    return l.b.emit(
        Operation::bit_or, {l.b.emit(Operation::shl, {l.b.constant(amount_bits), time}), amount});
}

ValueId tab_slot(Lowering& l, std::size_t bucket, ValueId account)
{
    return mapping_slot(l, account, slot_value(l, bucket));
}

ValueId unchecked_receipts(Lowering& l, std::size_t group)
{
    if (const auto& counter = l.context.storage.receipts[group])
        return l.b.emit(Operation::sload, {l.b.constant(counter->slot)});
    const ReceiptGroup& own = l.context.licence.groups[group];
    if (own.buckets.size() == 1)
        return residual_receipts(l, own);
    return l.b.call(receipts_function(l, own), {}, 1, "receipts_known").front();
}

ValueId receipts(Lowering& l, std::size_t group)
{
    const ReceiptGroup& own = l.context.licence.groups[group];
    if (!own.is_residual)
        return unchecked_receipts(l, group);
    // The code of a position is there anyway. Nobody has the address zero: only R is wanted.
    if (own.buckets.size() == 1 && is_claimable(bucket_of(l, own.buckets.front())))
        return position_of(l, own.buckets.front(), l.b.constant(0)).receipts;
    return l.b.call(receipts_function(l, own), {}, 1, "receipts_known").front();
}

ValueId accounted_tokens(Lowering& l)
{
    const Licence& licence = l.context.licence;
    ValueId sum = l.context.storage.held
                      ? l.b.emit(Operation::sload, {l.b.constant(*l.context.storage.held)})
                      : l.b.constant(0);
    for (std::size_t i = 0; i < licence.groups.size(); ++i)
    {
        if (l.context.storage.receipts[i])
            sum = l.b.emit(Operation::add, {sum, receipts(l, i)});
    }
    for (std::size_t i = 0; i < licence.buckets.size(); ++i)
    {
        if (is_claimable(licence.buckets[i]))
            sum = l.b.emit(Operation::sub, {sum, paid_from(l, i)});
        if (std::holds_alternative<EpochsRule>(licence.buckets[i].rule))
            sum = l.b.emit(Operation::add, {sum, outstanding(l, i)});
    }
    return sum;
}

bool is_held(const Lowering& l, std::size_t bucket)
{
    const Bucket& own = bucket_of(l, bucket);
    if (!l.context.licence.currency.is_token())
        return !l.context.licence.groups[own.group].is_residual;
    return std::holds_alternative<TabRule>(own.rule) || std::holds_alternative<PotRule>(own.rule);
}

void add_to_held(Lowering& l, ValueId amount)
{
    if (!l.context.storage.held)
        return;
    const ValueId slot = l.b.constant(*l.context.storage.held);
    const ValueId sum = l.b.emit(Operation::add, {l.b.emit(Operation::sload, {slot}), amount});
    require_amount(l, sum);
    l.b.emit(Operation::sstore, {slot, sum});
}

void take_from_held(Lowering& l, ValueId amount)
{
    if (!l.context.storage.held)
        return;
    const ValueId slot = l.b.constant(*l.context.storage.held);
    const ValueId before = l.b.emit(Operation::sload, {slot});
    l.b.emit(Operation::sstore, {slot, l.b.emit(Operation::sub, {before, amount})});
}

void receive_payment(
    Lowering& l, const Takes& takes, ValueId amount, std::optional<ValueId> account)
{
    const std::size_t bucket = l.context.licence.groups[takes.group].buckets.front();
    count_in(l, {bucket, account}, amount);
    if (is_held(l, bucket))
        add_to_held(l, amount);
}

ValueId held(Lowering& l, std::size_t bucket, std::optional<ValueId> account)
{
    const ValueId slot = account ? tab_slot(l, bucket, *account) : slot_value(l, bucket);
    return amount_in(l, l.b.emit(Operation::sload, {slot}));
}

void draw(Lowering& l, const Holding& from, ValueId amount, BlockId not_enough)
{
    count_out(l, from, amount, not_enough);
    take_from_held(l, amount);
}

void move(Lowering& l, const Holding& from, const Holding& to, ValueId amount, BlockId not_enough)
{
    count_out(l, from, amount, not_enough);
    count_in(l, to, amount);
    if (!is_held(l, to.bucket))
        take_from_held(l, amount);
}

void send(Lowering& l, ValueId to, ValueId amount)
{
    if (l.context.licence.currency.is_token())
        return send_token(l, to, amount);
    const ValueId zero = l.b.constant(0);
    const ValueId done =
        l.b.emit(Operation::call, {l.b.emit(Operation::gas), to, amount, zero, zero, zero, zero});
    const ValueId failed = l.b.emit(Operation::iszero, {done});
    l.b.leave_if(failed, l.failures.without_arguments("TransferFailed"), "sent");
}
}  // namespace byline::compiler
