#include "tests/compiler/meaning/licence_model.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace byline::testing
{
using compiler::Bucket;
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

void require_amount(const Integer& value)
{
    if (value >= beyond_amounts)
        throw OutOfRange{};
}
}  // namespace

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
    : licence_{licence},
      interface_{interface},
      terms_hash_{terms_hash},
      parties_{std::move(parties)},
      self_{self}
{
    state_.keeps.resize(licence.keeps.size());
    for (std::size_t i = 0; i < licence.keeps.size(); ++i)
        for (const uint256& value : licence.keeps[i].initial)
            state_.keeps[i][0].push_back(integer(value));
    state_.receipts.resize(licence.groups.size());
    state_.withdrawn.resize(licence.buckets.size());
    state_.pools.resize(licence.buckets.size());
    state_.tabs.resize(licence.buckets.size());
    state_.pots.resize(licence.buckets.size());
}

Expected LicenceModel::attempt(const std::function<void(Expected&)>& run)
{
    const ModelState before = state_;
    try
    {
        Expected result;
        run(result);
        return result;
    }
    catch (const Reverted& reverted)
    {
        state_ = before;
        return {.success = false,
            .error = reverted.error,
            .arguments = reverted.arguments,
            .is_any_error = reverted.is_any_error};
    }
    catch (const OutOfRange&)
    {
        state_ = before;
        return {.success = false, .error = error("Overflow")};
    }
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
    state_.receipts[group] += amount;
    require_amount(state_.receipts[group]);
    for (const std::size_t bucket : licence_.groups[group].buckets)
    {
        const auto* rule = std::get_if<PoolRule>(&licence_.buckets[bucket].rule);
        if (rule == nullptr)
            continue;
        ModelPool& pool = state_.pools[bucket];
        const Exact part = exact(licence_.buckets[bucket].factor) * Exact{amount};
        if (pool.total == 0)
            pool.earned[parties_[rule->when_empty]] += part;
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
        return require_amount(tab.amount);
    }
    if (!std::holds_alternative<PotRule>(own.rule))
        return receive(own.group, amount);
    // Rule M10: since it last became non-empty.
    ModelHolding& pot = state_.pots[bucket];
    if (pot.amount == 0)
        pot.time = now;
    pot.amount += amount;
    require_amount(pot.amount);
}

void LicenceModel::send(const Integer& to, const Integer& amount)
{
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
            if (parties_[rule.payees[i]] == who)
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
    return floor_of(exact(own.factor) * Exact{state_.receipts[own.group]});
}

Integer LicenceModel::received_by_all() const
{
    Integer sum;
    for (const Integer& receipts : state_.receipts)
        sum += receipts;
    return sum;
}

Integer LicenceModel::surplus() const
{
    if (residual_group(licence_) != nullptr)
        return 0;
    Integer held;
    for (const auto& tab : state_.tabs)
        for (const auto& [who, holding] : tab)
            held += holding.amount;
    for (const ModelHolding& pot : state_.pots)
        held += pot.amount;
    return state_.balance - held;
}

/// Whether the account has a place in the bucket at all.
bool LicenceModel::has_place(std::size_t bucket, const Integer& who) const
{
    const compiler::BucketRule& rule = licence_.buckets[bucket].rule;
    if (const auto* pool = std::get_if<PoolRule>(&rule))
        return parties_[pool->when_empty] == who || state_.pools[bucket].shares.contains(who);
    for (const std::size_t payee : std::get<ShareRule>(rule).payees)
        if (parties_[payee] == who)
            return true;
    return false;
}

Expected LicenceModel::claim(const Integer& payee, const Integer& to)
{
    return attempt([&](Expected& result) {
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
        result.events.push_back({event("Claimed"), {payee}, {sum}});
        send(to, sum);
    });
}

Expected LicenceModel::fund(std::size_t bucket, const ModelCall& call)
{
    return attempt([&](Expected& result) {
        state_.balance += call.value;
        put(bucket, call.caller, call.value, call.now);
        state_.tabs[bucket][call.caller].time = 0;
        result.events.push_back({event("Funded"), {call.caller}, {call.value}});
    });
}

Expected LicenceModel::leave(std::size_t bucket, const ModelCall& call)
{
    return attempt([&](Expected& result) {
        ModelHolding& tab = state_.tabs[bucket][call.caller];
        if (tab.time != 0)
            return;
        const auto& rule = std::get<TabRule>(licence_.buckets[bucket].rule);
        tab.time = call.now + rule.notice.value_or(0);
        result.events.push_back({event("Leaving"), {call.caller}, {tab.time}});
    });
}

Expected LicenceModel::withdraw(std::size_t bucket, const ModelCall& call)
{
    return attempt([&](Expected& result) {
        const ModelHolding tab = state_.tabs[bucket][call.caller];
        if (tab.time == 0 || call.now < tab.time)
            throw Reverted{error("TooEarly"), {tab.time}};
        state_.tabs[bucket].erase(call.caller);
        result.events.push_back({event("Withdrawn"), {call.caller}, {tab.amount}});
        send(call.caller, tab.amount);
    });
}

Expected LicenceModel::exit(std::size_t bucket, const ModelCall& call)
{
    return attempt([&](Expected& result) {
        const auto& rule = std::get<PotRule>(licence_.buckets[bucket].rule);
        const ModelHolding pot = state_.pots[bucket];
        if (pot.amount == 0)
            throw Reverted{error("NothingToClaim")};
        if (call.now < pot.time + rule.exit_after)
            throw Reverted{error("TooEarly"), {pot.time + rule.exit_after}};
        state_.pots[bucket] = {};
        const Integer& to = parties_[rule.exit_to];
        result.events.push_back({event("Exited"), {to}, {pot.amount}});
        send(to, pot.amount);
    });
}

Expected LicenceModel::transfer(const Integer& value)
{
    return attempt([&](Expected&) {
        const Bucket* bucket = default_bucket(licence_);
        if (bucket == nullptr)
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
