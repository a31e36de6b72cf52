#include "compiler/sema/groups.hpp"

#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
using Refusals = std::vector<std::string>;

std::string two_splits(const std::string& rest)
{
    return "licence L { party a, b  split s { a 100% }  split t { b 100% }  "
           "pot p exits to a after 1 day  tab d notice 1 day " +
           rest + " }";
}

TEST(groups, share_one_count_where_buckets_are_fed_together)
{
    const Licence h = example("h_seats");
    ASSERT_EQ(h.groups.size(), 1U);
    EXPECT_EQ(h.groups[0].buckets, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(h.buckets[0].factor, *Rational::make(19, 20));
    EXPECT_EQ(h.buckets[1].factor, *Rational::make(1, 20));
    EXPECT_FALSE(h.groups[0].is_residual);  // a token
    EXPECT_EQ(h.acts[0].takes->group, 0U);
}

TEST(groups, in_ether_one_is_residual)
{
    const Licence g = example("g_metered");
    ASSERT_EQ(g.groups.size(), 2U);
    EXPECT_TRUE(g.groups[g.buckets[0].group].is_residual);
    EXPECT_FALSE(g.groups[g.buckets[1].group].is_residual);
    EXPECT_EQ(residual_group(g), &g.groups[0]);
    EXPECT_TRUE(counts_held(g));
    EXPECT_FALSE(counts_held(example("a_street_scenes")));
}

TEST(groups, the_default_is_residual_before_the_first)
{
    const Licence licence = analysed(
        "licence L { party a, b  tab d notice 1 day  split s { a 100% }  split t default { b 100% "
        "} "
        "act x() { takes 1 wei into s } }");
    EXPECT_FALSE(licence.groups[licence.buckets[1].group].is_residual);
    EXPECT_TRUE(licence.groups[licence.buckets[2].group].is_residual);
    EXPECT_EQ(licence.acts[0].takes->group, licence.buckets[1].group);
}

TEST(groups, without_shares_nothing_is_residual)
{
    const Licence licence = analysed(
        "licence L { party a  pot p exits to a after 1 day  act x() { takes 1 wei into p } }");
    EXPECT_EQ(residual_group(licence), nullptr);
    EXPECT_TRUE(counts_held(licence));
}

TEST(groups, the_same_ratio_twice_is_one_group)
{
    const Licence licence = analysed(two_splits(
        "act x() { takes 1 wei into { s 25%  t the rest } } "
        "act y() { takes 2 wei into { t 3 parts  s 1 part } } act z() { takes 1 wei into p }"));
    EXPECT_EQ(licence.buckets[0].group, licence.buckets[1].group);
    EXPECT_EQ(licence.acts[0].takes->group, licence.acts[1].takes->group);
    EXPECT_TRUE(licence.groups[licence.buckets[0].group].is_residual);
    EXPECT_NE(licence.acts[2].takes->group, licence.acts[0].takes->group);
}

TEST(groups, want_one_ratio)
{
    const Refusals no_ratio{"B201 A PAYMENT DIVIDED IN NO FIXED RATIO"};
    const std::string together = "act x() { takes 1 wei into { s 25%  t 75% } } ";
    EXPECT_EQ(refusals(two_splits(together + "act y() { takes any into t } "
                                             "act z() { takes any into p }")),
        no_ratio);
    EXPECT_EQ(refusals(two_splits(together + "act y() { takes any into p } "
                                             "act z() { move 1 wei from p to s }")),
        no_ratio);
    EXPECT_EQ(refusals("licence L { party a, b  split s default { a 100% }  split t { b 100% } " +
                       together + "}"),
        no_ratio);
    EXPECT_EQ(refusals(two_splits(together + "act y() { takes 1 wei into { s 50%  t 50% } } "
                                             "act z() { takes any into p }")),
        (Refusals{no_ratio.front(), no_ratio.front()}));
}

TEST(groups, have_no_tabs_and_pots)
{
    EXPECT_EQ(refusals(two_splits("act x() { takes 1 wei into { s 25%  p 75% } }")),
        Refusals{"B201 A PART OF A PAYMENT FOR A BUCKET THAT TAKES WHOLE ONES"});
}

TEST(groups, multiply_shares_through)
{
    const std::string fine = "0." + std::string(35, '0') + "1";
    EXPECT_EQ(refusals("licence L { party a, b  split s { a " + fine +
                       "%  b the rest }  split t { b 100% } "
                       "act x() { takes 1 wei into { s 0.001%  t the rest } } }"),
        Refusals{"B103 SHARES TOO FINE"});
}
}  // namespace
}  // namespace byline::compiler
