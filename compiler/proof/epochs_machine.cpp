#include "compiler/proof/machines.hpp"

#include <vector>

namespace byline::compiler::proof
{
namespace
{
/// One epoch, from before it is reported (pot = 0) to after it is swept (swept > 0), and the others
/// that are reported, with what remains of them.
class EpochsMachine
{
public:
    explicit EpochsMachine(const Epochs& epochs) : epochs_{epochs} {}

    [[nodiscard]] Machine machine() const
    {
        Machine result;
        result.name = epochs_.bucket + ".epochs";
        result.variables = {{"in", "ever came in"}, {"out", "ever went out"},
            {"held", "held by other buckets"}, {"outstanding", "reported and not paid"},
            {"others", "remaining of other epochs"}, {"pot", "the epoch's pot"},
            {"remaining", "remaining of it"}, {"paid", "claimed from it"},
            {"swept", "swept from it"}, {"closed_at", "reported at"}};
        result.invariants = invariants();
        result.steps = {payment(), report(), report_of_another(), claim(), claim_of_another(),
            sweep(), silence(), deposit_elsewhere(), payment_elsewhere()};
        return result;
    }

private:
    [[nodiscard]] Integer open() const { return in - out - outstanding - held; }

    [[nodiscard]] std::vector<Promise> invariants() const
    {
        return {
            {"remainder", "what remains of the epoch is its pot without what was claimed and swept",
                0 <= remaining && 0 <= paid && 0 <= swept && equal(paid + swept + remaining, pot)},
            {"sum", "what is outstanding is the sum of what remains",
                equal(outstanding, remaining + others) && 0 <= others && 0 <= held},
            {"covered",
                "what is outstanding and what other buckets hold is there: in = paid + "
                "owed + held + open",
                0 <= open()}};
    }

    [[nodiscard]] Step payment() const
    {
        return {"payment", "a payment", {{"amount", "amount"}}, {0 < amount}, {{"in", in + amount}},
            {}};
    }

    [[nodiscard]] Step report() const
    {
        const Integer now = symbol("now");
        return {"report", "the report of the epoch", {{"amount", "pot"}, {"now", "time"}},
            {equal(pot, 0), 0 < amount, amount <= open()},
            {{"pot", amount}, {"remaining", amount}, {"outstanding", outstanding + amount},
                {"closed_at", now}},
            {{"open-only", "only open money is given to it, none of another epoch or bucket",
                equal(next("others"), others) && equal(next("held"), held) &&
                    equal(open() - amount,
                        next("in") - next("out") - next("outstanding") - next("held"))}}};
    }

    [[nodiscard]] Step report_of_another() const
    {
        return {"other-report", "the report of another epoch", {{"amount", "pot"}},
            {0 < amount, amount <= open()},
            {{"others", others + amount}, {"outstanding", outstanding + amount}},
            {{"harmless", "nothing is taken from this one", equal(next("remaining"), remaining)}}};
    }

    [[nodiscard]] Step claim() const
    {
        return {"claim", "a claim", {{"amount", "amount"}}, {0 < amount, amount <= remaining},
            {{"remaining", remaining - amount}, {"outstanding", outstanding - amount},
                {"out", out + amount}, {"paid", paid + amount}},
            {{"harmless", "no other epoch's money is touched",
                equal(next("outstanding") - next("remaining"), others)}}};
    }

    [[nodiscard]] Step claim_of_another() const
    {
        return {"other-claim", "a claim or a sweep in another epoch", {{"amount", "amount"}},
            {0 < amount, amount <= others},
            {{"others", others - amount}, {"outstanding", outstanding - amount},
                {"out", out + amount}},
            {{"harmless", "nothing is taken from this one", equal(next("remaining"), remaining)}}};
    }

    [[nodiscard]] Step sweep() const
    {
        const Integer now = symbol("now");
        return {"sweep", "the sweep of the epoch", {{"now", "time"}},
            {closed_at + epochs_.term <= now, 0 < remaining},
            {{"out", out + remaining}, {"swept", swept + remaining},
                {"outstanding", outstanding - remaining}, {"remaining", 0}},
            {{"whole", "the whole pot has been paid, to claimants or by the sweep, and once",
                 equal(next("paid") + next("swept"), pot)},
                {"late", "the term has passed since the report", closed_at + epochs_.term <= now}}};
    }

    [[nodiscard]] Step silence() const
    {
        return {"silence", "the pay-out of open money that nobody reports", {}, {0 < open()},
            {{"out", out + open()}},
            {{"open-only", "what was reported stays there",
                equal(next("in") - next("out"), outstanding + held)}}};
    }

    [[nodiscard]] Step deposit_elsewhere() const
    {
        return {"deposit", "money put into another bucket", {{"amount", "amount"}}, {0 < amount},
            {{"in", in + amount}, {"held", held + amount}}, {open_stays()}};
    }

    [[nodiscard]] Step payment_elsewhere() const
    {
        return {"payout", "money paid from another bucket", {{"amount", "amount"}},
            {0 < amount, amount <= held}, {{"out", out + amount}, {"held", held - amount}},
            {open_stays()}};
    }

    [[nodiscard]] Promise open_stays() const
    {
        return {"open-stays", "the open money stays what it is",
            equal(next("in") - next("out") - next("outstanding") - next("held"), open())};
    }

    const Epochs& epochs_;
    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer in = symbol("in");
    Integer out = symbol("out");
    Integer held = symbol("held");
    Integer outstanding = symbol("outstanding");
    Integer others = symbol("others");
    Integer pot = symbol("pot");
    Integer remaining = symbol("remaining");
    Integer paid = symbol("paid");
    Integer swept = symbol("swept");
    Integer closed_at = symbol("closed_at");
    Integer amount = symbol("amount");
    // NOLINTEND(readability-identifier-naming)
};

/// The claims of one reported epoch, as long as nobody swept it. `left` is its pot without them.
class LeavesMachine
{
public:
    explicit LeavesMachine(const Epochs& epochs) : epochs_{epochs} {}

    [[nodiscard]] Machine machine() const
    {
        Machine result;
        result.name = epochs_.bucket + ".leaves";
        result.parameters = {{"pot", "the epoch's pot"}, {"total", "its total weight"}};
        result.given = {0 < pot, 0 < total};
        result.variables = {{"left", "left of the pot"}, {"unclaimed", "weight not claimed"},
            {"claims", "claims"}, {"rounded", "rounded off, times the total weight"}};
        result.initial = {{"left", pot}, {"unclaimed", total}};
        result.invariants = {{"state", "weights not yet claimed are a part of the total",
                                 0 <= unclaimed && unclaimed <= total && 0 <= claims && 0 <= left},
            {"enough",
                "what is left is what belongs to the leaves that are not claimed, and what "
                "was rounded off",
                exactly(left * total, pot * unclaimed + rounded) && 0 <= rounded},
            {"dust", "each claim has left behind less than a unit",
                rounded <= claims * (total - 1)}};
        result.steps = {claim()};
        result.consequences = {
            {"dust", "Once all weights are claimed, less than one unit a claim remains to be swept",
                implies(equal(unclaimed, 0) && 0 < claims, left < claims)}};
        return result;
    }

private:
    /// Equality as two bounds: of products, a solver sees it sooner where it is to be refuted.
    static Proposition exactly(const Integer& a, const Integer& b) { return a <= b && b <= a; }

    /// amount * total + rest = pot * weight, the amount and the weight written as what they leave,
    /// and multiplied out: a solver sees the sign of a variable sooner than that of a difference.
    [[nodiscard]] Step claim() const
    {
        const Integer then = symbol("left_then");
        const Integer unclaimed_then = symbol("unclaimed_then");
        const Integer rest = symbol("rest");
        return {"claim", "a claim of a leaf that was not claimed before",
            {{"unclaimed_then", "weight then not claimed"}, {"left_then", "left then"},
                {"rest", "rest of the division"}},
            {0 <= unclaimed_then, unclaimed_then <= unclaimed,
                equal(left * total + pot * unclaimed_then + rest, then * total + pot * unclaimed),
                0 <= rest, rest < total},
            {{"left", then}, {"unclaimed", unclaimed_then}, {"claims", claims + 1},
                {"rounded", rounded + rest}},
            {{"exact", "what is left is what belongs to the other leaves, and what was rounded off",
                 exactly(then * total, pot * unclaimed_then + (rounded + rest))},
                {"covered", "the amount is there: no claim is refused for want of money",
                    0 <= then}}};
    }

    const Epochs& epochs_;
    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer pot = symbol("pot");
    Integer total = symbol("total");
    Integer left = symbol("left");
    Integer unclaimed = symbol("unclaimed");
    Integer claims = symbol("claims");
    Integer rounded = symbol("rounded");
    // NOLINTEND(readability-identifier-naming)
};
}  // namespace

Machine machine_of(const Epochs& epochs)
{
    return EpochsMachine{epochs}.machine();
}

Machine leaves_of(const Epochs& epochs)
{
    return LeavesMachine{epochs}.machine();
}
}  // namespace byline::compiler::proof
