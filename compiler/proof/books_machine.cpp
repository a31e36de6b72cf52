#include "compiler/proof/machines.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
class Books
{
public:
    explicit Books(const ShareGroup& group) : group_{group}
    {
        for (const GroupMember& member : group.members)
            payees_ += member.function.payees.size();
    }

    [[nodiscard]] Machine machine() const
    {
        Machine result;
        result.name = group_.name + ".books";
        result.variables = {{"in", "ever came in"}, {"out", "ever went out"},
            {"held", "held by other buckets"}, {"surplus", "belonging to nobody"},
            {"received", group_.name + " received"}, {"paid", "claimed from it by all"},
            {"entitled", "a payee entitled to"}, {"claimed", "claimed by that payee"},
            {"entitled_others", "the others entitled to"}, {"claimed_others", "claimed by them"}};
        result.invariants = invariants();
        result.steps = {payment(), forced_ether(), claim(), claim_of_another(), deposit_elsewhere(),
            payment_elsewhere(), move_from_elsewhere()};
        return result;
    }

private:
    [[nodiscard]] std::vector<Promise> invariants() const
    {
        const Integer all_entitled = entitled + entitled_others;
        return {
            {"counted", "nobody has claimed more than its entitlement, and all claims are counted",
                0 <= claimed && claimed <= entitled && 0 <= claimed_others &&
                    claimed_others <= entitled_others && equal(paid, claimed + claimed_others)},
            {"covered", "the entitlements do not pass the receipts",
                all_entitled <= received && 0 <= held && 0 <= surplus},
            {"dust", "less than one unit a payee belongs to nobody",
                received - all_entitled <= payees_ - 1},
            {"conservation", "in = paid + owed + held + dust",
                equal(in,
                    out + (all_entitled - paid) + held + ((received - all_entitled) + surplus))}};
    }

    /// More receipts: of the share function, what is proved of it for itself.
    [[nodiscard]] Step grows(std::string name, std::string statement) const
    {
        const Integer all = symbol("entitled_now") + symbol("entitled_others_now");
        return {std::move(name), std::move(statement),
            {{"amount", "amount"}, {"entitled_now", "then the payee entitled to"},
                {"entitled_others_now", "then the others entitled to"}},
            {0 < amount, entitled <= symbol("entitled_now"),
                entitled_others <= symbol("entitled_others_now"), all <= received + amount,
                received + amount - all <= payees_ - 1},
            {{"received", received + amount}, {"entitled", symbol("entitled_now")},
                {"entitled_others", symbol("entitled_others_now")}},
            {}};
    }

    [[nodiscard]] Step payment() const
    {
        Step step = grows("payment", "a payment");
        step.updates.push_back({"in", in + amount});
        return step;
    }

    /// Ether that no code was asked about (attack 24).
    [[nodiscard]] Step forced_ether() const
    {
        if (group_.is_residual)
        {
            Step step = payment();
            step.name = "forced";
            step.statement = "ether forced on the contract, which counts as receipts";
            return step;
        }
        return {"forced", "money forced on the contract, which belongs to nobody",
            {{"amount", "amount"}}, {0 < amount},
            {{"in", in + amount}, {"surplus", surplus + amount}}, {receipts_stay()}};
    }

    [[nodiscard]] Step claim() const
    {
        const Integer due = entitled - claimed;
        return {"claim", "a claim", {}, {0 < due},
            {{"out", out + due}, {"paid", paid + due}, {"claimed", entitled}},
            {{"covered",
                 "the money is there, without touching what other buckets hold or others may claim",
                 due + (entitled_others - claimed_others) <= in - out - held},
                {"full", "the payee has been paid its whole entitlement, once",
                    equal(next("out") - out, due) && equal(next("claimed"), entitled)},
                receipts_stay()}};
    }

    [[nodiscard]] Step claim_of_another() const
    {
        return {"other-claim", "a claim of another payee", {{"amount", "amount"}},
            {0 < amount, amount <= entitled_others - claimed_others},
            {{"out", out + amount}, {"paid", paid + amount},
                {"claimed_others", claimed_others + amount}},
            {{"harmless", "what the payee can claim stays",
                equal(next("entitled") - next("claimed"), entitled - claimed)}}};
    }

    [[nodiscard]] Step deposit_elsewhere() const
    {
        return {"deposit", "money put into another bucket", {{"amount", "amount"}}, {0 < amount},
            {{"in", in + amount}, {"held", held + amount}}, {receipts_stay()}};
    }

    [[nodiscard]] Step payment_elsewhere() const
    {
        return {"payout", "money paid from another bucket", {{"amount", "amount"}},
            {0 < amount, amount <= held}, {{"out", out + amount}, {"held", held - amount}},
            {receipts_stay()}};
    }

    [[nodiscard]] Step move_from_elsewhere() const
    {
        Step step = grows("move", "money moved here from another bucket");
        step.given.push_back(amount <= held);
        step.updates.push_back({"held", held - amount});
        return step;
    }

    /// Rule M2: a pay-out never makes R smaller; nor does what happens in other buckets.
    [[nodiscard]] Promise receipts_stay() const
    {
        const auto as_computed = [](const Integer& all_in, const Integer& all_out,
                                     const Integer& claims, const Integer& elsewhere,
                                     const Integer& nobodys) {
            return all_in - all_out + claims - elsewhere - nobodys;
        };
        return {"receipts-stay", "the receipts R = balance + paid - held stay what they are",
            equal(as_computed(next("in"), next("out"), next("paid"), next("held"), next("surplus")),
                as_computed(in, out, paid, held, surplus))};
    }

    const ShareGroup& group_;
    std::uint64_t payees_ = 0;
    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer in = symbol("in");
    Integer out = symbol("out");
    Integer held = symbol("held");
    Integer surplus = symbol("surplus");
    Integer received = symbol("received");
    Integer paid = symbol("paid");
    Integer entitled = symbol("entitled");
    Integer claimed = symbol("claimed");
    Integer entitled_others = symbol("entitled_others");
    Integer claimed_others = symbol("claimed_others");
    Integer amount = symbol("amount");
    // NOLINTEND(readability-identifier-naming)
};
}  // namespace

Machine books_of(const ShareGroup& group)
{
    return Books{group}.machine();
}
}  // namespace byline::compiler::proof
