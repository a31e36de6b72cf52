#include "compiler/lower/pool.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/position.hpp"
#include "compiler/lower/returns.hpp"
#include "compiler/sema/dimension.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Rule M7, in one word an account. A pool's words are {total 64 | acc 192} and {claimed 128 |
// synced 128}, a member's {shares 64 | due 192}, fields named from the low end. acc is what a share
// ever earned up to the receipts `synced`, with 64 fraction bits. An account has earned shares *
// acc + due: whoever gets shares owes what they earned before, so that only `due` and the shares
// change with them, and a withdrawal is taken off `due`. All of it is arithmetic modulo 2^192 at
// the upper end of a word, where what carries is lost: the sum itself is between -2^32 and 2^192 -
// 2^64, since receipts are below 2^128, and 2^32 is added to it before it is read. The bucket's
// factor is multiplied through: a division is by denominator * total, so that receipts are rounded
// once.
namespace byline::compiler
{
using ir::BlockId;
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned shares_bits = 64;
constexpr unsigned fraction_bits = 64;
constexpr unsigned amount_bits = 128;
constexpr uint256 max_shares{~std::uint64_t{0}};
/// 2^32 where `due` lies: more than what rounding down ever took, and no amount that anybody sees.
constexpr uint256 rounding{0, 0, 1ULL << 32, 0};
constexpr std::size_t position_results = 6;

/// Writes code about one pool. The words of the pool and of one account, read once.
class PoolLowering
{
public:
    PoolLowering(Lowering& l, std::size_t bucket)
        : l_{l},
          b_{l.b},
          bucket_{l.context.licence.buckets[bucket]},
          rule_{std::get<PoolRule>(bucket_.rule)},
          slot_{l.context.storage.buckets[bucket].slot}
    {}

    /// The body of the function position(account).
    void position()
    {
        const ValueId account = b_.add_parameter(0);
        const ValueId receipts = unchecked_receipts(l_, bucket_.group);
        read_pool(receipts);
        const ValueId slot = slot_of_member(account);
        const ValueId member = b_.emit(Operation::sload, {slot});
        const ValueId is_heir = b_.emit(Operation::eq, {heir(), account});
        const ValueId unclaimed =
            sum({member, earned(member), unshared(is_heir), b_.constant(rounding)});
        const ValueId amount = shifted(Operation::shr, amount_bits, unclaimed);
        b_.leave_if(shifted(Operation::shr, amount_bits, receipts),
            l_.failures.without_arguments("Overflow"), "fits");
        const ValueId key = b_.emit(Operation::bit_or, {member, is_heir});
        b_.end(ir::ExitKind::give_back, {receipts, key, amount, member, slot, claimed_});
    }

    void count(const ClaimPosition& at)
    {
        const ValueId whole = shifted(Operation::shl, amount_bits, at.amount);
        b_.emit(Operation::sstore, {at.slot, b_.emit(Operation::sub, {at.counter, whole})});
        b_.emit(Operation::sstore, {slot(1), sum({at.claimed, at.amount})});
    }

    /// The body of the function change_shares(account, change), which gives back the account's
    /// shares; the change is signed.
    void change_shares()
    {
        const ValueId account = b_.add_parameter(0);
        const ValueId change = b_.add_parameter(0);
        refuse_bad(account);
        const ValueId receipts = unchecked_receipts(l_, bucket_.group);
        read_pool(receipts);
        const ValueId member_slot = slot_of_member(account);
        const ValueId member = b_.emit(Operation::sload, {member_slot});
        const ValueId shares = sum({shares_in(member), change});
        const ValueId too_many = b_.emit(Operation::bit_or, {shares, sum({total_, change})});
        const ValueId large =
            b_.emit(Operation::bit_or, {shifted(Operation::shr, shares_bits, too_many),
                                           shifted(Operation::shr, amount_bits, receipts)});
        b_.leave_if(large, l_.failures.without_arguments("Overflow"), "shares_fit");
        const ValueId owed = b_.emit(Operation::mul, {change, acc()});
        const ValueId changed = b_.emit(Operation::sub, {sum({member, change}), owed});
        b_.emit(Operation::sstore, {member_slot, changed});
        b_.emit(Operation::sstore, {slot(0), sum({pool_, growth(), change})});
        b_.emit(Operation::sstore,
            {slot(1), sum({claimed_, shifted(Operation::shl, amount_bits, income_)})});
        credit_heir();
        b_.end(ir::ExitKind::give_back, {shares});
    }

    /// The pool is synced. What a claim rounded up beyond what was due stays where it is: two such
    /// debts in one account would be more than the next claim adds before it rounds down.
    void hand_over(ValueId from, ValueId to)
    {
        pool_ = b_.emit(Operation::sload, {slot(0)});
        const ValueId source = slot_of_member(from);
        const ValueId member = b_.emit(Operation::sload, {source});
        const ValueId shares = shares_in(member);
        const ValueId acc =
            b_.emit(Operation::sub, {pool_, b_.emit(Operation::bit_and, {pool_, shares_mask()})});
        const ValueId gone =
            b_.emit(Operation::sub, {shares, b_.emit(Operation::mul, {shares, acc})});
        const ValueId due = b_.emit(Operation::sub, {member, gone});
        const BlockId done = b_.new_block("handed_over");
        b_.leave_if(b_.emit(Operation::slt, {due, b_.constant(0)}), done, "is_owed");
        b_.emit(Operation::sstore, {source, gone});
        add_to_due(slot_of_member(to), due);
        b_.jump(done);
        b_.continue_in(done);
    }

    ValueId shares_of(ValueId account)
    {
        return shares_in(b_.emit(Operation::sload, {slot_of_member(account)}));
    }

    ValueId total() { return shares_in(b_.emit(Operation::sload, {slot(0)})); }

    ValueId paid() { return amount_in(l_, b_.emit(Operation::sload, {slot(1)})); }

private:
    ValueId slot(std::size_t offset) { return b_.constant(slot_ + offset); }

    ValueId slot_of_member(ValueId account) { return mapping_slot(l_, account, slot(2)); }

    ValueId shifted(Operation operation, unsigned bits, ValueId value)
    {
        return b_.emit(operation, {b_.constant(bits), value});
    }

    ValueId sum(const std::vector<ValueId>& values)
    {
        ValueId result = values.front();
        for (std::size_t i = 1; i < values.size(); ++i)
            result = b_.emit(Operation::add, {result, values[i]});
        return result;
    }

    ValueId shares_mask() { return b_.constant(max_shares); }

    ValueId shares_in(ValueId word) { return b_.emit(Operation::bit_and, {word, shares_mask()}); }

    /// Who gets what comes in while nobody has shares.
    ValueId heir() { return party_address(l_, rule_.when_empty); }

    void read_pool(ValueId receipts)
    {
        pool_ = b_.emit(Operation::sload, {slot(0)});
        claimed_ = b_.emit(Operation::sload, {slot(1)});
        total_ = shares_in(pool_);
        income_ =
            b_.emit(Operation::sub, {receipts, shifted(Operation::shr, amount_bits, claimed_)});
        // The numerator is below 2^64 (B103): 128, 64 and 64 bits.
        own_income_ = shifted(Operation::shl, fraction_bits,
            b_.emit(Operation::mul, {income_, b_.constant(bucket_.factor.numerator())}));
    }

    /// What a share earned since the pool was synced, where acc lies; 0 if there is none.
    ValueId growth()
    {
        const ValueId divisor =
            b_.emit(Operation::mul, {total_, b_.constant(bucket_.factor.denominator())});
        return shifted(
            Operation::shl, shares_bits, b_.emit(Operation::div, {own_income_, divisor}));
    }

    /// What the pool earned since then, where `due` lies.
    ValueId whole_growth()
    {
        return shifted(Operation::shl, shares_bits,
            b_.emit(Operation::div, {own_income_, b_.constant(bucket_.factor.denominator())}));
    }

    /// What a share ever earned, at the upper end of a word.
    ValueId acc() { return b_.emit(Operation::sub, {sum({pool_, growth()}), total_}); }

    /// What the member's shares ever earned.
    ValueId earned(ValueId member) { return b_.emit(Operation::mul, {shares_in(member), acc()}); }

    /// What came in since the pool was synced, for the heir of an empty pool.
    ValueId unshared(ValueId is_heir)
    {
        const ValueId empty = b_.emit(Operation::iszero, {total_});
        const ValueId whose = b_.emit(Operation::bit_and, {empty, is_heir});
        return b_.emit(Operation::mul, {whole_growth(), whose});
    }

    /// Rule M4.
    void refuse_bad(ValueId account)
    {
        const ValueId is_zero = b_.emit(Operation::iszero, {account});
        const ValueId is_self = b_.emit(Operation::eq, {b_.emit(Operation::self), account});
        l_.failures.end_if(b_.emit(Operation::bit_or, {is_zero, is_self}), "BadParty(address)",
            {account}, "may_have_shares");
    }

    void credit_heir()
    {
        const BlockId shared = b_.new_block("shared");
        const ValueId nothing = b_.emit(Operation::iszero, {income_});
        b_.leave_if(b_.emit(Operation::bit_or, {total_, nothing}), shared, "unshared");
        add_to_due(slot_of_member(heir()), whole_growth());
        b_.jump(shared);
        b_.continue_in(shared);
    }

    void add_to_due(ValueId slot, ValueId amount)
    {
        b_.emit(Operation::sstore, {slot, sum({b_.emit(Operation::sload, {slot}), amount})});
    }

    Lowering& l_;
    ir::Builder& b_;
    const Bucket& bucket_;
    const PoolRule& rule_;
    std::size_t slot_;
    ValueId pool_ = 0;
    ValueId claimed_ = 0;
    ValueId total_ = 0;
    ValueId income_ = 0;
    ValueId own_income_ = 0;
};

std::string event_name(const Bucket& bucket)
{
    std::string name = bucket.name + "Shares";
    if (name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

/// Calls change_shares and logs what it gives back.
void call_change_shares(Lowering& l, std::size_t pool, ValueId account, ValueId change)
{
    const Bucket& own = l.context.licence.buckets[pool];
    const ir::FunctionId function =
        l.context.functions.function("change_" + own.name, 1, [&](ir::Builder& b) {
            b.locate(own.span);
            Failures failures{b};
            Lowering inner{l.context, b, failures};
            PoolLowering{inner, pool}.change_shares();
        });
    const std::vector<ValueId> shares =
        l.b.call(function, {account, change}, 1, own.name + "_changed");
    log_event(l, event_name(own), {account, shares.front()});
}
}  // namespace

void lower_pool_function(Lowering& l, const ExternalFunction& function)
{
    if (function.kind == FunctionKind::pool_total)
        return give(l, {pool_total(l, function.index)});
    require_words(l, 1);
    give(l, {pool_shares(l, function.index, load_argument(l, 0, account_type()))});
}

void change_shares(Lowering& l, const GrantEffect& effect, ValueId account, ValueId amount)
{
    const Interval& range = l.context.licence.expressions[effect.amount].type.range;
    if (!range.high || *range.high > max_shares)
        l.b.leave_if(l.b.emit(Operation::shr, {l.b.constant(shares_bits), amount}),
            l.failures.without_arguments("Overflow"), "shares_in_range");
    const ValueId change =
        effect.revokes ? l.b.emit(Operation::sub, {l.b.constant(0), amount}) : amount;
    call_change_shares(l, effect.pool, account, change);
}

ValueId pool_shares(Lowering& l, std::size_t pool, ValueId account)
{
    return PoolLowering{l, pool}.shares_of(account);
}

ValueId pool_total(Lowering& l, std::size_t pool)
{
    return PoolLowering{l, pool}.total();
}

void hand_over_due(Lowering& l, std::size_t pool, ValueId from, ValueId to)
{
    // Brings `due` up to date.
    call_change_shares(l, pool, from, l.b.constant(0));
    PoolLowering{l, pool}.hand_over(from, to);
}

ClaimPosition pool_position(Lowering& l, std::size_t bucket, ValueId account)
{
    const Bucket& own = l.context.licence.buckets[bucket];
    const ir::FunctionId function = l.context.functions.function(
        "position_" + own.name + when_read(l), position_results, [&](ir::Builder& b) {
            b.locate(own.span);
            Failures failures{b};
            Lowering inner{l.context, b, failures};
            inner.payment_is_due = l.payment_is_due;
            PoolLowering{inner, bucket}.position();
        });
    const std::vector<ValueId> results =
        l.b.call(function, {account}, position_results, own.name + "_position");
    return {.receipts = results[0],
        .key = results[1],
        .amount = results[2],
        .counter = results[3],
        .slot = results[4],
        .claimed = results[5]};
}

void count_pool_claim(Lowering& l, std::size_t bucket, const ClaimPosition& position)
{
    PoolLowering{l, bucket}.count(position);
}

ValueId paid_from_pool(Lowering& l, std::size_t bucket)
{
    return PoolLowering{l, bucket}.paid();
}
}  // namespace byline::compiler
