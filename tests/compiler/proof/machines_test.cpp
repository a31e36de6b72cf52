#include "compiler/proof/machines.hpp"

#include "tests/compiler/proof/proving.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

namespace byline::compiler::proof
{
namespace
{
using testing::IsEmpty;

const Epochs earnings{"earnings", 180 * 86'400};
const Tab deposit{"deposit", 7 * 86'400};
const Pot escrow{"escrow", 365 * 86'400};

Step& step_of(Machine& machine, const std::string& name)
{
    return *std::ranges::find(machine.steps, name, &Step::name);
}

/// The step makes something else of the variable.
void becomes(Machine& machine, const std::string& step, const std::string& variable, Integer value)
{
    auto& updates = step_of(machine, step).updates;
    std::erase_if(updates, [&](const Update& update) { return update.variable == variable; });
    updates.push_back({variable, std::move(value)});
}

void stays(Machine& machine, const std::string& step, const std::string& variable)
{
    becomes(machine, step, variable, symbol(variable));
}

/// The step no longer checks the n-th of what it relies on.
void unchecked(Machine& machine, const std::string& step, std::size_t n)
{
    auto& given = step_of(machine, step).given;
    given.erase(given.begin() + static_cast<std::ptrdiff_t>(n));
}

TEST(machine_proofs, hold)
{
    EXPECT_THAT(failures_of(obligations_of(books_of(alone(street_scenes())))), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(machine_of(Pool{"bonus"}))), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(machine_of(earnings))), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(leaves_of(earnings))), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(machine_of(deposit))), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(machine_of(escrow))), IsEmpty());
}

TEST(machine_proofs, hold_for_books_with_a_counter)
{
    ShareGroup group = alone(street_scenes());
    group.is_residual = false;
    EXPECT_THAT(failures_of(obligations_of(books_of(group))), IsEmpty());
}

TEST(machine_proofs, hold_without_notice)
{
    EXPECT_THAT(failures_of(obligations_of(machine_of(Tab{"deposit", 0}))), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(machine_of(Pot{"escrow", 0}))), IsEmpty());
}

/// Accounting that is wrong in one place, and the obligation that says so.
struct WrongMachine
{
    std::string name;
    Machine machine;
    std::function<void(Machine&)> spoil;
    std::string refuted;
};

std::vector<WrongMachine> wrong_books()
{
    const Machine right = books_of(alone(street_scenes()));
    return {{"claim_not_counted", right, [](Machine& m) { stays(m, "claim", "paid"); },
                "revenue.books/claim-receipts-stay"},
        {"claim_again", right, [](Machine& m) { stays(m, "claim", "claimed"); },
            "revenue.books/claim-full"},
        {"claim_of_everything", right,
            [](Machine& m) { becomes(m, "claim", "out", symbol("out") + symbol("entitled")); },
            "revenue.books/claim-full"},
        {"deposit_as_income", right, [](Machine& m) { stays(m, "deposit", "held"); },
            "revenue.books/deposit-receipts-stay"},
        {"pay_out_of_income", right, [](Machine& m) { stays(m, "payout", "held"); },
            "revenue.books/payout-receipts-stay"},
        {"more_than_is_held", right, [](Machine& m) { unchecked(m, "payout", 1); },
            "revenue.books/payout-keeps"},
        {"entitlements_that_fall", right, [](Machine& m) { unchecked(m, "payment", 1); },
            "revenue.books/payment-keeps"},
        {"move_leaves_held", right, [](Machine& m) { stays(m, "move", "held"); },
            "revenue.books/move-keeps"}};
}

/// The fold of a pool with other shares than those that were there.
void fold_at_the_new_total(Machine& machine)
{
    Step& step = step_of(machine, "reshare");
    const Integer total = symbol("shares_then") + symbol("shares_others");
    const Integer money = (symbol("received") - symbol("synced")) * (uint256{1} << 64);
    step.inputs.push_back({"wrong_growth", "growth by the new total"});
    step.given.push_back(
        total * symbol("wrong_growth") <= money && money < total * symbol("wrong_growth") + total);
    becomes(machine, "reshare", "acc", symbol("acc") + symbol("wrong_growth"));
}

void fold_in_a_claim(Machine& machine)
{
    becomes(machine, "claim", "acc", symbol("acc") + symbol("growth"));
    becomes(machine, "claim", "synced", symbol("received"));
    becomes(machine, "claim", "growth", 0);
    becomes(machine, "claim", "left", 0);
    becomes(machine, "claim", "seen", symbol("acc") + symbol("growth"));
    becomes(machine, "claim", "c", 0);
}

std::vector<WrongMachine> wrong_pools()
{
    const Machine right = machine_of(Pool{"bonus"});
    const uint256 unit = uint256{1} << 64;
    return {{"claim_that_folds", right, fold_in_a_claim, "bonus.pool/claim-does-not-fold"},
        {"fold_at_the_new_total", right, fold_at_the_new_total, "bonus.pool/reshare-fair"},
        {"fold_forgotten", right, [](Machine& m) { stays(m, "other-reshare", "acc"); },
            "bonus.pool/other-reshare-fair"},
        {"claim_rounded_up", right,
            [unit](Machine& m) {
                Step& claim = step_of(m, "claim");
                claim.given[0] = equal(symbol("amount") * unit + symbol("fraction"),
                    symbol("c") + symbol("shares") * (symbol("acc") + symbol("growth")) -
                        symbol("shares") * symbol("seen") + (unit - 1));
            },
            "bonus.pool/claim-covered"},
        {"claim_again", right, [](Machine& m) { stays(m, "claim", "c"); },
            "bonus.pool/claim-keeps"},
        {"claim_not_counted", right, [](Machine& m) { stays(m, "claim", "claimed"); },
            "bonus.pool/claim-keeps"},
        {"income_of_an_empty_pool_lost", right,
            [](Machine& m) { stays(m, "reshare", "base_others"); },
            "bonus.pool/reshare-fair-to-others"},
        {"newcomer_paid_for_the_past", right, [](Machine& m) { stays(m, "reshare", "seen"); },
            "bonus.pool/reshare-fair"},
        {"shares_without_a_bound", right, [](Machine& m) { unchecked(m, "reshare", 1); },
            "bonus.pool/reshare-keeps"}};
}

std::vector<WrongMachine> wrong_epochs()
{
    const Machine money = machine_of(earnings);
    const Machine leaves = leaves_of(earnings);
    return {{"claim_past_the_remainder", money, [](Machine& m) { unchecked(m, "claim", 1); },
                "earnings.epochs/claim-keeps"},
        {"report_of_what_is_not_there", money, [](Machine& m) { unchecked(m, "report", 2); },
            "earnings.epochs/report-keeps"},
        {"sweep_again", money, [](Machine& m) { stays(m, "sweep", "remaining"); },
            "earnings.epochs/sweep-keeps"},
        {"sweep_of_the_pot", money,
            [](Machine& m) { becomes(m, "sweep", "out", symbol("out") + symbol("pot")); },
            "earnings.epochs/sweep-keeps"},
        {"sweep_at_once", money, [](Machine& m) { unchecked(m, "sweep", 0); },
            "earnings.epochs/sweep-late"},
        {"silence_takes_all", money,
            [](Machine& m) { becomes(m, "silence", "out", symbol("in") - symbol("held")); },
            "earnings.epochs/silence-open-only"},
        {"outstanding_forgotten", money, [](Machine& m) { stays(m, "report", "outstanding"); },
            "earnings.epochs/report-open-only"},
        {"leaf_twice", leaves, [](Machine& m) { unchecked(m, "claim", 0); },
            "earnings.leaves/claim-covered"},
        {"leaf_rounded_up", leaves,
            [](Machine& m) {
                m.steps[0].given[3] = 0 <= symbol("rest") + symbol("total");
                m.steps[0].given[4] = symbol("rest") <= 0;
            },
            "earnings.leaves/claim-keeps"}};
}

std::vector<WrongMachine> wrong_tabs_and_pots()
{
    const Machine tab = machine_of(deposit);
    const Machine pot = machine_of(escrow);
    return {{"moved_after_leaving", tab, [](Machine& m) { unchecked(m, "move", 2); },
                "deposit.tab/move-safe"},
        {"paid_after_leaving", tab, [](Machine& m) { unchecked(m, "payout", 2); },
            "deposit.tab/payout-safe"},
        {"left_again", tab,
            [](Machine& m) {
                becomes(m, "leave", "leaves_at", symbol("now") + Integer{deposit.notice});
            },
            "deposit.tab/leave-once"},
        {"withdrawn_at_once", tab,
            [](Machine& m) { step_of(m, "withdraw").given[0] = 0 < symbol("leaves_at"); },
            "deposit.tab/withdraw-late"},
        {"withdrawn_twice", tab, [](Machine& m) { stays(m, "withdraw", "here"); },
            "deposit.tab/withdraw-whole"},
        {"disarmed_by_another", tab,
            [](Machine& m) { becomes(m, "other-deposit", "leaves_at", 0); },
            "deposit.tab/other-deposit-safe"},
        {"overdrawn", tab, [](Machine& m) { unchecked(m, "move", 1); }, "deposit.tab/move-keeps"},
        {"moved_but_still_held", tab, [](Machine& m) { stays(m, "move", "held"); },
            "deposit.tab/move-exact"},
        {"put_off_by_a_deposit", pot,
            [](Machine& m) { becomes(m, "fund", "since", symbol("now")); }, "escrow.pot/fund-term"},
        {"timed_from_deployment", pot, [](Machine& m) { stays(m, "fund", "since"); },
            "escrow.pot/fund-starts"},
        {"pot_paid_twice", pot, [](Machine& m) { stays(m, "exit", "here"); },
            "escrow.pot/exit-whole"},
        {"exit_at_once", pot, [](Machine& m) { unchecked(m, "exit", 1); }, "escrow.pot/exit-late"}};
}

void expect_refuted(const std::vector<WrongMachine>& wrong)
{
    for (const WrongMachine& one : wrong)
    {
        Machine machine = one.machine;
        one.spoil(machine);
        const auto verdicts = verdicts_of(obligations_of(machine));
        ASSERT_TRUE(verdicts.contains(one.refuted)) << one.name;
        const Verdict& verdict = verdicts.at(one.refuted);
        EXPECT_EQ(verdict.outcome, Outcome::refuted) << one.name << ": " << verdict.reason;
    }
}

TEST(machine_proofs, refute_wrong_books)
{
    expect_refuted(wrong_books());
}

TEST(machine_proofs, refute_wrong_pools)
{
    expect_refuted(wrong_pools());
}

TEST(machine_proofs, refute_wrong_epochs)
{
    expect_refuted(wrong_epochs());
}

TEST(machine_proofs, refute_wrong_tabs_and_pots)
{
    expect_refuted(wrong_tabs_and_pots());
}

TEST(machine_proofs, refute_a_wrong_beginning)
{
    Machine machine = machine_of(escrow);
    machine.initial = {{"held", 1}};
    const Verdict verdict = verdicts_of(obligations_of(machine)).at("escrow.pot/deployment");
    EXPECT_EQ(verdict.outcome, Outcome::refuted);
    EXPECT_THAT(verdict.reason,
        testing::HasSubstr("no longer so: what is held is the sum of all amounts put aside"));
}
}  // namespace
}  // namespace byline::compiler::proof
