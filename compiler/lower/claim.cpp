#include "compiler/lower/claim.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/epochs.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/position.hpp"
#include "compiler/lower/returns.hpp"
#include "compiler/lower/token.hpp"

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
std::vector<std::size_t> claimable_buckets(const Licence& licence)
{
    std::vector<std::size_t> buckets;
    for (std::size_t i = 0; i < licence.buckets.size(); ++i)
    {
        if (is_claimable(licence.buckets[i]))
            buckets.push_back(i);
    }
    return buckets;
}

/// The only argument of a claim.
ValueId account_argument(Lowering& l)
{
    require_words(l, 1);
    return load_argument(l, 0, account_type());
}

/// The sum of some values of positions.
ValueId sum_of(Lowering& l, const std::vector<ValueId>& values, Operation operation)
{
    if (values.empty())
        return l.b.constant(0);
    ValueId sum = values.front();
    for (std::size_t i = 1; i < values.size(); ++i)
        sum = l.b.emit(operation, {sum, values[i]});
    return sum;
}

/// The block pay(payee, to): all that the payee may withdraw goes to `to`. Rule M2: all counters
/// are written before the one transfer, which comes last.
class PayLowering
{
public:
    explicit PayLowering(Lowering& l)
        : l_{l}, b_{l.b}, licence_{l.context.licence}, buckets_{claimable_buckets(licence_)}
    {}

    void run(ValueId payee, ValueId to)
    {
        std::vector<ValueId> keys;
        std::vector<ValueId> amounts;
        for (const std::size_t bucket : buckets_)
        {
            positions_.push_back(position_of(l_, bucket, payee));
            keys.push_back(positions_.back().key);
            amounts.push_back(positions_.back().amount);
        }
        const ValueId amount = sum_of(l_, amounts, Operation::add);
        const BlockId nothing = b_.new_block("pay_nothing", true);
        b_.leave_if(b_.emit(Operation::iszero, {amount}), nothing, "pay_amount");
        count();
        log_event(l_, "Claimed", {payee, amount});
        send(l_, to, amount);
        b_.end(ExitKind::stop);
        b_.continue_in(nothing);
        b_.leave_if(sum_of(l_, keys, Operation::bit_or),
            l_.failures.without_arguments("NothingToClaim"), "pay_stranger");
        l_.failures.end_with("NotAllowed(address)", {payee});
    }

private:
    void count()
    {
        std::vector<ValueId> held;
        for (std::size_t i = 0; i < buckets_.size(); ++i)
        {
            count_claim(l_, buckets_[i], positions_[i]);
            if (is_held(l_, buckets_[i]))
                held.push_back(positions_[i].amount);
        }
        if (!held.empty())
            take_from_held(l_, sum_of(l_, held, Operation::add));
    }

    Lowering& l_;
    ir::Builder& b_;
    const Licence& licence_;
    std::vector<std::size_t> buckets_;
    std::vector<ClaimPosition> positions_;
};

/// All that the buckets of the group ever received. Epochs do not count what left: theirs is what
/// they hold, closed ones included.
ValueId received_by(Lowering& l, std::size_t group)
{
    const ValueId known = receipts(l, group);
    const std::size_t bucket = l.context.licence.groups[group].buckets.front();
    const bool is_epochs =
        std::holds_alternative<EpochsRule>(l.context.licence.buckets[bucket].rule);
    if (!is_epochs || l.context.licence.groups[group].is_residual)
        return known;
    return l.b.emit(Operation::add, {known, outstanding(l, bucket)});
}

BlockId pay(Lowering& l)
{
    if (const auto found = l.shared.find("pay"); found != l.shared.end())
        return found->second;
    const BlockId back = l.b.current();
    const BlockId block = l.b.new_block("pay");
    l.shared.emplace("pay", block);
    const ValueId payee = l.b.add_parameter(block);
    const ValueId to = l.b.add_parameter(block);
    l.b.continue_in(block);
    PayLowering{l}.run(payee, to);
    l.b.continue_in(back);
    return block;
}

void claim_to(Lowering& l)
{
    const ValueId to = account_argument(l);
    // What goes to the address zero is lost.
    l.failures.end_if(
        l.b.emit(Operation::iszero, {to}), "BadParty(address)", {to}, "claimTo_somewhere");
    l.b.jump(pay(l), {l.b.emit(Operation::caller), to});
}
}  // namespace

void lower_claim(Lowering& l, FunctionKind kind)
{
    if (kind == FunctionKind::claim_to)
        return claim_to(l);
    const ValueId payee =
        kind == FunctionKind::claim_for ? account_argument(l) : l.b.emit(Operation::caller);
    l.b.jump(pay(l), {payee, payee});
}

void lower_claimable(Lowering& l, std::optional<std::size_t> bucket)
{
    const ValueId account = account_argument(l);
    std::vector<ValueId> amounts;
    for (const std::size_t own : claimable_buckets(l.context.licence))
    {
        if (!bucket || *bucket == own)
            amounts.push_back(claimable(l, own, account));
    }
    give(l, {sum_of(l, amounts, Operation::add)});
}

void lower_received(Lowering& l, std::optional<std::size_t> bucket)
{
    if (bucket)
        return give(l, {received(l, *bucket)});
    std::vector<ValueId> sums;
    const Licence& licence = l.context.licence;
    for (std::size_t i = 0; i < licence.groups.size(); ++i)
    {
        const BucketRule& rule = licence.buckets[licence.groups[i].buckets.front()].rule;
        if (!std::holds_alternative<TabRule>(rule) && !std::holds_alternative<PotRule>(rule))
            sums.push_back(received_by(l, i));
    }
    give(l, {sum_of(l, sums, Operation::add)});
}

void lower_surplus(Lowering& l)
{
    if (residual_group(l.context.licence) != nullptr)
        return give(l, {l.b.constant(0)});
    const bool is_token = l.context.licence.currency.is_token();
    const ValueId balance = is_token ? token_balance(l) : l.b.emit(Operation::selfbalance);
    ValueId owned = l.b.constant(0);
    if (is_token)
        owned = accounted_tokens(l);
    else if (l.context.storage.held)
        owned = l.b.emit(Operation::sload, {l.b.constant(*l.context.storage.held)});
    // A token may have taken some away.
    const ValueId more = l.b.emit(Operation::gt, {balance, owned});
    give(l, {l.b.emit(Operation::mul, {l.b.emit(Operation::sub, {balance, owned}), more})});
}

ValueId claimable(Lowering& l, std::size_t bucket, ValueId account)
{
    return position_of(l, bucket, account).amount;
}

ValueId received(Lowering& l, std::size_t bucket)
{
    const Bucket& own = l.context.licence.buckets[bucket];
    const ValueId all = received_by(l, own.group);
    // Both are below 2^128.
    const ValueId product = l.b.emit(Operation::mul, {all, l.b.constant(own.factor.numerator())});
    return l.b.emit(Operation::div, {product, l.b.constant(own.factor.denominator())});
}
}  // namespace byline::compiler
