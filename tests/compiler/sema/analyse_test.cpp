#include "compiler/sema/analyse.hpp"

#include "compiler/sema/counters.hpp"
#include "compiler/syntax/parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace byline::compiler
{
namespace
{
Licence analyse_clean(const std::string& text)
{
    Diagnostics diagnostics;
    auto licence = analyse(parse(text, diagnostics), diagnostics);
    EXPECT_TRUE(licence) << (diagnostics.empty() ? "" : diagnostics.list().front().message);
    return licence.value_or(Licence{});
}

std::string first_error(const std::string& text)
{
    Diagnostics diagnostics;
    (void)analyse(parse(text, diagnostics), diagnostics);
    return diagnostics.empty() ? "" : diagnostics.list().front().title;
}

std::string with_act(const std::string& act)
{
    return "licence L { party a unit call split s { a 100% } " + act + " }";
}

TEST(analyse, folds_nested_shares)
{
    // Example (c) of the language: 60 % and 40 % of the rest of 85 % are 51 % and 34 %.
    const Licence licence = analyse_clean(
        "licence T { party p, g, t, h "
        "split r { p 10% g 5% the rest { t 60% h 40% } } }");
    ASSERT_EQ(licence.split.payees.size(), 4U);
    EXPECT_EQ(licence.split.payees[2].share, Rational::make(51, 100));
    EXPECT_EQ(licence.split.payees[3].share, Rational::make(34, 100));
}

TEST(analyse, keeps_the_order_of_the_split_not_of_the_parties)
{
    const Licence licence =
        analyse_clean("licence T { party a, b, c split r { c 10% a 20% b the rest } }");
    EXPECT_EQ(licence.split.payees[0].party, 2U);
    EXPECT_EQ(licence.split.payees[1].party, 0U);
    EXPECT_EQ(licence.split.payees[2].share, Rational::make(7, 10));
}

TEST(analyse, computes_prices_in_wei)
{
    const Licence licence = analyse_clean(
        with_act("act x(n: calls) { takes n * 0.001 ether per call + 5 gwei into s }"));
    ASSERT_TRUE(licence.acts[0].price);
    const Term& sum = licence.terms[*licence.acts[0].price];
    EXPECT_TRUE(sum.dimension.is_money());
    EXPECT_EQ(licence.terms[sum.right].value, 5'000'000'000);
    EXPECT_EQ(sum.range.low, 5'000'000'000);
    EXPECT_EQ(*sum.range.high, uint256{~0ULL} * 1'000'000'000'000'000 + 5'000'000'000);
}

TEST(analyse, knows_where_a_product_may_wrap)
{
    const auto price = [](const std::string& text) {
        const Licence licence = analyse_clean(with_act(text));
        return licence.terms[*licence.acts[0].price].range;
    };
    EXPECT_TRUE(price("act x(k: count, b: count) { takes k * b * 1 wei into s }").bounded());
    EXPECT_TRUE(
        price("act x(k: count, b: count, c: count) { takes k * b * c * 1 wei into s }").bounded());
    EXPECT_FALSE(
        price("act x(k: count, b: count, c: count) { takes k * b * c * 1 ether * 99 into s }")
            .bounded());
}

TEST(analyse, types_parameters)
{
    const Licence licence = analyse_clean(
        with_act("act x(k: calls, b: 3..9, c: account, d: hash, e: flag, f: money, g: time) { }"));
    const auto& p = licence.acts[0].parameters;
    ASSERT_EQ(p.size(), 7U);
    EXPECT_EQ(p[1].range.low, 3);
    EXPECT_EQ(*p[1].range.high, 9);
    EXPECT_EQ(
        signature_of(licence.acts[0]), "x(uint64,uint64,address,bytes32,bool,uint256,uint64)");
    EXPECT_EQ(event_signature_of(licence.acts[0]),
        "X(address,uint64,uint64,address,bytes32,bool,uint256,uint64)");
}

TEST(analyse, bounds_payees_parameters_and_acts)
{
    std::string parties;
    std::string shares;
    for (std::size_t i = 0; i <= max_payees; ++i)
    {
        parties += (i == 0 ? "p" : ", p") + std::to_string(i);
        shares += " p" + std::to_string(i) + (i == max_payees ? " the rest" : " 1%");
    }
    EXPECT_EQ(first_error("licence L { party " + parties + " split s {" + shares + " } }"),
        "SPLITS OF MORE THAN 64 ARE NOT SUPPORTED YET");
    std::string parameters;
    for (std::size_t i = 0; i <= max_parameters; ++i)
        parameters += (i == 0 ? "q" : ", q") + std::to_string(i) + ": count";
    EXPECT_EQ(first_error(with_act("act x(" + parameters + ") { }")),
        "ACTS OF MORE THAN 16 PARAMETERS ARE NOT SUPPORTED YET");
    std::string acts;
    for (std::size_t i = 0; i <= max_acts; ++i)
        acts += "act x" + std::to_string(i) + "() { } ";
    EXPECT_EQ(first_error(with_act(acts)), "LICENCES OF MORE THAN 256 ACTS ARE NOT SUPPORTED YET");
}

TEST(analyse, wants_one_licence_with_a_split)
{
    EXPECT_EQ(
        first_error("licence L { party a }"), "LICENCES WITHOUT A SPLIT ARE NOT SUPPORTED YET");
    EXPECT_EQ(first_error(with_act("") + with_act("")),
        "SEVERAL LICENCES IN ONE FILE ARE NOT SUPPORTED YET");
    EXPECT_EQ(first_error(""), "NO LICENCE IN THIS FILE");
}

TEST(analyse, finds_selectors_that_meet)
{
    // Two names whose selectors are the same four bytes: a known pair of ERC-20's transferFrom.
    ASSERT_EQ(selector_of("transferFrom(address,address,uint256)"),
        selector_of("gasprice_bit_ether(int128)"));
    EXPECT_EQ(first_error(with_act("act claimable(who: account) { }")),
        "TWO THINGS WITH ONE NAME IN THE ABI");
}

TEST(counters, are_packed_up_to_four)
{
    const auto layout = [](std::size_t payees) {
        Split split;
        split.payees.resize(payees);
        return counters_of(split);
    };
    EXPECT_EQ(layout(1).slots, 1U);
    EXPECT_EQ(layout(2).shift_of(1), 128U);
    EXPECT_EQ(layout(3).bits, 85U);
    EXPECT_EQ(layout(3).shift_of(2), 170U);
    EXPECT_EQ(layout(4).slots, 2U);
    EXPECT_EQ(layout(4).slot_of(3), 1U);
    EXPECT_EQ(layout(4).shift_of(3), 128U);
    EXPECT_TRUE(layout(5).has_total);
    EXPECT_EQ(layout(5).slot_of(4), 5U);
}
}  // namespace
}  // namespace byline::compiler
