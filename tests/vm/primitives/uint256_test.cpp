#include "vm/primitives/uint256.hpp"

#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

using namespace byline;

namespace
{
constexpr uint256 sign_bit{0x8000000000000000, 0, 0, 0};
constexpr uint256 minus_one = max_uint256;

static_assert(max_uint256 + uint256{1} == uint256{});
static_assert(uint256{} - uint256{1} == max_uint256);
static_assert(-uint256{1} == max_uint256);
static_assert(add_with_carry(max_uint256, 1).carry);
static_assert(sub_with_borrow(0, 1).borrow);
static_assert(max_uint256 * max_uint256 == uint256{1});
static_assert(
    full_mul(max_uint256, max_uint256) == uint512{1, 0, 0, 0, ~0ULL - 1, ~0ULL, ~0ULL, ~0ULL});
static_assert((uint256{1} << 255) == sign_bit);
static_assert((uint256{1} << 256).is_zero());
static_assert((sign_bit >> 255) == uint256{1});
static_assert((max_uint256 >> uint256{1, 0, 0, 0}).is_zero());
static_assert(arithmetic_shift_right(sign_bit, 255) == minus_one);
static_assert(arithmetic_shift_right(sign_bit, max_uint256) == minus_one);
static_assert(arithmetic_shift_right(1, max_uint256).is_zero());
static_assert(sign_extend(0, 0xff) == minus_one);
static_assert(sign_extend(0, 0x17f) == uint256{0x7f});
static_assert(sign_extend(31, 0xff) == uint256{0xff});
static_assert(sign_extend(max_uint256, 0xff) == uint256{0xff});
static_assert(byte_at(31, 0xab) == uint256{0xab});
static_assert(byte_at(32, max_uint256).is_zero());
static_assert(byte_at(max_uint256, max_uint256).is_zero());
static_assert(signed_less(minus_one, 0) && !signed_less(0, minus_one));
static_assert(uint256{1, 0, 0, 0} > uint256{0, ~0ULL, ~0ULL, ~0ULL});
static_assert(uint256{}.bit_width() == 0 && max_uint256.bit_width() == 256);
static_assert(to_uint256(to_bytes32(uint256{1, 2, 3, 4})) == uint256{1, 2, 3, 4});
static_assert(to_uint256(to_address(max_uint256)) == (max_uint256 >> 96));
}  // namespace

TEST(uint256, division_by_zero_gives_zero)
{
    EXPECT_EQ(uint256{7} / uint256{}, uint256{});
    EXPECT_EQ(uint256{7} % uint256{}, uint256{});
    EXPECT_EQ(signed_div(minus_one, 0), uint256{});
    EXPECT_EQ(signed_mod(minus_one, 0), uint256{});
    EXPECT_EQ(add_mod(1, 2, 0), uint256{});
    EXPECT_EQ(mul_mod(1, 2, 0), uint256{});
}

TEST(uint256, signed_division_truncates_toward_zero)
{
    EXPECT_EQ(signed_div(-uint256{7}, 2), -uint256{3});
    EXPECT_EQ(signed_div(-uint256{7}, -uint256{2}), uint256{3});
    EXPECT_EQ(signed_mod(-uint256{7}, 2), -uint256{1});
    EXPECT_EQ(signed_mod(7, -uint256{2}), uint256{1});
    EXPECT_EQ(signed_div(sign_bit, minus_one), sign_bit);
    EXPECT_EQ(signed_mod(sign_bit, minus_one), uint256{});
}

TEST(uint256, modular_sums_and_products_do_not_wrap)
{
    EXPECT_EQ(add_mod(max_uint256, max_uint256, 10), uint256{0});
    EXPECT_EQ(add_mod(max_uint256, 2, max_uint256), uint256{2});
    EXPECT_EQ(mul_mod(max_uint256, max_uint256, 12), uint256{9});
    EXPECT_EQ(mul_mod(max_uint256, max_uint256, max_uint256), uint256{0});
}

// Dividends at which the trial quotient of a limb is one or two too large.
TEST(uint256, division_corrects_its_trial_quotients)
{
    const uint256 divisor{0, 0x8000000000000000, 0, ~0ULL};
    const uint256 quotient{~0ULL - 1};
    const uint256 dividend = divisor * quotient;
    EXPECT_EQ(divide(dividend, divisor).quotient, quotient);
    EXPECT_EQ(divide(dividend - uint256{1}, divisor).quotient, quotient - uint256{1});
    EXPECT_EQ(divide(dividend - uint256{1}, divisor).remainder, divisor - uint256{1});

    const uint256 a{0x8000000000000000, 0, 0, 3};
    const uint256 b{0, 0x2000000000000000, 0, 1};
    EXPECT_EQ(divide(a, b).quotient * b + divide(a, b).remainder, a);
}

TEST(uint256, power)
{
    EXPECT_EQ(power(0, 0), uint256{1});
    EXPECT_EQ(power(2, 255), sign_bit);
    EXPECT_EQ(power(2, 256), uint256{});
    EXPECT_EQ(power(3, max_uint256) * uint256{3}, power(3, uint256{}));
    EXPECT_EQ(power(10, 18), uint256{1'000'000'000'000'000'000});
}

TEST(uint256, decimal)
{
    constexpr std::string_view greatest =
        "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    EXPECT_EQ(to_decimal({}), "0");
    EXPECT_EQ(to_decimal(max_uint256), greatest);
    EXPECT_EQ(from_decimal(greatest), max_uint256);
    EXPECT_EQ(from_decimal("000"), uint256{});
    EXPECT_EQ(
        from_decimal(std::string{greatest.substr(0, greatest.size() - 1)} + '6'), std::nullopt);
    for (const std::string_view bad : {"", "-1", "1 ", "0x1", "1e3"})
        EXPECT_EQ(from_decimal(bad), std::nullopt) << bad;
}
