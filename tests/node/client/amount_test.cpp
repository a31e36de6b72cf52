#include "node/client/amount.hpp"

#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
constexpr uint256 ether{1'000'000'000'000'000'000};

TEST(parse_amount, reads_whole_numbers)
{
    EXPECT_EQ(parse_amount("0"), uint256{0});
    EXPECT_EQ(parse_amount("1_000_000"), uint256{1'000'000});
    EXPECT_EQ(parse_amount("0x10"), uint256{16});
    EXPECT_EQ(parse_amount(to_decimal(max_uint256)), max_uint256);
}

TEST(parse_amount, reads_units)
{
    EXPECT_EQ(parse_amount("0.001ether"), uint256{1'000'000'000'000'000});
    EXPECT_EQ(parse_amount("1 ether"), ether);
    EXPECT_EQ(parse_amount(".5ether"), uint256{500'000'000'000'000'000});
    EXPECT_EQ(parse_amount("1.5gwei"), uint256{1'500'000'000});
    EXPECT_EQ(parse_amount("7wei"), uint256{7});
    EXPECT_EQ(parse_amount("0.000000000000000001ether"), uint256{1});
}

TEST(parse_amount, says_what_is_wrong)
{
    const auto error = [](std::string_view text) { return parse_amount(text).error(); };
    EXPECT_EQ(error("1.5"), "'1.5' has a fraction, but wei are whole; name a unit (ether, gwei)");
    EXPECT_EQ(
        error("0.0000000000000000001ether"), "'0.0000000000000000001ether' is finer than one wei");
    EXPECT_EQ(error("-1"), "'-1' is negative");
    EXPECT_EQ(
        error("1e18"), "'1e18' has an exponent; write all digits or a unit, as in 1ether, 5gwei");
    EXPECT_EQ(error("1eth"), "'1eth' has an unknown unit; use wei, gwei or ether");
    EXPECT_EQ(error("0xzz"), "'0xzz' is not a hexadecimal number below 2^256");
    EXPECT_EQ(error("0x"), "'0x' is not a hexadecimal number below 2^256");
    for (const auto* bad : {"", ".", "1.", "1.2.3ether", "_1", "1_", "1__0", "ether", "-1"})
        EXPECT_FALSE(parse_amount(bad).has_value()) << bad;
    EXPECT_EQ(error(to_decimal(max_uint256) + "0"),
        "'" + to_decimal(max_uint256) + "0' is not below 2^256");
}

TEST(format_units, has_the_digits_of_the_unit)
{
    EXPECT_EQ(format_units(uint256{56'886'000}, 6), "56.886");
    EXPECT_EQ(format_units(uint256{7}, 6), "0.000007");
    EXPECT_EQ(format_units(uint256{10}, 0), "10");
    EXPECT_EQ(format_units({}, 6), "0");
    EXPECT_EQ(format_units(max_uint256, 77),
        "1.15792089237316195423570985008687907853269984665640564039457584007913129639935");
}

TEST(format_ether, is_exact_and_short)
{
    EXPECT_EQ(format_ether({}), "0");
    EXPECT_EQ(format_ether(uint256{1}), "0.000000000000000001");
    EXPECT_EQ(format_ether(uint256{30'000'000'000'000'000}), "0.03");
    EXPECT_EQ(format_ether(ether), "1");
    EXPECT_EQ(format_ether(ether * uint256{10'000}), "10000");
    EXPECT_EQ(format_ether(ether + uint256{1}), "1.000000000000000001");
}
}  // namespace
}  // namespace byline::node
