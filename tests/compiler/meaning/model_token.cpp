// What tokens do, well-behaved and not, and who may call while they are under way: rule M13.
#include "tests/compiler/meaning/licence_model.hpp"

namespace byline::testing
{
using compiler::EpochsRule;

void LicenceModel::enter(const Integer& who)
{
    if (!entry_ || entry_->is_over || entry_->who != who)
        return;
    entry_->is_over = true;
    const Meaning meaning = entry_->meaning;
    entry_->came_to = meaning(*this).success ? 2 : 1;
}

void LicenceModel::enter_by_token(Hook when)
{
    if (entry_ && token_.hook == when)
        enter(entry_->who);
}

/// Fails where the token says that it did not, says something else than yes, or cannot.
void LicenceModel::move_tokens(const Integer& from, const Integer& to, const Integer& amount)
{
    Integer& source = state_.tokens[from];
    if (token_.answer == Answer::no || token_.answer == Answer::one_byte || source < amount)
        throw Reverted{error("TransferFailed")};
    source -= amount;
    state_.tokens[to] += amount - amount * token_.fee_percent / 100;
}

void LicenceModel::take_tokens(const ModelCall& call, const Integer& price)
{
    state_.is_locked = true;
    if (call.permits && token_.permits)
        state_.allowed[call.caller] = price;
    const Integer before = state_.tokens[self_];
    enter_by_token(Hook::before_take);
    if (token_.checks_allowance)
    {
        Integer& allowed = state_.allowed[call.caller];
        if (allowed < price)
            throw Reverted{error("TransferFailed")};
        allowed -= price;
    }
    move_tokens(call.caller, self_, price);
    enter_by_token(Hook::after_take);
    const Integer came = state_.tokens[self_] - before;
    if (came != price)
        throw Reverted{error("WrongPayment"), {price, came}};
}

/// All that the books say is there.
Integer LicenceModel::accounted() const
{
    Integer sum = set_aside();
    for (const Integer& receipts : state_.receipts)
        sum += receipts;
    for (const auto& withdrawn : state_.withdrawn)
        for (const auto& [who, amount] : withdrawn)
            sum -= amount;
    for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        if (std::holds_alternative<EpochsRule>(licence_.buckets[i].rule))
            sum += state_.epochs[i].open + outstanding(i);
    return sum;
}

/// Rule M6.
Expected LicenceModel::absorb()
{
    return attempt([&] {
        const Integer there = state_.tokens[self_];
        const Integer known = accounted();
        if (there <= known)
            throw Reverted{error("NothingToClaim")};
        receive(default_bucket(licence_)->group, there - known);
    });
}
}  // namespace byline::testing
