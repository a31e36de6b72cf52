// What tabs and pots mean: rules M9 and M10.
#include "tests/compiler/meaning/licence_model.hpp"

namespace byline::testing
{
using compiler::PotRule;
using compiler::TabRule;

Expected LicenceModel::fund(std::size_t bucket, const ModelCall& call, const Integer& amount)
{
    return attempt([&] {
        require_amount(amount);
        if (is_token())
            take_tokens(call, amount);
        else
            state_.balance += amount;
        put(bucket, call.caller, amount, call.now);
        state_.tabs[bucket][call.caller].time = 0;
        tell({event("Funded"), {call.caller}, {amount}});
        state_.is_locked = false;
    });
}

Expected LicenceModel::leave(std::size_t bucket, const ModelCall& call)
{
    return attempt([&] {
        ModelHolding& tab = state_.tabs[bucket][call.caller];
        if (tab.time != 0)
            return;
        const auto& rule = std::get<TabRule>(licence_.buckets[bucket].rule);
        tab.time = call.now + rule.notice.value_or(0);
        tell({event("Leaving"), {call.caller}, {tab.time}});
    });
}

Expected LicenceModel::withdraw(std::size_t bucket, const ModelCall& call)
{
    return attempt([&] {
        const ModelHolding tab = state_.tabs[bucket][call.caller];
        if (tab.time == 0 || call.now < tab.time)
            throw Reverted{error("TooEarly"), {tab.time}};
        state_.tabs[bucket].erase(call.caller);
        tell({event("Withdrawn"), {call.caller}, {tab.amount}});
        send(call.caller, tab.amount);
    });
}

Expected LicenceModel::exit(std::size_t bucket, const ModelCall& call)
{
    return attempt([&] {
        const auto& rule = std::get<PotRule>(licence_.buckets[bucket].rule);
        const ModelHolding pot = state_.pots[bucket];
        if (pot.amount == 0)
            throw Reverted{error("NothingToClaim")};
        if (call.now < pot.time + rule.exit_after)
            throw Reverted{error("TooEarly"), {pot.time + rule.exit_after}};
        state_.pots[bucket] = {};
        const Integer& to = state_.parties[rule.exit_to];
        tell({event("Exited"), {to}, {pot.amount}});
        send(to, pot.amount);
    });
}
}  // namespace byline::testing
