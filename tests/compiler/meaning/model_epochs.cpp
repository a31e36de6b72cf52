// What epochs mean: rule M8.
#include "tests/compiler/meaning/licence_model.hpp"

namespace byline::testing
{
using compiler::EpochsRule;

namespace
{
/// What one epoch may share out: its word has room for 96 bits of ether beside the hash.
Integer most_of_an_epoch(bool is_token)
{
    return Integer{1} << (is_token ? 128 : 96);
}
}  // namespace

Integer LicenceModel::outstanding(std::size_t bucket) const
{
    Integer sum;
    for (const auto& [number, epoch] : state_.epochs[bucket].closed)
        sum += epoch.remaining;
    return sum;
}

Expected LicenceModel::report(std::size_t bucket, const ModelReport& report, const Integer& now)
{
    return attempt([&] {
        const auto& rule = std::get<EpochsRule>(licence_.buckets[bucket].rule);
        ModelEpochs& epochs = state_.epochs[bucket];
        if (report.pot && *report.pot >= Integer{1} << 128)
            throw OutOfRange{};
        if (report.epoch != epochs.current)
            throw Reverted{error("WrongEpoch"), {report.epoch, epochs.current}};
        const Integer& signer = state_.parties[licence_.actors[rule.signer].party];
        if (report.signer != signer)
            throw Reverted{error("BadSignature"), {Integer{0}}};
        const Integer pot = report.pot.value_or(epochs.open);
        if (report.total == 0 || pot == 0 || pot > epochs.open)
            throw Reverted{error("EmptyEpoch")};
        if (pot >= most_of_an_epoch(is_token()) || outstanding(bucket) + pot >= Integer{1} << 128)
            throw OutOfRange{};
        const ModelClosing closing{report.root, report.total, pot, now};
        epochs.open -= pot;
        epochs.closed[epochs.current] = {closing, pot, {}};
        epochs.current += 1;
        epochs.silent_since = 0;
        tell({event("Reported"), {report.epoch},
            {closing.root, closing.total, closing.pot, closing.closed_at}});
    });
}

ModelEpoch& LicenceModel::closed_as(
    std::size_t bucket, const Integer& epoch, const ModelClosing& closing)
{
    const auto found = state_.epochs[bucket].closed.find(epoch);
    if (found == state_.epochs[bucket].closed.end() || found->second.closing != closing)
        throw Reverted{error("BadProof")};
    return found->second;
}

void LicenceModel::pay_from_epoch(
    std::size_t /*bucket*/, const Integer& epoch, const Integer& to, const Integer& amount)
{
    tell({event("EpochClaimed"), {epoch, to}, {amount}});
    send(to, amount);
}

Expected LicenceModel::claim_epoch(std::size_t bucket, const ModelEpochClaim& claim)
{
    return attempt([&] {
        ModelEpoch& epoch = closed_as(bucket, claim.epoch, claim.closing);
        if (!claim.is_proved)
            throw Reverted{error("BadProof")};
        if (epoch.claimed.contains(claim.index))
            throw Reverted{error("AlreadyClaimed")};
        const Integer amount = claim.closing.pot * claim.weight / claim.closing.total;
        if (amount == 0 || amount > epoch.remaining)
            throw Reverted{error("NothingToClaim")};
        epoch.claimed.insert(claim.index);
        epoch.remaining -= amount;
        pay_from_epoch(bucket, claim.epoch, claim.account, amount);
    });
}

Expected LicenceModel::sweep(
    std::size_t bucket, const Integer& number, const ModelClosing& closing, const Integer& now)
{
    return attempt([&] {
        const auto& rule = std::get<EpochsRule>(licence_.buckets[bucket].rule);
        ModelEpoch& epoch = closed_as(bucket, number, closing);
        const Integer at = closing.closed_at + rule.unclaimed_after;
        if (now <= at)
            throw Reverted{error("TooEarly"), {at}};
        const Integer amount = epoch.remaining;
        if (amount == 0)
            throw Reverted{error("NothingToClaim")};
        epoch.remaining = 0;
        pay_from_epoch(bucket, number, state_.parties[rule.unclaimed_to], amount);
    });
}

/// The term counts from when somebody said that money waits.
Expected LicenceModel::close_silent(std::size_t bucket, const Integer& now)
{
    return attempt([&] {
        const auto& rule = std::get<EpochsRule>(licence_.buckets[bucket].rule);
        ModelEpochs& epochs = state_.epochs[bucket];
        if (epochs.open == 0)
            throw Reverted{error("EmptyEpoch")};
        if (epochs.silent_since == 0)
        {
            epochs.silent_since = now;
            tell({event("Silent"), {epochs.current}, {now + rule.unclaimed_after}});
            return;
        }
        const Integer at = epochs.silent_since + rule.unclaimed_after;
        if (now <= at)
            throw Reverted{error("TooEarly"), {at}};
        epochs.silent_since = 0;
        const Integer amount = epochs.open;
        epochs.open = 0;
        pay_from_epoch(bucket, epochs.current, state_.parties[rule.unclaimed_to], amount);
    });
}
}  // namespace byline::testing
