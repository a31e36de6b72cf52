#include "vm/crypto/bls12_381.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <utility>
#include <vector>

using namespace byline;
using namespace byline::vm::bls12_381;

namespace
{
constexpr Fp field_prime = hex_bytes<48>(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaa"
    "ab");

constexpr uint256 order{
    0x73eda753299d7d48, 0x3339d80809a1d805, 0x53bda402fffe5bfe, 0xffffffff00000001};

constexpr Fp small(unsigned value)
{
    Fp element{};
    element.back() = static_cast<std::uint8_t>(value);
    return element;
}

/// What the tests need of a group, as constants.
template <typename Point>
struct Group;

template <>
struct Group<G1>
{
    static constexpr G1 generator{
        hex_bytes<48>("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a"
                      "1aeffb3af00adb22c6bb"),
        hex_bytes<48>("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a288"
                      "8ae40caa232946c5e7e1")};
    static constexpr G1 outside{small(0), small(2)};
    static constexpr G1 off_curve{small(1), small(1)};
    static constexpr G1 too_large{field_prime, small(2)};
};

template <>
struct Group<G2>
{
    static constexpr G2 generator{
        {.real = hex_bytes<48>("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770ba"
                               "c0326a805bbefd48056c8c121bdb8"),
            .imaginary =
                hex_bytes<48>("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f"
                              "5049334cf11213945d57e5ac7d055d042b7e")},
        {.real = hex_bytes<48>("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923"
                               "ac9cc3baca289e193548608b82801"),
            .imaginary =
                hex_bytes<48>("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e"
                              "99ab3f370d275cec1da1aaa9075ff05f79be")}};
    static constexpr G2 outside{{.real = small(2), .imaginary = small(0)},
        {.real = hex_bytes<48>("18c6b864ae17dc9da64203ffefb966306425a7bc6aeb7c75247438372716284a417"
                               "3830420cd476ba1a365b95bfcec38"),
            .imaginary =
                hex_bytes<48>("172e93db764a8400a7d5071b6b6f5de0da2f0f4a063119abca014006b7c4"
                              "0a2cfe291a1924e65db0d6d0fcfbf3bf3d5c")}};
    static constexpr G2 off_curve{
        {.real = small(1), .imaginary = small(0)}, {.real = small(1), .imaginary = small(0)}};
    static constexpr G2 too_large{{.real = small(2), .imaginary = field_prime}, outside.y};
};

template <typename Point>
std::expected<Point, Error> msm(const std::vector<Term<Point>>& terms)
{
    return multi_scalar_multiply(std::span<const Term<Point>>{terms});
}

template <typename Point>
Point times(const Point& point, const uint256& scalar)
{
    return *msm<Point>({{point, to_bytes32(scalar)}});
}

template <typename Point>
class Bls12381 : public ::testing::Test
{};

using Points = ::testing::Types<G1, G2>;
}  // namespace

TYPED_TEST_SUITE(Bls12381, Points);

TYPED_TEST(Bls12381, sums_follow_the_group_law)
{
    constexpr auto generator = Group<TypeParam>::generator;
    constexpr TypeParam infinity{};
    EXPECT_EQ(add(infinity, infinity), infinity);
    EXPECT_EQ(add(generator, infinity), generator);
    EXPECT_EQ(add(infinity, generator), generator);
    EXPECT_EQ(add(generator, times(generator, order - uint256{1})), infinity);
    EXPECT_EQ(add(generator, generator), times(generator, 2));
    EXPECT_EQ(add(times(generator, 5), times(generator, 7)), times(generator, 12));
}

TYPED_TEST(Bls12381, scalars_count_modulo_the_order)
{
    constexpr auto generator = Group<TypeParam>::generator;
    constexpr TypeParam infinity{};
    EXPECT_EQ(times(generator, 0), infinity);
    EXPECT_EQ(times(generator, 1), generator);
    EXPECT_EQ(times(generator, order), infinity);
    EXPECT_EQ(times(generator, order + uint256{1}), generator);
    EXPECT_EQ(times(generator, max_uint256), times(generator, max_uint256 % order));
    EXPECT_EQ(times(infinity, 5), infinity);
}

// blst works in three ways: one point, few, many. The sizes are around where they change.
TYPED_TEST(Bls12381, sums_of_products_of_any_length)
{
    constexpr auto generator = Group<TypeParam>::generator;
    EXPECT_EQ(msm<TypeParam>({}), TypeParam{});
    std::vector<Term<TypeParam>> terms;
    uint256 expected;
    std::vector<std::size_t> lengths{1, 2, 3, 31, 32, 33, 34, 63, 64, 65, 66, 150};
    for (std::uint64_t i = 1; i <= lengths.back(); ++i)
    {
        // Points that repeat, points and their opposites, infinity, scalars of all widths.
        const uint256 point = i % 7 == 0 ? uint256{} : i % 5 == 0 ? order - uint256{3} : i % 11;
        const uint256 scalar = max_uint256 / uint256{i * i} >> static_cast<unsigned>(i % 256);
        terms.push_back({times(generator, point), to_bytes32(scalar)});
        expected = add_mod(expected, mul_mod(point, scalar, order), order);
        if (std::ranges::find(lengths, i) != lengths.end())
        {
            EXPECT_EQ(msm(terms), times(generator, expected)) << i;
        }
    }
}

TYPED_TEST(Bls12381, products_that_cancel_give_infinity)
{
    constexpr auto generator = Group<TypeParam>::generator;
    const bytes32 scalar = to_bytes32(12345);
    const auto opposite = times(generator, order - uint256{1});
    for (const std::size_t pairs : {1U, 20U, 40U})
    {
        std::vector<Term<TypeParam>> terms;
        for (std::size_t i = 0; i < pairs; ++i)
        {
            terms.push_back({generator, scalar});
            terms.push_back({opposite, scalar});
        }
        EXPECT_EQ(msm(terms), TypeParam{}) << pairs;
    }
    EXPECT_EQ(msm<TypeParam>({{{}, scalar}, {{}, scalar}}), TypeParam{});
}

TYPED_TEST(Bls12381, refuses_points_off_the_curve_and_coordinates_too_large)
{
    using Constants = Group<TypeParam>;
    const bytes32 one = to_bytes32(1);
    for (const auto& [point, error] : {std::pair{Constants::off_curve, Error::not_on_curve},
             std::pair{Constants::too_large, Error::coordinate_too_large}})
    {
        EXPECT_EQ(add(point, Constants::generator).error(), error);
        EXPECT_EQ(add(Constants::generator, point).error(), error);
        EXPECT_EQ(msm<TypeParam>({{Constants::generator, one}, {point, one}}).error(), error);
        EXPECT_EQ(msm<TypeParam>({{point, bytes32{}}}).error(), error);
    }
}

TYPED_TEST(Bls12381, only_sums_take_points_outside_of_the_group)
{
    using Constants = Group<TypeParam>;
    const auto sum = add(Constants::outside, Constants::generator);
    ASSERT_TRUE(sum);
    EXPECT_NE(*sum, Constants::generator);
    for (const auto& point : {Constants::outside, *sum})
    {
        EXPECT_EQ(msm<TypeParam>({{point, bytes32{}}}).error(), Error::not_in_group);
        EXPECT_EQ(msm<TypeParam>({{Constants::generator, bytes32{}}, {point, bytes32{}}}).error(),
            Error::not_in_group);
    }
}

TEST(bls12_381, points_of_order_three_add_up_to_infinity)
{
    constexpr G1 point = Group<G1>::outside;
    const G1 twice = *add(point, point);
    EXPECT_EQ(twice.x, point.x);
    EXPECT_NE(twice, point);
    EXPECT_EQ(add(twice, point), G1{});
}

TEST(bls12_381, pairings_are_bilinear)
{
    constexpr G1 p = Group<G1>::generator;
    constexpr G2 q = Group<G2>::generator;
    const auto is_one = [](const std::vector<Pair>& pairs) { return pairing_is_one(pairs); };
    EXPECT_EQ(is_one({}), true);
    EXPECT_EQ(is_one({{p, q}}), false);
    EXPECT_EQ(is_one({{p, q}, {times(p, order - uint256{1}), q}}), true);
    EXPECT_EQ(is_one({{times(p, 6), q}, {p, times(q, order - uint256{6})}}), true);
    EXPECT_EQ(is_one({{times(p, 6), q}, {p, times(q, order - uint256{5})}}), false);
    EXPECT_EQ(is_one({{{}, q}}), true);
    EXPECT_EQ(is_one({{p, {}}}), true);
    EXPECT_EQ(is_one({{{}, q}, {p, q}, {p, {}}}), false);
}

// blst multiplies pairings sixteen at a time.
TEST(bls12_381, many_pairings)
{
    constexpr G1 p = Group<G1>::generator;
    constexpr G2 q = Group<G2>::generator;
    for (const std::uint64_t count : {15U, 16U, 17U, 32U, 33U})
    {
        std::vector<Pair> pairs(count, {p, q});
        pairs.push_back({times(p, order - uint256{count}), q});
        EXPECT_EQ(pairing_is_one(pairs), true) << count;
        pairs.push_back({p, q});
        EXPECT_EQ(pairing_is_one(pairs), false) << count;
    }
}

TEST(bls12_381, pairings_refuse_points_outside_of_the_groups)
{
    const auto error = [](const G1& p, const G2& q) {
        return pairing_is_one(std::vector<Pair>{{p, q}}).error();
    };
    // Also beside an infinity, where the pairing itself would not look at them.
    EXPECT_EQ(error(Group<G1>::outside, {}), Error::not_in_group);
    EXPECT_EQ(error({}, Group<G2>::outside), Error::not_in_group);
    EXPECT_EQ(error(Group<G1>::off_curve, {}), Error::not_on_curve);
    EXPECT_EQ(error({}, Group<G2>::off_curve), Error::not_on_curve);
    EXPECT_EQ(error(Group<G1>::too_large, {}), Error::coordinate_too_large);
    EXPECT_EQ(error({}, Group<G2>::too_large), Error::coordinate_too_large);
}

TEST(bls12_381, maps_lead_into_the_groups)
{
    for (const unsigned value : {0U, 1U, 2U, 255U})
    {
        const auto first = map_to_group(small(value));
        ASSERT_TRUE(first);
        EXPECT_EQ(times(*first, order), G1{});
        const auto second = map_to_group(Fp2{.real = small(value), .imaginary = small(1)});
        ASSERT_TRUE(second);
        EXPECT_EQ(times(*second, order), G2{});
    }
    EXPECT_EQ(map_to_group(field_prime).error(), Error::coordinate_too_large);
    EXPECT_EQ(map_to_group(Fp2{.real = field_prime, .imaginary = {}}).error(),
        Error::coordinate_too_large);
    EXPECT_EQ(map_to_group(Fp2{.real = {}, .imaginary = field_prime}).error(),
        Error::coordinate_too_large);
}
