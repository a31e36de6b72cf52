#include "compiler/proof/machines.hpp"

#include <string>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
/// The part that a tab's account and a pot have in common: one amount in the sum of what such
/// buckets hold, beside the receipts of the others.
class HeldMoney
{
protected:
    [[nodiscard]] static std::vector<Variable> variables(const std::string& amount_in_words)
    {
        return {{"in", "ever came in"}, {"out", "ever went out"}, {"held", "held"},
            {"others", "held for others"}, {"here", amount_in_words},
            {"received", "receipts of shared buckets"}, {"paid", "claimed from them"},
            {"now", "time"}};
    }

    [[nodiscard]] std::vector<Promise> invariants() const
    {
        return {{"counted", "what is held is the sum of all amounts put aside",
                    0 <= here && 0 <= others && equal(held, here + others) && 0 <= now},
            {"conservation", "in = paid + owed + held",
                0 <= paid && paid <= received && equal(in, out + (received - paid) + held)}};
    }

    /// What happens elsewhere.
    [[nodiscard]] std::vector<Step> steps_elsewhere() const
    {
        const std::vector<Variable> some{{"amount", "amount"}};
        return {{"payment", "a payment into a shared bucket", some, {0 < amount},
                    {{"in", in + amount}, {"received", received + amount}}, {stays()}},
            {"claim", "a claim from a shared bucket", some, {0 < amount, amount <= received - paid},
                {{"out", out + amount}, {"paid", paid + amount}}, {stays()}},
            {"other-deposit", "a deposit of another", some, {0 < amount},
                {{"in", in + amount}, {"held", held + amount}, {"others", others + amount}},
                {stays()}},
            {"other-payout", "a pay-out of what another had put aside", some,
                {0 < amount, amount <= others},
                {{"out", out + amount}, {"held", held - amount}, {"others", others - amount}},
                {stays()}},
            {"time", "time passing", {{"later", "time then"}}, {now <= symbol("later")},
                {{"now", symbol("later")}}, {stays()}}};
    }

    [[nodiscard]] Promise stays() const
    {
        return {"stays", "the amount stays as it is", equal(next("here"), here)};
    }

    /// R = balance + paid - held, as the code computes it.
    [[nodiscard]] Promise receipts_stay() const
    {
        return {"receipts-stay", "the receipts of shared buckets stay what they are",
            equal(next("in") - next("out") + next("paid") - next("held"), in - out + paid - held)};
    }

    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer in = symbol("in");
    Integer out = symbol("out");
    Integer held = symbol("held");
    Integer others = symbol("others");
    Integer here = symbol("here");
    Integer received = symbol("received");
    Integer paid = symbol("paid");
    Integer now = symbol("now");
    Integer amount = symbol("amount");
    // NOLINTEND(readability-identifier-naming)
};

class TabMachine : HeldMoney
{
public:
    explicit TabMachine(const Tab& tab) : tab_{tab} {}

    [[nodiscard]] Machine machine() const
    {
        Machine result;
        result.name = tab_.bucket + ".tab";
        result.variables = variables("put aside by the account");
        // Deployment is at no time before 1.
        result.initial = {{"now", 1}};
        result.variables.insert(
            result.variables.end(), {{"leaves_at", "leavesAt"}, {"left_at", "time of leaving"}});
        result.invariants = invariants();
        result.invariants.push_back({"notice",
            "an account that leaves does so the notice after it said so",
            0 < now && 0 <= leaves_at &&
                (equal(leaves_at, 0) ||
                    (0 < left_at && left_at <= now && equal(leaves_at, left_at + tab_.notice)))});
        result.steps = steps_elsewhere();
        // What only the account itself can do comes last: it alone may lower or disarm.
        result.steps.insert(result.steps.end(), {pay_out(), move()});
        for (Step& step : result.steps)
            step.promises.push_back(safe_when_left());
        result.steps.insert(result.steps.end(), {fund(), leave(), withdraw()});
        return result;
    }

private:
    [[nodiscard]] Proposition has_left() const { return 0 < leaves_at && leaves_at <= now; }

    /// Rule M9.
    [[nodiscard]] Promise safe_when_left() const
    {
        return {"safe", "nobody takes from an account whose notice is over, nor puts its exit off",
            implies(has_left(), equal(next("here"), here) && equal(next("leaves_at"), leaves_at))};
    }

    [[nodiscard]] std::vector<Proposition> draw_checks() const
    {
        return {0 < amount, amount <= here, !has_left()};
    }

    [[nodiscard]] Step pay_out() const
    {
        return {"payout", "a pay-out from the account", {{"amount", "amount"}}, draw_checks(),
            {{"out", out + amount}, {"held", held - amount}, {"here", here - amount}},
            {receipts_stay()}};
    }

    [[nodiscard]] Step move() const
    {
        return {"move", "a move from the account to a shared bucket", {{"amount", "amount"}},
            draw_checks(),
            {{"received", received + amount}, {"held", held - amount}, {"here", here - amount}},
            {{"exact", "the receipts grow by what the account loses, to the unit",
                equal((next("in") - next("out") + next("paid") - next("held")) -
                          (in - out + paid - held),
                    here - next("here"))}}};
    }

    [[nodiscard]] Step fund() const
    {
        return {"fund", "a deposit of the account", {{"amount", "amount"}}, {0 < amount},
            {{"in", in + amount}, {"held", held + amount}, {"here", here + amount},
                {"leaves_at", 0}},
            {receipts_stay()}};
    }

    [[nodiscard]] Step leave() const
    {
        const Proposition first = equal(leaves_at, 0);
        return {"leave", "the account saying that it leaves", {}, {},
            {{"leaves_at", choose(first, now + tab_.notice, leaves_at)},
                {"left_at", choose(first, now, left_at)}},
            {stays(),
                {"once", "a second time changes nothing",
                    implies(0 < leaves_at, equal(next("leaves_at"), leaves_at))},
                {"armed", "it can withdraw from then on, after the notice",
                    0 < next("leaves_at") && next("leaves_at") <= now + tab_.notice}}};
    }

    [[nodiscard]] Step withdraw() const
    {
        return {"withdraw", "a withdrawal", {}, {has_left(), 0 < here},
            {{"out", out + here}, {"held", held - here}, {"here", 0}, {"leaves_at", 0}},
            {receipts_stay(),
                {"whole", "all of the account is paid, once",
                    equal(next("out") - out, here) && equal(next("here"), 0)},
                {"covered", "the money is there", here <= in - out},
                {"late", "the notice has passed", left_at + tab_.notice <= now}}};
    }

    const Tab& tab_;
    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer leaves_at = symbol("leaves_at");
    Integer left_at = symbol("left_at");
    // NOLINTEND(readability-identifier-naming)
};

class PotMachine : HeldMoney
{
public:
    explicit PotMachine(const Pot& pot) : pot_{pot} {}

    [[nodiscard]] Machine machine() const
    {
        Machine result;
        result.name = pot_.bucket + ".pot";
        result.variables = variables("in the pot");
        result.variables.push_back({"since", "not empty since"});
        result.invariants = invariants();
        result.invariants.push_back(
            {"runs", "the term runs from a moment that has been", 0 <= since && since <= now});
        result.steps = steps_elsewhere();
        result.steps.insert(result.steps.end(), {fund(), pay_out(), move(), exit()});
        for (Step& step : result.steps)
            step.promises.push_back(term_runs());
        return result;
    }

private:
    /// Rule M10.
    [[nodiscard]] Promise term_runs() const
    {
        return {"term", "the term of a pot that stays filled is not put off",
            implies(0 < here && 0 < next("here"), equal(next("since"), since))};
    }

    [[nodiscard]] Step fund() const
    {
        return {"fund", "a deposit", {{"amount", "amount"}}, {0 < amount},
            {{"in", in + amount}, {"held", held + amount}, {"here", here + amount},
                {"since", choose(equal(here, 0), now, since)}},
            {receipts_stay(), {"starts", "the term of an empty pot starts anew",
                                  implies(equal(here, 0), equal(next("since"), now))}}};
    }

    [[nodiscard]] Step pay_out() const
    {
        return {"payout", "a pay-out", {{"amount", "amount"}}, {0 < amount, amount <= here},
            {{"out", out + amount}, {"held", held - amount}, {"here", here - amount}},
            {receipts_stay()}};
    }

    [[nodiscard]] Step move() const
    {
        return {"move", "a move to a shared bucket", {{"amount", "amount"}},
            {0 < amount, amount <= here},
            {{"received", received + amount}, {"held", held - amount}, {"here", here - amount}},
            {{"exact", "the receipts grow by what the pot loses, to the unit",
                equal((next("in") - next("out") + next("paid") - next("held")) -
                          (in - out + paid - held),
                    here - next("here"))}}};
    }

    [[nodiscard]] Step exit() const
    {
        return {"exit", "the exit", {}, {0 < here, since + pot_.term <= now},
            {{"out", out + here}, {"held", held - here}, {"here", 0}},
            {receipts_stay(),
                {"whole", "all of the pot is paid, once",
                    equal(next("out") - out, here) && equal(next("here"), 0)},
                {"covered", "the money is there", here <= in - out},
                {"late", "the term has passed since the pot was filled",
                    since + pot_.term <= now}}};
    }

    const Pot& pot_;
    // NOLINTBEGIN(readability-identifier-naming): the names that the formulas are read by
    Integer since = symbol("since");
    // NOLINTEND(readability-identifier-naming)
};
}  // namespace

Machine machine_of(const Tab& tab)
{
    return TabMachine{tab}.machine();
}

Machine machine_of(const Pot& pot)
{
    return PotMachine{pot}.machine();
}
}  // namespace byline::compiler::proof
