#include "compiler/source/position.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace byline::compiler
{
namespace
{
TEST(position, counts_lines_and_columns_from_one)
{
    constexpr std::string_view text = "ab\ncd\n";
    EXPECT_EQ(position_of(text, 0).line, 1U);
    EXPECT_EQ(position_of(text, 0).column, 1U);
    EXPECT_EQ(position_of(text, 2).column, 3U);
    EXPECT_EQ(position_of(text, 3).line, 2U);
    EXPECT_EQ(position_of(text, 3).column, 1U);
    EXPECT_EQ(position_of(text, 100).line, 3U);
    EXPECT_EQ(position_of(text, 100).column, 1U);
}

TEST(position, counts_code_points_not_bytes)
{
    constexpr std::string_view text = "\"\u00e4\u20ac\U0001f600\" x";
    EXPECT_EQ(position_of(text, text.size() - 1).column, 7U);
    EXPECT_EQ(count_code_points("\u00e4\u20ac"), 2U);
}

TEST(position, gives_lines_without_their_ends)
{
    constexpr std::string_view text = "one\r\ntwo\n\nfour";
    EXPECT_EQ(line_at(text, 0), "one");
    EXPECT_EQ(line_at(text, 6), "two");
    EXPECT_EQ(line_at(text, 9), "");
    EXPECT_EQ(line_at(text, 99), "four");
    EXPECT_EQ(line_at("", 0), "");
}
}  // namespace
}  // namespace byline::compiler
