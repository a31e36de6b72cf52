#include "vm/crypto/secp256k1.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>

using namespace byline;

namespace
{
const bytes32 message = keccak256("a message");

bytes32 key(std::uint64_t number)
{
    return to_bytes32(number);
}
}  // namespace

TEST(secp256k1, addresses_of_well_known_keys)
{
    EXPECT_EQ(
        to_checksum_hex(*vm::address_of_key(key(1))), "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    EXPECT_EQ(to_checksum_hex(*vm::address_of_key(*bytes32_from_hex(
                  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"))),
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
}

TEST(secp256k1, refuses_keys_out_of_range)
{
    for (const uint256& bad : {uint256{}, vm::secp256k1_order, max_uint256})
    {
        EXPECT_EQ(vm::address_of_key(to_bytes32(bad)), std::nullopt);
        EXPECT_EQ(vm::sign(message, to_bytes32(bad)), std::nullopt);
    }
    EXPECT_TRUE(vm::address_of_key(to_bytes32(vm::secp256k1_order - uint256{1})));
}

TEST(secp256k1, recovers_who_signed)
{
    for (std::uint64_t number = 1; number < 50; ++number)
    {
        const bytes32 hash = keccak256(to_bytes32(number * 77).bytes);
        const auto signature = vm::sign(hash, key(number));
        ASSERT_TRUE(signature);
        EXPECT_LE(signature->s, vm::secp256k1_order >> 1);
        EXPECT_EQ(vm::recover(hash, *signature), vm::address_of_key(key(number)));
    }
}

TEST(secp256k1, signs_deterministically)
{
    EXPECT_EQ(vm::sign(message, key(5)), vm::sign(message, key(5)));
}

TEST(secp256k1, accepts_a_high_s_with_the_other_parity)
{
    vm::Signature signature = *vm::sign(message, key(9));
    signature.s = vm::secp256k1_order - signature.s;
    signature.y_parity ^= 1;
    EXPECT_EQ(vm::recover(message, signature), vm::address_of_key(key(9)));
}

TEST(secp256k1, refuses_signatures_out_of_range)
{
    const vm::Signature good = *vm::sign(message, key(9));
    for (const uint256& bad : {uint256{}, vm::secp256k1_order, max_uint256})
    {
        EXPECT_EQ(vm::recover(message, {bad, good.s, good.y_parity}), std::nullopt);
        EXPECT_EQ(vm::recover(message, {good.r, bad, good.y_parity}), std::nullopt);
    }
    for (const std::uint8_t parity : std::array<std::uint8_t, 4>{2, 3, 27, 255})
        EXPECT_EQ(vm::recover(message, {good.r, good.s, parity}), std::nullopt);
}

// 5^3 + 7 is not a square, so that no point has this x.
TEST(secp256k1, refuses_an_r_that_is_no_point)
{
    EXPECT_EQ(vm::recover(message, {5, 1, 0}), std::nullopt);
    EXPECT_EQ(vm::recover(message, {5, 1, 1}), std::nullopt);
}
