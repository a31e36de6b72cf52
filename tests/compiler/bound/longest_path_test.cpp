#include "compiler/bound/longest_path.hpp"

#include <gtest/gtest.h>

namespace byline::compiler::bound
{
namespace
{
TEST(longest_path, takes_the_dearer_way)
{
    EXPECT_EQ(longest_path({{1, {1, 2}}, {5, {3}}, {7, {3}}, {1, {}}}), 9U);
    EXPECT_EQ(longest_path({{1, {1, 2}}, {50, {}}, {7, {3}}, {1, {}}}), 51U);
}

TEST(longest_path, goes_round_loops_as_often_as_they_are_entered)
{
    // 10 at the head, 3 in the round; behind it 100.
    EXPECT_EQ(
        longest_path({{1, {1}}, {10, {2, 3}, 5}, {3, {1}}, {100, {}}}), 1U + 4 * 13 + 10 + 100);
    // What has no end is no way.
    EXPECT_EQ(longest_path({{1, {1, 2}}, {10, {1}, 5}, {7, {}}}), 8U);
    // Alone with itself.
    EXPECT_EQ(longest_path({{1, {1}}, {10, {1, 2}, 5}, {100, {}}}), 1U + 50 + 100);
    EXPECT_EQ(longest_path({{10, {0, 1}, 5}, {1, {}}}), 51U);
    // What is left in the middle of the round counts.
    EXPECT_EQ(longest_path({{1, {1}}, {10, {2}, 5}, {3, {1, 3}}, {100, {}}}), 1U + 5 * 13 + 100);
}

TEST(longest_path, goes_round_loops_in_loops)
{
    // Of 3 rounds outside, each goes round 4 times inside.
    EXPECT_EQ(longest_path({{1, {1}}, {10, {2, 4}, 3}, {5, {3, 1}, 4}, {2, {2}}, {100, {}}}),
        1U + 2 * (10 + 3 * 7 + 5) + 10 + 100);
}

TEST(longest_path, knows_a_loop_that_shares_the_code_before_it)
{
    // 0 goes into the end of the round, which goes to the head.
    EXPECT_EQ(
        longest_path({{1, {2}}, {10, {2, 3}, 5}, {3, {1}}, {100, {}}}), 1U + 3 + 4 * 13 + 10 + 100);
}

TEST(longest_path, is_not_known_where_nobody_counts)
{
    EXPECT_EQ(longest_path({{1, {1}}, {10, {0}}}), std::nullopt);
    EXPECT_EQ(longest_path({{1, {1, 2}}, {10, {2}}, {10, {1}}}), std::nullopt);
}

TEST(longest_path, does_not_overflow)
{
    EXPECT_EQ(longest_path({{most_cost - 1, {0, 1}, 1'000}, {1, {}}}), most_cost);
}
}  // namespace
}  // namespace byline::compiler::bound
