#include "compiler/proof/solve.hpp"

#include "compiler/proof/machines.hpp"
#include "compiler/proof/obligations.hpp"
#include "compiler/proof/query.hpp"
#include "tests/compiler/proof/proving.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace byline::compiler::proof
{
namespace
{
using testing::IsEmpty;

/// No three cubes of positive numbers below the bound satisfy it; a solver can look for long.
Obligation hard()
{
    Query query{"hard", "Fermat, for cubes."};
    const Integer x = query.unknown("x", "x");
    const Integer y = query.unknown("y", "y");
    const Integer z = query.unknown("z", "z");
    query.assume(0 < x && 0 < y && 0 < z);
    return std::move(query).prove(!equal(x * x * x + y * y * y, z * z * z));
}

TEST(solve, proves_and_refutes)
{
    Query right{"right", "Twice a number is even."};
    const Integer x = right.unknown("x", "x");
    EXPECT_EQ(solve(std::move(right).prove(equal(divide(x + x, 2), x))).outcome, Outcome::proved);

    Query wrong{"wrong", "No number below zero is five less than zero."};
    const Integer y = wrong.unknown("y", "the number");
    wrong.assume(y < 0);
    const Verdict verdict = solve(std::move(wrong).prove(!equal(y + 5, 0)));
    EXPECT_EQ(verdict.outcome, Outcome::refuted);
    EXPECT_EQ(verdict.reason, "the number -5");
}

TEST(solve, does_not_take_running_out_of_steps_for_a_proof)
{
    const auto obligations = obligations_of(machine_of(Pool{"bonus"}));
    const auto keeps = std::ranges::find(obligations, "bonus.pool/payment-keeps", &Obligation::id);
    const Verdict verdict = solve(*keeps, {.steps = 500, .milliseconds = 60'000});
    EXPECT_EQ(verdict.outcome, Outcome::undecided);
    EXPECT_THAT(verdict.reason, testing::HasSubstr("max. resource limit exceeded"));
}

TEST(solve, does_not_take_running_out_of_time_for_a_proof)
{
    const Verdict verdict = solve(hard(), {.steps = 4'000'000'000, .milliseconds = 20});
    EXPECT_EQ(verdict.outcome, Outcome::undecided);
    EXPECT_THAT(verdict.reason, testing::Not(IsEmpty()));
}

TEST(solve, does_not_take_a_mistake_in_the_text_for_a_proof)
{
    const Verdict verdict =
        solve({"wrong", "", "(assert (< x 1))(assert false)(check-sat)", {}, {}});
    EXPECT_EQ(verdict.outcome, Outcome::undecided);
    EXPECT_THAT(verdict.reason, testing::HasSubstr("unknown constant x"));
}

TEST(solve, takes_the_same_steps_every_time)
{
    const auto obligations = obligations_of(books_of(alone(album())));
    const auto once = verdicts_of(obligations);
    const auto again = verdicts_of(obligations);
    for (const auto& [id, verdict] : once)
        EXPECT_EQ(verdict.steps, again.at(id).steps) << id;
}

TEST(obligations, of_a_whole_model_are_proved)
{
    const Model model{{alone(street_scenes()), alone(album())}, {{"bonus"}},
        {{"earnings", 15'552'000}}, {{"deposit", 604'800}}, {{"escrow", 31'536'000}},
        {{"revenue", "alice", {{"claim", true, false, 60'000}}}}};
    const auto obligations = obligations_of(model);
    ASSERT_TRUE(obligations);
    EXPECT_THAT(failures_of(*obligations), IsEmpty());
    std::set<std::string> files;
    for (const Obligation& obligation : *obligations)
        EXPECT_TRUE(files.insert(file_name(obligation)).second) << obligation.id;
}

TEST(obligations, want_a_way_out_for_everybody)
{
    const auto verdict = [](std::vector<Exit> exits) {
        const Model model{{}, {}, {}, {}, {}, {{"deposit", "customer", std::move(exits)}}};
        return solve(obligations_of(model)->at(0));
    };
    EXPECT_EQ(verdict({{"withdraw", true, false, 40'000}}).outcome, Outcome::proved);
    EXPECT_EQ(verdict({{"redeem", false, false, {}}, {"withdraw", true, false, {}}}).outcome,
        Outcome::proved);
    EXPECT_EQ(verdict({}).reason, "No function pays it.");
    EXPECT_EQ(verdict({{"redeem", false, false, {}}}).reason, "`redeem` is for others to call.");
    EXPECT_EQ(verdict({{"withdraw", true, true, {}}}).reason, "`withdraw` can be paused.");
    EXPECT_EQ(verdict({{"withdraw", true, false, 16'777'217}}).outcome, Outcome::refuted);
}

TEST(obligations, need_a_common_denominator)
{
    ShareFunction function = album();
    function.tiers[1].shares[1] = *Rational::make(1, (uint256{1} << 127) - 1);
    EXPECT_FALSE(obligations_of(Model{{alone(function)}, {}, {}, {}, {}, {}}));
}
}  // namespace
}  // namespace byline::compiler::proof
