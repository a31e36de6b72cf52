#include "compiler/sema/buckets.hpp"

#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
using Refusals = std::vector<std::string>;

const ShareRule& shares_of(const Licence& licence, std::size_t bucket = 0)
{
    return std::get<ShareRule>(licence.buckets.at(bucket).rule);
}

Rational part(unsigned numerator, unsigned denominator)
{
    return *Rational::make(numerator, denominator);
}

TEST(shares, fold_nested_lists)
{
    // 60 % and 40 % of the rest of 85 % are 51 % and 34 %.
    const Licence c = example("c_tuned_model");
    const ShareRule& rule = shares_of(c);
    EXPECT_EQ(rule.payees, (std::vector<std::size_t>{0, 1, 2, 3}));
    ASSERT_EQ(rule.tiers.size(), 1U);
    EXPECT_EQ(rule.tiers[0].shares,
        (std::vector<Rational>{part(1, 10), part(1, 20), part(51, 100), part(34, 100)}));
}

TEST(shares, keep_the_order_of_the_split_not_of_the_parties)
{
    const Licence licence =
        analysed("licence T { party a, b, c split r { c 10% a 20% b the rest } }");
    EXPECT_EQ(shares_of(licence).payees, (std::vector<std::size_t>{2, 0, 1}));
    EXPECT_EQ(shares_of(licence).tiers[0].shares[2], part(7, 10));
}

TEST(shares, in_parts_are_exact)
{
    const Licence thirds =
        analysed("licence T { party a, b, c split r { a 1 part b 1 part c 1 part } }");
    EXPECT_EQ(shares_of(thirds).tiers[0].shares,
        (std::vector<Rational>{part(1, 3), part(1, 3), part(1, 3)}));
    const Licence halves = analysed(
        "licence T { party a, b, c split r { a 40% the rest { b 1.5 parts c 0.5 parts } } }");
    EXPECT_EQ(shares_of(halves).tiers[0].shares,
        (std::vector<Rational>{part(2, 5), part(9, 20), part(3, 20)}));
}

TEST(shares, too_fine_in_parts)
{
    const std::string large(38, '9');
    EXPECT_EQ(refusals("licence T { party a, b, c split r { a 0." + large + " parts b 0." + large +
                       "7 parts c " + large + " parts } }")
                  .front(),
        "B103 SHARES TOO FINE");
}

TEST(waterfall, has_its_payees_in_the_order_of_their_first_tier)
{
    const Licence e = example("e_album");
    const ShareRule& rule = shares_of(e);
    EXPECT_TRUE(rule.is_waterfall);
    EXPECT_EQ(rule.payees, (std::vector<std::size_t>{0, 1, 2}));
    ASSERT_EQ(rule.tiers.size(), 3U);
    const uint256 ether = power_of_ten(18);
    EXPECT_EQ(rule.tiers[0].until, ether * 40);
    EXPECT_EQ(rule.tiers[1].until, ether * 100);
    EXPECT_FALSE(rule.tiers[2].until);
    EXPECT_EQ(rule.tiers[0].shares, (std::vector<Rational>{part(1, 1), {}, {}}));
    EXPECT_EQ(rule.tiers[1].shares, (std::vector<Rational>{part(1, 2), part(1, 2), {}}));
    EXPECT_EQ(rule.tiers[2].shares, (std::vector<Rational>{{}, part(17, 20), part(3, 20)}));
}

TEST(waterfall, is_bounded)
{
    std::string tiers = "first a until 1 wei";
    for (std::size_t i = 1; i < max_tiers; ++i)
        tiers += " then a until " + std::to_string(i + 1) + " wei";
    EXPECT_EQ(refusals("licence L { party a waterfall w default { " + tiers + " then a } }"),
        Refusals{"B002 WATERFALLS OF MORE THAN 32 TIERS ARE NOT SUPPORTED YET"});
}

TEST(buckets, are_in_the_order_of_the_file)
{
    const Licence licence = analysed(
        "licence L { party a unit point "
        "tab t notice 7 days  pool p of points { managed by a when empty to a } "
        "split s { a 100% } act x() { takes 1 wei into p } act y() { takes 1 wei into s } }");
    ASSERT_EQ(licence.buckets.size(), 3U);
    EXPECT_EQ(licence.buckets[0].name, "t");
    EXPECT_EQ(std::get<TabRule>(licence.buckets[0].rule).notice, 604'800U);
    EXPECT_EQ(std::get<PoolRule>(licence.buckets[1].rule).unit, "point");
    EXPECT_EQ(licence.buckets[2].name, "s");
}

TEST(buckets, of_epochs_know_the_fields_of_their_report)
{
    const Licence d = example("d_epoch_model");
    const auto& rule = std::get<EpochsRule>(d.buckets[0].rule);
    EXPECT_EQ(rule.epoch_field, 0U);
    EXPECT_EQ(rule.root_field, 1U);
    EXPECT_EQ(rule.total_field, 2U);
    EXPECT_FALSE(rule.pot_field);
    EXPECT_EQ(rule.unclaimed_after, 180U * 86'400U);
    EXPECT_EQ(rule.unclaimed_to, 1U);

    const Licence other = analysed(
        "licence L { party a role judge = a "
        "message Report { pot: money total: weight purpose: hash root: hash epoch: count } "
        "epochs e default { closed by Report signed by judge claimed with proof of (account, "
        "weight) "
        "unclaimed after 1 year to a } }");
    const auto& fields = std::get<EpochsRule>(other.buckets[0].rule);
    EXPECT_EQ(fields.pot_field, 0U);
    EXPECT_EQ(fields.epoch_field, 4U);
    EXPECT_EQ(other.actors[fields.signer].name, "judge");
}

TEST(buckets, take_constants_for_times)
{
    const Licence licence = analysed(
        "licence L { party a let term = 30 days split s default { a 100% } tab t notice term * 2 "
        "}");
    EXPECT_EQ(std::get<TabRule>(licence.buckets[1].rule).notice, 60U * 86'400U);
}

TEST(buckets, are_bounded)
{
    std::string text = "licence L { party a ";
    for (std::size_t i = 0; i <= max_buckets; ++i)
        text += "split s" + std::to_string(i) + " { a 100% } ";
    const Refusals said = refusals(text + "}");
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.front(), "B002 LICENCES OF MORE THAN 64 BUCKETS ARE NOT SUPPORTED YET");
}

TEST(currency, knows_its_token)
{
    const Licence h = example("h_seats");
    ASSERT_TRUE(h.currency.token);
    EXPECT_EQ(h.currency.decimals, 6U);
    EXPECT_EQ(h.currency.token->bytes[0], 0xa0);
    const auto licence = [](const std::string& address) {
        return "licence L { currency t = token " + address +
               " with 36 decimals party a split s default { a 100% } }";
    };
    // One case says nothing of a checksum.
    EXPECT_TRUE(refusals(licence("0xA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48")).empty());
    EXPECT_TRUE(refusals(licence("0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")).empty());
    EXPECT_EQ(refusals(licence("0xa0B86991c6218b36c1d19D4a2e9Eb0cE3606eB48")),
        Refusals{"B302 AN ADDRESS WITH A WRONG CHECKSUM"});
    EXPECT_EQ(refusals(licence("0x0000000000000000000000000000000000000000")),
        Refusals{"B302 A TOKEN WITHOUT AN ADDRESS"});
}

TEST(powers, are_read)
{
    const Licence f = example("f_prints");
    ASSERT_TRUE(f.royalty);
    EXPECT_EQ(f.royalty->share, part(3, 40));
    EXPECT_EQ(f.conforms, std::vector<std::string>{"ERC2981"});
    const Licence h = example("h_seats");
    ASSERT_TRUE(h.upgrade);
    EXPECT_EQ(h.upgrade->by, 0U);
    EXPECT_EQ(h.upgrade->notice, 30U * 86'400U);
}
}  // namespace
}  // namespace byline::compiler
