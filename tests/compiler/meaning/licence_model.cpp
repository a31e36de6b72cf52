#include "tests/compiler/meaning/licence_model.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace byline::testing
{
using compiler::Bucket;
using compiler::EpochsRule;
using compiler::PoolRule;
using compiler::PotRule;
using compiler::ShareRule;
using compiler::TabRule;
using compiler::Tier;

namespace
{
const Integer beyond_amounts = Integer{1} << 128;
/// Rule M7: a pool adds 2^-32 before it rounds down, which makes good what it lost on the way.
const Exact made_good{1, Integer{1} << 32};

Exact exact(const compiler::Rational& value)
{
    return {integer(value.numerator()), integer(value.denominator())};
}
}  // namespace

void require_amount(const Integer& value)
{
    if (value >= beyond_amounts)
        throw OutOfRange{};
}

Integer integer(const uint256& word)
{
    Integer result;
    for (std::size_t i = word.words.size(); i-- > 0;)
        result = (result << 64) | word.words[i];
    return result;
}

uint256 word_of(const Integer& value)
{
    std::array<std::uint64_t, 4> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = static_cast<std::uint64_t>((value >> (64 * i)) & ~std::uint64_t{0});
    uint256 result;
    for (std::size_t i = 0; i < words.size(); ++i)
        result.words[i] = words[i];
    return result;
}

Integer floor_of(const Exact& value)
{
    return boost::multiprecision::numerator(value) / boost::multiprecision::denominator(value);
}

LicenceModel::LicenceModel(const compiler::Licence& licence, const compiler::Interface& interface,
    const Integer& terms_hash, std::vector<Integer> parties, const Integer& self)
    : licence_{licence}, interface_{interface}, terms_hash_{terms_hash}, self_{self}
{
    state_.offers.resize(parties.size());
    state_.parties = std::move(parties);
    state_.keeps.resize(licence.keeps.size());
    for (std::size_t i = 0; i < licence.keeps.size(); ++i)
        for (const uint256& value : licence.keeps[i].initial)
            state_.keeps[i][0].push_back(integer(value));
    state_.receipts.resize(licence.groups.size());
    state_.withdrawn.resize(licence.buckets.size());
    state_.pools.resize(licence.buckets.size());
    state_.epochs.resize(licence.buckets.size());
    state_.tabs.resize(licence.buckets.size());
    state_.pots.resize(licence.buckets.size());
}

Expected LicenceModel::answer(const std::function<void(Expected&)>& run)
{
    const ModelState before = state_;
    const std::size_t told = told_.size();
    Expected result;
    ++depth_;
    try
    {
        run(result);
        result.events.assign(told_.begin() + static_cast<std::ptrdiff_t>(told), told_.end());
    }
    catch (const Reverted& reverted)
    {
        result = {.success = false,
            .error = reverted.error,
            .arguments = reverted.arguments,
            .is_any_error = reverted.is_any_error};
    }
    catch (const OutOfRange&)
    {
        result = {.success = false, .error = error("Overflow")};
    }
    if (!result.success)
    {
        state_ = before;
        told_.resize(told);
    }
    if (--depth_ == 0)
        told_.clear();
    return result;
}

Expected LicenceModel::attempt(const std::function<void()>& run)
{
    return answer([&](Expected&) {
        if (state_.is_locked)
            throw Reverted{error("Locked")};
        run();
    });
}

std::string LicenceModel::event(std::string_view name) const
{
    return signature_of(event_named(interface_, name));
}

std::string LicenceModel::error(std::string_view name) const
{
    return signature_of(error_named(interface_, name));
}

std::vector<Integer> LicenceModel::kept(std::size_t keep, const Integer& key) const
{
    const auto found = state_.keeps[keep].find(key);
    if (found != state_.keeps[keep].end())
        return found->second;
    return std::vector<Integer>(licence_.keeps[keep].fields.size());
}

/// Rule M1: the buckets of a group are paid in their fixed ratio.
void LicenceModel::receive(std::size_t group, const Integer& amount)
{
    const std::size_t first = licence_.groups[group].buckets.front();
    const bool is_epochs = std::holds_alternative<EpochsRule>(licence_.buckets[first].rule);
    Integer& receipts = is_epochs ? state_.epochs[first].open : state_.receipts[group];
    receipts += amount;
    require_amount(receipts);
    for (const std::size_t bucket : licence_.groups[group].buckets)
    {
        const auto* rule = std::get_if<PoolRule>(&licence_.buckets[bucket].rule);
        if (rule == nullptr)
            continue;
        ModelPool& pool = state_.pools[bucket];
        const Exact part = exact(licence_.buckets[bucket].factor) * Exact{amount};
        if (pool.total == 0)
            pool.earned[state_.parties[rule->when_empty]] += part;
        else
            for (const auto& [who, shares] : pool.shares)
                pool.earned[who] += part * Exact{shares, pool.total};
    }
}

void LicenceModel::put(
    std::size_t bucket, const Integer& account, const Integer& amount, const Integer& now)
{
    const Bucket& own = licence_.buckets[bucket];
    if (std::holds_alternative<TabRule>(own.rule))
    {
        ModelHolding& tab = state_.tabs[bucket][account];
        tab.amount += amount;
        require_amount(tab.amount);
        return require_amount(set_aside());
    }
    if (!std::holds_alternative<PotRule>(own.rule))
        return receive(own.group, amount);
    // Rule M10: since it last became non-empty.
    ModelHolding& pot = state_.pots[bucket];
    if (pot.amount == 0)
        pot.time = now;
    pot.amount += amount;
    require_amount(pot.amount);
    require_amount(set_aside());
}

Integer LicenceModel::set_aside() const
{
    Integer sum;
    for (const auto& tab : state_.tabs)
        for (const auto& [who, holding] : tab)
            sum += holding.amount;
    for (const ModelHolding& pot : state_.pots)
        sum += pot.amount;
    return sum;
}

void LicenceModel::send(const Integer& to, const Integer& amount)
{
    if (is_token())
    {
        // Rule M6: what is on its way out must not be absorbed.
        const bool absorbs = default_bucket(licence_) != nullptr;
        state_.is_locked = absorbs;
        enter_by_token(Hook::before_send);
        move_tokens(self_, to, amount);
        state_.is_locked = false;
        return;
    }
    if (to == self_)
    {
        // What is sent to oneself is a plain transfer.
        const Bucket* bucket = default_bucket(licence_);
        if (bucket == nullptr)
            throw Reverted{error("TransferFailed")};
        return receive(bucket->group, amount);
    }
    state_.balance -= amount;
    state_.sent[to] += amount;
    enter(to);
}

namespace
{
/// Receipts of the group at which a tier of one of its buckets is full: a payment that crosses the
/// limit is cut at the next whole unit (rule M17).
Integer full_at(const Integer& until, const compiler::Rational& factor)
{
    const Exact at = Exact{until} / exact(factor);
    const Integer whole = floor_of(at);
    return Exact{whole} == at ? whole : whole + 1;
}
}  // namespace

/// All that the account may ever withdraw of what came in: f_p(R).
Exact LicenceModel::entitlement(std::size_t bucket, const Integer& who) const
{
    const Bucket& own = licence_.buckets[bucket];
    if (std::holds_alternative<PoolRule>(own.rule))
    {
        const auto& earned = state_.pools[bucket].earned;
        const auto found = earned.find(who);
        return found == earned.end() ? Exact{} : found->second + made_good;
    }
    const auto& rule = std::get<ShareRule>(own.rule);
    const Integer& all = state_.receipts[own.group];
    Exact result;
    Integer begin;
    for (const Tier& tier : rule.tiers)
    {
        const Integer end = tier.until ? full_at(integer(*tier.until), own.factor) : all;
        const Integer filled = std::min(all, end);
        if (filled <= begin)
            break;
        for (std::size_t i = 0; i < rule.payees.size(); ++i)
            if (state_.parties[rule.payees[i]] == who)
                result += exact(own.factor) * Exact{filled - begin} * exact(tier.shares[i]);
        begin = end;
    }
    return result;
}

Integer LicenceModel::claimable(std::size_t bucket, const Integer& who) const
{
    const Integer all = floor_of(entitlement(bucket, who));
    const auto found = state_.withdrawn[bucket].find(who);
    return found == state_.withdrawn[bucket].end() ? all : all - found->second;
}

Integer LicenceModel::received(std::size_t bucket) const
{
    const Bucket& own = licence_.buckets[bucket];
    if (std::holds_alternative<EpochsRule>(own.rule))
        return state_.epochs[bucket].open + outstanding(bucket);
    return floor_of(exact(own.factor) * Exact{state_.receipts[own.group]});
}

Integer LicenceModel::received_by_all() const
{
    Integer sum;
    for (const Integer& receipts : state_.receipts)
        sum += receipts;
    for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        if (std::holds_alternative<EpochsRule>(licence_.buckets[i].rule))
            sum += received(i);
    return sum;
}

Integer LicenceModel::surplus() const
{
    if (residual_group(licence_) != nullptr)
        return 0;
    const Integer owned = is_token() ? accounted() : set_aside();
    const Integer there = is_token() ? state_.tokens.at(self_) : state_.balance;
    return there > owned ? there - owned : Integer{};
}

/// Whether the account has a place in the bucket at all.
bool LicenceModel::has_place(std::size_t bucket, const Integer& who) const
{
    const compiler::BucketRule& rule = licence_.buckets[bucket].rule;
    if (const auto* pool = std::get_if<PoolRule>(&rule))
        return state_.parties[pool->when_empty] == who || state_.pools[bucket].shares.contains(who);
    for (const std::size_t payee : std::get<ShareRule>(rule).payees)
        if (state_.parties[payee] == who)
            return true;
    return false;
}

Expected LicenceModel::claim(const Integer& payee, const Integer& to)
{
    return attempt([&] {
        if (to == 0 && payee != 0)
            throw Reverted{error("BadParty"), {to}};
        Integer sum;
        bool is_payee = false;
        bool had_place = false;
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            if (!is_claimable(licence_.buckets[i]))
                continue;
            const Integer amount = claimable(i, payee);
            state_.withdrawn[i][payee] += amount;
            sum += amount;
            const auto shares = state_.pools[i].shares.find(payee);
            const bool has_left = shares != state_.pools[i].shares.end() && shares->second == 0;
            (has_left ? had_place : is_payee) |= has_place(i, payee);
        }
        if (sum == 0 && is_payee)
            throw Reverted{error("NothingToClaim")};
        if (sum == 0)
            throw Reverted{error("NotAllowed"), {payee}, had_place};
        tell({event("Claimed"), {payee}, {sum}});
        send(to, sum);
    });
}

Expected LicenceModel::transfer(const Integer& value)
{
    return attempt([&] {
        const Bucket* bucket = default_bucket(licence_);
        if (bucket == nullptr || is_token())
            throw Reverted{};
        state_.balance += value;
        receive(bucket->group, value);
    });
}

void LicenceModel::force(const Integer& value)
{
    state_.balance += value;
    const compiler::ReceiptGroup* group = residual_group(licence_);
    if (group != nullptr)
        receive(static_cast<std::size_t>(group - licence_.groups.data()), value);
}
}  // namespace byline::testing
