// What pauses, successors and places that go over mean: rules M14 and M15.
#include "tests/compiler/meaning/licence_model.hpp"

#include <algorithm>

namespace byline::testing
{
using compiler::PoolRule;
using compiler::ShareRule;

void LicenceModel::require_actor(std::size_t actor, const Integer& caller) const
{
    if (state_.parties[licence_.actors[actor].party] != caller)
        throw Reverted{error("NotAllowed"), {caller}};
}

/// Acts that take a payment stop while there is a pause, and once there is a successor.
void LicenceModel::require_running(const Integer& now) const
{
    if (now < state_.paused_until)
        throw Reverted{error("Paused"), {state_.paused_until}};
    if (state_.succeeded_at != 0 && now >= state_.succeeded_at)
        throw Reverted{error("Paused"), {(Integer{1} << 64) - 1}};
}

/// After a pause none for as long as one may be.
Expected LicenceModel::pause(const ModelCall& call)
{
    return attempt([&] {
        require_actor(licence_.pause->by, call.caller);
        const Integer earliest = state_.paused_until + licence_.pause->longest;
        if (state_.paused_until != 0 && call.now < earliest)
            throw Reverted{error("TooEarly"), {earliest}};
        state_.paused_until = call.now + licence_.pause->longest;
        tell({event("PausedUntil"), {}, {state_.paused_until}});
    });
}

Expected LicenceModel::resume(const ModelCall& call)
{
    return attempt([&] {
        require_actor(licence_.pause->by, call.caller);
        if (call.now >= state_.paused_until)
            return;
        state_.paused_until = call.now;
        tell({event("PausedUntil"), {}, {call.now}});
    });
}

Expected LicenceModel::announce(const ModelCall& call, const Integer& successor)
{
    return attempt([&] {
        require_actor(*licence_.upgrade->by, call.caller);
        if ((successor >> 160) != 0)
            throw Reverted{};
        if (state_.successor != 0)
            throw Reverted{error("NotAllowed"), {call.caller}};
        if (successor == 0 || successor == self_)
            throw Reverted{error("BadParty"), {successor}};
        state_.successor = successor;
        state_.succeeded_at = call.now + licence_.upgrade->notice;
        tell({event("Successor"), {}, {successor, state_.succeeded_at}});
    });
}

/// Whether some bucket pays the account already in a place beside the party's.
bool LicenceModel::is_rival(std::size_t party, const Integer& account) const
{
    for (const compiler::Bucket& bucket : licence_.buckets)
    {
        const auto* rule = std::get_if<ShareRule>(&bucket.rule);
        if (rule == nullptr || std::ranges::find(rule->payees, party) == rule->payees.end())
            continue;
        for (const std::size_t other : rule->payees)
            if (other != party && state_.parties[other] == account)
                return true;
    }
    return false;
}

/// Offers all places of the caller.
Expected LicenceModel::assign(const ModelCall& call, const Integer& to)
{
    return attempt([&] {
        if ((to >> 160) != 0)
            throw Reverted{};
        if (to == 0 || to == self_)
            throw Reverted{error("BadParty"), {to}};
        bool has_place = false;
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            if (!licence_.parties[i].is_assignable || state_.parties[i] != call.caller)
                continue;
            has_place = true;
            if (is_rival(i, to))
                throw Reverted{error("BadParty"), {to}};
            state_.offers[i] = to;
            tell({event("Offered"), {call.caller, to}, {}});
        }
        if (!has_place)
            throw Reverted{error("NotAllowed"), {call.caller}};
    });
}

/// Takes all places that were offered; one that clashes with what the caller has is passed over.
Expected LicenceModel::accept(const ModelCall& call)
{
    return attempt([&] {
        bool has_taken = false;
        bool has_clash = false;
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            if (!licence_.parties[i].is_assignable || state_.offers[i] != call.caller)
                continue;
            const bool clashes = is_rival(i, call.caller);
            has_clash |= clashes;
            if (clashes)
                continue;
            has_taken = true;
            hand_over(i, call.caller);
        }
        if (has_clash && !has_taken)
            throw Reverted{error("BadParty"), {call.caller}};
        if (!has_taken)
            throw Reverted{error("NotAllowed"), {call.caller}};
    });
}

/// The place goes over with everything unclaimed; of a pool that it is the heir of, that is all
/// that the pool owes the account.
void LicenceModel::hand_over(std::size_t party, const Integer& to)
{
    const Integer from = state_.parties[party];
    state_.offers[party] = 0;
    for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
    {
        const compiler::Bucket& bucket = licence_.buckets[i];
        auto& withdrawn = state_.withdrawn[i];
        if (const auto* rule = std::get_if<ShareRule>(&bucket.rule))
        {
            if (std::ranges::find(rule->payees, party) == rule->payees.end() || from == to)
                continue;
            withdrawn[to] = withdrawn[from];
            withdrawn.erase(from);
        }
        const auto* pool = std::get_if<PoolRule>(&bucket.rule);
        if (pool == nullptr || pool->when_empty != party)
            continue;
        ModelPool& own = state_.pools[i];
        const Exact due = own.earned[from] - Exact{withdrawn[from]};
        own.earned[from] -= due;
        own.earned[to] += due;
        own.changes += 1;
        const auto shares = own.shares.find(from);
        tell({event(compiler::capitalised(bucket.name) + "Shares"), {from},
            {shares == own.shares.end() ? Integer{} : shares->second}});
    }
    state_.parties[party] = to;
    tell({event("Assigned"), {from, to}, {}});
}
}  // namespace byline::testing
