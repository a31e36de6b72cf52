#include "vm/crypto/bn254.hpp"

#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <array>
#include <expected>
#include <vector>

using namespace byline;
using namespace byline::vm;

namespace
{
constexpr bn254::G1 generator{1, 2};
constexpr bn254::G1 infinity{};

/// The generator of the second group (EIP-197).
constexpr bn254::G2 twist_generator{
    {.real = {0x1800deef121f1e76, 0x426a00665e5c4479, 0x674322d4f75edadd, 0x46debd5cd992f6ed},
        .imaginary = {0x198e9393920d483a, 0x7260bfb731fb5d25, 0xf1aa493335a9e712,
            0x97e485b7aef312c2}},
    {.real = {0x12c85ea5db8c6deb, 0x4aab71808dcb408f, 0xe3d1e7690c43d37b, 0x4ce6cc0166fa7daa},
        .imaginary = {
            0x090689d0585ff075, 0xec9e99ad690c3395, 0xbc4b313370b38ef3, 0x55acdadcd122975b}}};

bn254::G1 negated(const bn254::G1& point)
{
    return {point.x, bn254::field_prime - point.y};
}

bn254::G1 times(const uint256& scalar)
{
    return *bn254::multiply(generator, scalar);
}
}  // namespace

TEST(bn254, sums_follow_the_group_law)
{
    EXPECT_EQ(bn254::add(infinity, infinity), infinity);
    EXPECT_EQ(bn254::add(generator, infinity), generator);
    EXPECT_EQ(bn254::add(infinity, generator), generator);
    EXPECT_EQ(bn254::add(generator, negated(generator)), infinity);
    EXPECT_EQ(bn254::add(generator, generator), times(2));
    EXPECT_EQ(bn254::add(times(5), times(7)), times(12));
}

TEST(bn254, scalars_count_modulo_the_order)
{
    EXPECT_EQ(times(0), infinity);
    EXPECT_EQ(times(1), generator);
    EXPECT_EQ(times(bn254::group_order), infinity);
    EXPECT_EQ(times(bn254::group_order - uint256{1}), negated(generator));
    EXPECT_EQ(times(max_uint256), times(max_uint256 % bn254::group_order));
    EXPECT_EQ(bn254::multiply(infinity, 5), infinity);
    EXPECT_EQ(bn254::multiply(times(11), 13), times(143));
}

TEST(bn254, refuses_points_off_the_curve)
{
    EXPECT_EQ(bn254::add({1, 1}, infinity).error(), bn254::Error::not_on_curve);
    EXPECT_EQ(bn254::multiply({0, 1}, 0).error(), bn254::Error::not_on_curve);
    EXPECT_EQ(
        bn254::add(infinity, {bn254::field_prime, 0}).error(), bn254::Error::coordinate_too_large);
    EXPECT_EQ(bn254::multiply({1, max_uint256}, 1).error(), bn254::Error::coordinate_too_large);
}

TEST(bn254, pairing_is_bilinear)
{
    const auto is_one = [](std::vector<bn254::Pair> pairs) { return bn254::pairing_is_one(pairs); };
    EXPECT_EQ(is_one({}), true);
    EXPECT_EQ(is_one({{generator, twist_generator}}), false);
    EXPECT_EQ(is_one({{infinity, twist_generator}}), true);
    EXPECT_EQ(is_one({{generator, bn254::G2{}}}), true);
    EXPECT_EQ(is_one({{generator, twist_generator}, {negated(generator), twist_generator}}), true);
    EXPECT_EQ(is_one({{times(30), twist_generator}, {negated(times(10)), twist_generator},
                  {negated(times(20)), twist_generator}}),
        true);
    EXPECT_EQ(is_one({{times(30), twist_generator}, {negated(times(10)), twist_generator},
                  {negated(times(21)), twist_generator}}),
        false);
}

TEST(bn254, pairing_refuses_bad_points_even_beside_infinity)
{
    bn254::G2 off = twist_generator;
    off.x.real = off.x.real + uint256{1};
    bn254::Pair pair{infinity, off};
    EXPECT_EQ(bn254::pairing_is_one({&pair, 1}).error(), bn254::Error::not_on_curve);
    pair = {{1, 1}, bn254::G2{}};
    EXPECT_EQ(bn254::pairing_is_one({&pair, 1}).error(), bn254::Error::not_on_curve);
    off.x.real = bn254::field_prime;
    pair = {infinity, off};
    EXPECT_EQ(bn254::pairing_is_one({&pair, 1}).error(), bn254::Error::coordinate_too_large);
}

// x = 1 lies on the twist, whose order has other factors than the group's.
TEST(bn254, pairing_refuses_points_of_the_twist_outside_the_group)
{
    bn254::Pair pair{generator,
        {{.real = 1, .imaginary = 0}, {.real = {0x2869111d5381f072, 0xf8e2728fdb825a51,
                                           0xaadd70e52c9830e9, 0xab4b871c0531f1bb},
                                          .imaginary = {0x0d1271953ed9ea08, 0x36846e70a1934187,
                                              0x998c7f790cb4d751, 0x1b7f8da82de048a4}}}};
    EXPECT_EQ(bn254::pairing_is_one({&pair, 1}).error(), bn254::Error::not_in_group);
    pair.p = infinity;
    EXPECT_EQ(bn254::pairing_is_one({&pair, 1}).error(), bn254::Error::not_in_group);
}
