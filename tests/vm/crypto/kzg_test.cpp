#include "vm/crypto/kzg.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"

#include <gtest/gtest.h>

#include <cstdint>

using namespace byline;
using namespace byline::vm;

namespace
{
constexpr bytes32 order =
    hex_bytes32("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

/// The point at infinity, compressed: what commits to the polynomial 0, and the proof of a
/// constant.
constexpr auto infinity = hex_bytes<48>(
    "c000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "00");

/// The generator, which commits to the polynomial 1.
constexpr auto generator = hex_bytes<48>(
    "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6"
    "bb");

/// (0, 2): on the curve, but not in the group.
constexpr auto outside = hex_bytes<48>(
    "8000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "00");

constexpr bytes32 number(unsigned value)
{
    bytes32 word;
    word.bytes.back() = static_cast<std::uint8_t>(value);
    return word;
}

/// Case correct_proof_26b753dec0560daa of the consensus specifications' verify_kzg_proof.
constexpr KzgOpening opening{
    .commitment = hex_bytes<48>("93efc82d2017e9c57834a1246463e64774e56183bb247c8fc9dd98c56817e878d9"
                                "7b05f5c8d900acf1fbbbca6f146556"),
    .z = bytes32{},
    .y = hex_bytes32("73e66878b46ae3705eb6a46a89213de7d3686828bfce5c19400fffff00100001"),
    .proof =
        hex_bytes<48>("b82ded761997f2c6f1bb3db1e1dada2ef06d936551667c82f659b75f99d2da2068b81340"
                      "823ee4e829a93c9fbed7810d")};
}  // namespace

TEST(kzg, an_opening_is_valid_for_its_own_point_and_value_only)
{
    EXPECT_TRUE(kzg_opening_is_valid(opening));
    KzgOpening changed = opening;
    changed.y.bytes[31] ^= 2;
    EXPECT_FALSE(kzg_opening_is_valid(changed));
    changed = opening;
    changed.z = number(1);
    EXPECT_FALSE(kzg_opening_is_valid(changed));
    changed = opening;
    changed.proof = opening.commitment;
    EXPECT_FALSE(kzg_opening_is_valid(changed));
    changed = opening;
    changed.commitment = generator;
    EXPECT_FALSE(kzg_opening_is_valid(changed));
}

TEST(kzg, constants_have_the_same_value_everywhere)
{
    for (const unsigned z : {0U, 1U, 200U})
    {
        EXPECT_TRUE(kzg_opening_is_valid({infinity, number(z), number(0), infinity}));
        EXPECT_TRUE(kzg_opening_is_valid({generator, number(z), number(1), infinity}));
        EXPECT_FALSE(kzg_opening_is_valid({infinity, number(z), number(1), infinity}));
        EXPECT_FALSE(kzg_opening_is_valid({generator, number(z), number(1), generator}));
    }
}

TEST(kzg, refuses_numbers_not_below_the_order)
{
    EXPECT_FALSE(kzg_opening_is_valid({infinity, order, number(0), infinity}));
    EXPECT_FALSE(kzg_opening_is_valid({infinity, number(0), order, infinity}));
}

TEST(kzg, refuses_what_is_no_point_of_the_group)
{
    KzgOpening constant{infinity, number(0), number(0), infinity};
    for (auto* const point : {&constant.commitment, &constant.proof})
    {
        *point = outside;
        EXPECT_FALSE(kzg_opening_is_valid(constant));
        *point = {};
        EXPECT_FALSE(kzg_opening_is_valid(constant));
        *point = infinity;
        point->back() = 1;
        EXPECT_FALSE(kzg_opening_is_valid(constant));
        *point = infinity;
        (*point)[0] |= 0x20;
        EXPECT_FALSE(kzg_opening_is_valid(constant));
        *point = infinity;
        EXPECT_TRUE(kzg_opening_is_valid(constant));
    }
}
