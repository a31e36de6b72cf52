#include "compiler/sema/rational.hpp"

#include <gtest/gtest.h>

namespace byline::compiler
{
namespace
{
Rational fraction(std::uint64_t numerator, std::uint64_t denominator)
{
    return Rational::make(numerator, denominator).value();
}

TEST(rational, is_kept_in_lowest_terms)
{
    EXPECT_EQ(fraction(50, 100), fraction(1, 2));
    EXPECT_EQ(fraction(0, 7).denominator(), 1);
    EXPECT_FALSE(Rational::make(1, 0));
}

TEST(rational, adds_subtracts_and_multiplies_exactly)
{
    EXPECT_EQ(add(fraction(1, 6), fraction(1, 10)), fraction(4, 15));
    EXPECT_EQ(subtract(fraction(1, 6), fraction(1, 10)), fraction(1, 15));
    EXPECT_FALSE(subtract(fraction(1, 10), fraction(1, 6)));
    EXPECT_EQ(multiply(fraction(3, 5), fraction(85, 100)), fraction(51, 100));
}

TEST(rational, has_numerator_and_denominator_below_2_to_the_128)
{
    const uint256 limit = uint256{1} << 128;
    EXPECT_TRUE(Rational::make(1, limit - 1));
    EXPECT_FALSE(Rational::make(1, limit));
    EXPECT_TRUE(Rational::make(2, limit));
    const Rational tiny = *Rational::make(1, limit - 1);
    EXPECT_FALSE(multiply(tiny, tiny));
    EXPECT_FALSE(add(tiny, *Rational::make(1, limit - 2)));
    const Rational huge = *Rational::make(limit - 1, 1);
    EXPECT_FALSE(add(huge, huge));
}

TEST(rational, reads_and_prints_percentages)
{
    EXPECT_EQ(Rational::from_percent({125, 1}), fraction(1, 8));
    EXPECT_EQ(to_percent(fraction(1, 8)), "12.5");
    EXPECT_EQ(to_percent(fraction(1, 1)), "100");
    EXPECT_EQ(to_percent(fraction(21, 20)), "105");
    EXPECT_EQ(to_percent(fraction(1, 10'000)), "0.01");
    EXPECT_EQ(to_percent(fraction(1, 3)), "33.333333333333333333...");
}
}  // namespace
}  // namespace byline::compiler
