#include "compiler/proof/entitlements.hpp"
#include "compiler/proof/query.hpp"
#include "tests/compiler/proof/proving.hpp"

#include <gmock/gmock.h>

#include <array>

namespace byline::compiler::proof
{
namespace
{
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Obligation> obligations_of(ShareFunction function)
{
    return proof::obligations_of(*entitlements_of(alone(std::move(function))));
}

Verdict verdict(const std::vector<Obligation>& obligations, const std::string& id)
{
    return verdicts_of(obligations).at(id);
}

const Obligation& find(const std::vector<Obligation>& obligations, const std::string& id)
{
    return *std::ranges::find(obligations, id, &Obligation::id);
}

/// What z3 says that the payee is entitled to, in the formulas as they are proved.
void expect_entitled(
    const ShareGroup& group, std::size_t payee, const uint256& receipts, const uint256& expected)
{
    const Entitlements entitlements = *entitlements_of(group);
    Query query{"value", "A value."};
    for (const ReceiptsFunction& segment : entitlements.segments)
        query.define_function(segment.name, {"R"}, segment.body);
    const ReceiptsFunction& function = entitlements.payees[payee].function;
    query.define_function(function.name, {"R"}, function.body);
    const Integer value =
        query.define("value", call(function.name, std::array{Integer{receipts}}), "it is");
    const Verdict result = solve(std::move(query).prove(equal(value, expected)));
    EXPECT_EQ(result.outcome, Outcome::proved) << result.reason;
}

TEST(share_proofs, hold_for_the_examples)
{
    EXPECT_THAT(failures_of(obligations_of(street_scenes())), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(album())), IsEmpty());
    EXPECT_THAT(failures_of(obligations_of(recoupment())), IsEmpty());
}

TEST(share_proofs, hold_for_as_many_payees_as_a_split_can_have)
{
    EXPECT_THAT(failures_of(obligations_of(large_split(64))), IsEmpty());
}

TEST(share_proofs, hold_for_the_finest_shares)
{
    // 2^127 - 1 is a prime: the products need all of 256 bits.
    const uint256 large = (uint256{1} << 127) - 1;
    ShareFunction function = street_scenes();
    function.counter_bits = 128;
    function.tiers[0].shares = {
        *Rational::make(1, large), *Rational::make(large - 3, large), *Rational::make(2, large)};
    EXPECT_THAT(failures_of(obligations_of(function)), IsEmpty());
}

TEST(share_proofs, hold_for_buckets_fed_in_one_ratio)
{
    const ShareGroup group{"revenue_and_bonus",
        {{share(95, 100),
             {"revenue", {"vendor", "author"}, {{{share(60, 100), share(40, 100)}, {}, {}}}, 128}},
            {share(5, 100), {"bonus", {"members"}, {{{share(1, 1)}, {}, {}}}, 128}}},
        false};
    EXPECT_THAT(failures_of(proof::obligations_of(*entitlements_of(group))), IsEmpty());
    // 57 %, 38 %, 5 %, rounded once.
    expect_entitled(group, 0, 101, 57);
    expect_entitled(group, 1, 101, 38);
    expect_entitled(group, 2, 101, 5);
    expect_entitled(group, 0, 99'800'000, 56'886'000);
}

TEST(share_proofs, hold_for_a_waterfall_that_gets_a_part)
{
    const ShareGroup group{"all",
        {{share(1, 3), album()},
            {share(2, 3), {"fund", {"treasury"}, {{{share(1, 1)}, {}, {}}}, 128}}},
        true};
    EXPECT_THAT(failures_of(proof::obligations_of(*entitlements_of(group))), IsEmpty());
    expect_entitled(group, 0, ether(120), ether(40));
    expect_entitled(group, 0, ether(300), ether(70));
    expect_entitled(group, 0, ether(9'000), ether(70));
    expect_entitled(group, 2, ether(600), ether(15));
}

TEST(share_proofs, are_about_the_figures_of_the_scenarios)
{
    // S10: what is left after the data's share in three epochs.
    const uint256 received = 1'400'000 + 3'800'000 + 4'780'001;
    expect_entitled(alone(recoupment()), 0, 5'200'000, 4'160'000);
    expect_entitled(alone(recoupment()), 0, received, 6'248'000);
    // Exactly 3,732,000.9: what is rounded off stays for the next payment.
    expect_entitled(alone(recoupment()), 1, received, 3'732'000);
    expect_entitled(alone(street_scenes()), 2, 7, 1);
}

TEST(share_proofs, say_who_never_passes_what)
{
    const auto obligations = obligations_of(album());
    EXPECT_EQ(find(obligations, "income/cap-income.publisher").statement,
        "publisher never passes 70000000000000000000, and has as much from receipts of "
        "100000000000000000000 on: for all receipts below 2^128.");
}

TEST(share_proofs, say_when_a_counter_is_full)
{
    // Half of them fill 85 bits at 2^86.
    EXPECT_THAT(find(obligations_of(street_scenes()), "revenue/counters").statement,
        HasSubstr("for all receipts below 77371252455336267181195264, and for each payee"));
}

TEST(share_proofs, refute_the_remainder_to_the_last_payee)
{
    Entitlements wrong = *entitlements_of(alone(street_scenes()));
    const std::array r{symbol("R")};
    wrong.payees[2].function.body = symbol("R") - call("revenue.alice", r) - call("revenue.bob", r);
    wrong.payees[2].counter_is_full_at.reset();
    const Verdict result = verdict(proof::obligations_of(wrong), "revenue/monotone");
    EXPECT_EQ(result.outcome, Outcome::refuted);
    EXPECT_THAT(result.reason, HasSubstr("carol entitled to"));
    EXPECT_THAT(result.reason, testing::Not(HasSubstr("alice")));
}

TEST(share_proofs, refute_shares_that_pass_the_whole)
{
    ShareFunction wrong = street_scenes();
    wrong.tiers[0].shares[1] = share(35, 100);
    EXPECT_EQ(verdict(obligations_of(wrong), "revenue/solvent").outcome, Outcome::refuted);
}

TEST(share_proofs, refute_shares_that_stop_before_the_whole)
{
    ShareFunction wrong = street_scenes();
    wrong.tiers[0].shares[2] = share(15, 100);
    EXPECT_EQ(verdict(obligations_of(wrong), "revenue/dust").outcome, Outcome::refuted);
}

TEST(share_proofs, refute_factors_that_pass_the_whole)
{
    const ShareGroup wrong{"both",
        {{share(95, 100), street_scenes()},
            {share(6, 100), {"bonus", {"members"}, {{{share(1, 1)}, {}, {}}}, 128}}},
        true};
    EXPECT_EQ(verdict(proof::obligations_of(*entitlements_of(wrong)), "both/solvent").outcome,
        Outcome::refuted);
}

TEST(share_proofs, refute_rounding_up)
{
    Entitlements wrong = *entitlements_of(alone(street_scenes()));
    for (Entitlement& payee : wrong.payees)
        payee.function.body = payee.function.body + 1;
    EXPECT_EQ(verdict(proof::obligations_of(wrong), "revenue/solvent").outcome, Outcome::refuted);
}

TEST(share_proofs, refute_tiers_with_least_and_greatest_exchanged)
{
    Entitlements wrong = *entitlements_of(alone(album()));
    const Integer beyond = symbol("R") - Integer{ether(40)};
    // max(R - 40, 60) where min(max(R - 40, 0), 60) belongs.
    wrong.segments[1].body = choose(beyond >= Integer{ether(60)}, beyond, Integer{ether(60)});
    EXPECT_EQ(verdict(proof::obligations_of(wrong), "income/solvent").outcome, Outcome::refuted);
}

TEST(share_proofs, refute_a_tier_end_that_its_shares_do_not_divide)
{
    ShareFunction wrong = album();
    wrong.tiers[1].until = ether(100) + 1;
    EXPECT_EQ(verdict(obligations_of(wrong), "income/tier-end-2").outcome, Outcome::refuted);
}

TEST(share_proofs, refute_a_cut_one_unit_early_or_late)
{
    for (const std::uint64_t until : {7'499'999U, 7'500'001U})
    {
        ShareFunction wrong = recoupment();
        wrong.tiers[0].until = until;
        EXPECT_EQ(verdict(obligations_of(wrong), "rest/tier-end-1").outcome, Outcome::refuted);
    }
}

TEST(share_proofs, cut_at_the_unit_above_where_the_target_is_no_multiple)
{
    // 60 % of 1,000,000,002 is 600,000,001.2; one unit earlier it is below 600,000,001.
    const ShareFunction function{"own", {"funder", "team"},
        {{{share(3, 5), share(2, 5)}, 1'000'000'002, PayeeTarget{0, 600'000'001}},
            {{share(1, 20), share(19, 20)}, {}, {}}},
        128};
    EXPECT_THAT(failures_of(obligations_of(function)), IsEmpty());
}

TEST(share_proofs, refute_a_cap_that_is_passed)
{
    Entitlements wrong = *entitlements_of(alone(album()));
    wrong.caps[0].amount = ether(70) - 1;
    EXPECT_EQ(verdict(proof::obligations_of(wrong), "income/cap-income.publisher").outcome,
        Outcome::refuted);
}

TEST(share_proofs, refute_a_counter_that_is_full_earlier_than_said)
{
    Entitlements wrong = *entitlements_of(alone(street_scenes()));
    *wrong.payees[0].counter_is_full_at += 1;
    EXPECT_EQ(verdict(proof::obligations_of(wrong), "revenue/counters").outcome, Outcome::refuted);
    wrong.payees[0].counter_is_full_at.reset();
    EXPECT_EQ(verdict(proof::obligations_of(wrong), "revenue/counters").outcome, Outcome::refuted);
}

TEST(share_proofs, need_a_common_denominator)
{
    const uint256 large = (uint256{1} << 127) - 1;
    ShareFunction function = album();
    function.tiers[1].shares[1] = *Rational::make(1, large);
    EXPECT_FALSE(entitlements_of(alone(function)));
}

TEST(share_proofs, are_the_same_text_every_time)
{
    const ShareFunction function{"fees", {"a", "b"}, {{{share(1, 3), share(2, 3)}, {}, {}}}, 128};
    EXPECT_EQ(find(obligations_of(function), "fees/solvent").smt,
        R"(; fees/solvent
; All payees of fees together are never entitled to more than came in: for all receipts below
; 2^128.
; Holds if the answer is unsat.
(define-fun fees.tier.1 ((R Int)) Int R)
(define-fun fees.a ((R Int)) Int (div (fees.tier.1 R) 3))
(define-fun fees.b ((R Int)) Int (div (* 2 (fees.tier.1 R)) 3))
(declare-const R Int)
(assert (and (<= 0 R) (< R 340282366920938463463374607431768211456)))
(define-fun entitled () Int (+ (fees.a R) (fees.b R)))
(assert (not (<= entitled R)))
(check-sat)
)");
    EXPECT_EQ(file_name(find(obligations_of(function), "fees/solvent")), "fees.solvent.smt2");
}
}  // namespace
}  // namespace byline::compiler::proof
