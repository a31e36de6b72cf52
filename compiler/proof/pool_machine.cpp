#include "compiler/proof/entitlements.hpp"
#include "compiler/proof/machines.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
/// What a claim adds before it cuts the fraction, in 2^-64 units: 2^-32 units.
constexpr std::uint64_t rounding = std::uint64_t{1} << 32;

/// One unit of money in a due, which has 64 fraction bits.
uint256 unit()
{
    return uint256{1} << 64;
}

/// A member (shares, c, seen) and all others together: member q's due is affine in acc, so the sum
/// of the others' is base_others + shares_others * acc. `growth` is by how much acc would grow in a
/// fold now: floor((received - synced) * 2^64 / total), with `left` as the remainder.
class PoolMachine
{
public:
    explicit PoolMachine(const Pool& pool) : pool_{pool} {}

    [[nodiscard]] Machine machine() const
    {
        Machine result;
        result.name = pool_.bucket + ".pool";
        result.parameters = {{"members", "members"}};
        result.given = {1 <= members && members < rounding};
        result.variables = {{"in", "ever came in"}, {"out", "ever went out"},
            {"received", pool_.bucket + " received"}, {"synced", "folded up to"},
            {"claimed", "claimed by all"}, {"acc", "acc"}, {"growth", "growth of acc since"},
            {"left", "remainder of that"}, {"shares", "a member's shares"}, {"c", "its c"},
            {"seen", "its acc"}, {"shares_others", "the others' shares"},
            {"base_others", "the others' base"}};
        result.invariants = invariants();
        result.steps = {
            payment(), change_of_shares(), change_of_others(), claim(), claim_of_another()};
        result.consequences = {{"solvent", "All dues together never pass what is there",
            due_now() + due_others() <= (received - claimed) * unit()}};
        return result;
    }

private:
    /// The definition of `growth` and `left`.
    [[nodiscard]] static Proposition folds(const Integer& new_receipts, const Integer& total,
        const Integer& growth, const Integer& left)
    {
        return choose_proposition(equal(total, 0), equal(growth, 0) && equal(left, 0),
            equal(total * growth + left, new_receipts * unit()) && 0 <= left && left < total);
    }

    [[nodiscard]] static Proposition choose_proposition(
        const Proposition& condition, const Proposition& then, const Proposition& otherwise)
    {
        return implies(condition, then) && implies(!condition, otherwise);
    }

    [[nodiscard]] Integer due(const Integer& c_then, const Integer& shares_then,
        const Integer& acc_now, const Integer& seen_then) const
    {
        return c_then + shares_then * acc_now - shares_then * seen_then;
    }

    [[nodiscard]] Integer due_now() const { return due(c, shares, acc + growth, seen); }

    [[nodiscard]] Integer due_next() const
    {
        return due(next("c"), next("shares"), next("acc") + next("growth"), next("seen"));
    }

    [[nodiscard]] Integer due_others() const
    {
        return base_others + shares_others * (acc + growth);
    }

    [[nodiscard]] Integer due_others_next() const
    {
        return next("base_others") + next("shares_others") * (next("acc") + next("growth"));
    }

    [[nodiscard]] std::vector<Promise> invariants() const
    {
        return {
            {"sane",
                "receipts are below 2^128 and never behind what was folded, shares total below "
                "2^64",
                0 <= synced && synced <= received && received < receipts_bound() && 0 <= shares &&
                    0 <= shares_others && total() < unit() && 0 <= seen && seen <= acc},
            {"fold", "acc would grow by floor((received - synced) * 2^64 / total)",
                folds(received - synced, total(), growth, left) && 0 <= growth},
            {"conservation", "in = paid + owed + dust",
                equal(in, out + (received - claimed)) && equal(claimed, out)},
            {"fits", "acc stays below 2^192", acc + growth <= received * unit()},
            {"solvent", "with the last fold, all dues together did not pass what was there",
                due(c, shares, acc, seen) + base_others + shares_others * acc <=
                    (synced - claimed) * unit()},
            {"own", "no due is below -2^-32 units", -Integer{rounding} <= due_now()}};
    }

    [[nodiscard]] Integer total() const { return shares + shares_others; }

    [[nodiscard]] Step payment() const
    {
        const Integer amount = symbol("amount");
        const Integer more = symbol("more");
        return {"payment", "a payment",
            {{"amount", "amount"}, {"more", "acc would grow further by"},
                {"left_then", "remainder"}},
            {0 < amount, received + amount < receipts_bound(),
                folds(received + amount - synced, total(), growth + more, symbol("left_then"))},
            {{"in", in + amount}, {"received", received + amount}, {"growth", growth + more},
                {"left", symbol("left_then")}},
            {{"grows", "nobody's due falls", 0 <= more},
                {"monotone", "the member's due does not fall", due_now() <= due_next()}}};
    }

    /// What a fold does; what came in while nobody had shares is credited to one of the others.
    [[nodiscard]] std::vector<Update> folded() const
    {
        return {{"acc", acc + growth}, {"synced", received}, {"growth", 0}, {"left", 0}};
    }

    [[nodiscard]] Integer credit_when_empty() const
    {
        return choose(equal(total(), 0), (received - synced) * unit(), 0);
    }

    [[nodiscard]] Step change_of_shares() const
    {
        Step step{"reshare", "a grant to the member or a revocation",
            {{"shares_then", "its shares then"}},
            {0 <= symbol("shares_then"), symbol("shares_then") + shares_others < unit()}, folded(),
            {{"fair", "its due stays: what came in before is shared by the old shares",
                 equal(due_next(), due_now())},
                {"fair-to-others",
                    "the others' dues stay; what came in while nobody had shares goes whole to the "
                    "party of `when empty`",
                    equal(due_others_next(), due_others() + credit_when_empty())}}};
        step.updates.insert(step.updates.end(),
            {{"c", due_now()}, {"seen", acc + growth}, {"shares", symbol("shares_then")},
                {"base_others", base_others + credit_when_empty()}});
        return step;
    }

    [[nodiscard]] Step change_of_others() const
    {
        const Integer then = symbol("shares_then");
        Step step{"other-reshare", "a grant to another member or a revocation",
            {{"shares_then", "the others' shares then"}}, {0 <= then, then + shares < unit()},
            folded(), {{"fair", "the member's due stays", equal(due_next(), due_now())}}};
        // The others' dues at the new acc are what they were there with the old shares.
        step.updates.insert(step.updates.end(),
            {{"shares_others", then},
                {"base_others", due_others() + credit_when_empty() - then * (acc + growth)}});
        return step;
    }

    [[nodiscard]] Step claim() const
    {
        const Integer amount = symbol("amount");
        const Integer kept = symbol("fraction");
        return {"claim", "a claim", {{"amount", "amount"}, {"fraction", "rest of the rounding"}},
            {equal(amount * unit() + kept, due_now() + rounding), 0 <= kept, kept < unit(),
                0 < amount, -Integer{rounding} * (members - 1) <= due_others()},
            {{"c", c - amount * unit()}, {"claimed", claimed + amount}, {"out", out + amount}},
            {{"covered", "what is paid is there: all claims never pass the receipts",
                 amount <= received - claimed},
                {"full", "less than a unit stays due", due_next() < unit()},
                {"does-not-fold", "acc and the others' dues stay as they are",
                    equal(next("acc"), acc) && equal(next("synced"), synced) &&
                        equal(due_others_next(), due_others())}}};
    }

    [[nodiscard]] Step claim_of_another() const
    {
        const Integer amount = symbol("amount");
        return {"other-claim", "a claim of another member", {{"amount", "amount"}}, {0 < amount},
            {{"base_others", base_others - amount * unit()}, {"claimed", claimed + amount},
                {"out", out + amount}},
            {{"harmless", "the member's due stays", equal(due_next(), due_now())}}};
    }

    const Pool& pool_;
    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer members = symbol("members");
    Integer in = symbol("in");
    Integer out = symbol("out");
    Integer received = symbol("received");
    Integer synced = symbol("synced");
    Integer claimed = symbol("claimed");
    Integer acc = symbol("acc");
    Integer growth = symbol("growth");
    Integer left = symbol("left");
    Integer shares = symbol("shares");
    Integer c = symbol("c");
    Integer seen = symbol("seen");
    Integer shares_others = symbol("shares_others");
    Integer base_others = symbol("base_others");
    // NOLINTEND(readability-identifier-naming)
};
}  // namespace

Machine machine_of(const Pool& pool)
{
    return PoolMachine{pool}.machine();
}
}  // namespace byline::compiler::proof
