#include "vm/crypto/p256.hpp"

#include "vm/crypto/hash.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <string_view>

using namespace byline;

namespace
{
constexpr uint256 order{
    0xffffffff00000000, 0xffffffffffffffff, 0xbce6faada7179e84, 0xf3b9cac2fc632551};
constexpr uint256 prime{
    0xffffffff00000001, 0x0000000000000000, 0x00000000ffffffff, 0xffffffffffffffff};

uint256 number(std::string_view hex)
{
    return *uint256_from_hex(hex);
}

/// RFC 6979, A.2.5: the message "sample" with SHA-256.
vm::P256Signature sample()
{
    return {.r = number("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"),
        .s = number("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"),
        .x = number("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
        .y = number("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")};
}

bytes32 sample_hash()
{
    constexpr std::string_view text = "sample";
    return vm::sha256(Bytes{text.begin(), text.end()});
}
}  // namespace

TEST(p256, verifies_the_signature_of_rfc_6979)
{
    EXPECT_TRUE(vm::p256_verify(sample_hash(), sample()));
    bytes32 other = sample_hash();
    other.bytes[0] ^= 1;
    EXPECT_FALSE(vm::p256_verify(other, sample()));
}

TEST(p256, accepts_the_other_s)
{
    vm::P256Signature signature = sample();
    signature.s = order - signature.s;
    EXPECT_TRUE(vm::p256_verify(sample_hash(), signature));
}

TEST(p256, refuses_numbers_out_of_range)
{
    for (uint256 vm::P256Signature::* const field : {&vm::P256Signature::r, &vm::P256Signature::s})
    {
        for (const uint256& bad : {uint256{}, order, max_uint256})
        {
            vm::P256Signature signature = sample();
            signature.*field = bad;
            EXPECT_FALSE(vm::p256_verify(sample_hash(), signature));
        }
    }
    for (uint256 vm::P256Signature::* const field : {&vm::P256Signature::x, &vm::P256Signature::y})
    {
        for (const uint256& bad : {uint256{}, prime, max_uint256})
        {
            vm::P256Signature signature = sample();
            signature.*field = bad;
            EXPECT_FALSE(vm::p256_verify(sample_hash(), signature));
        }
    }
    vm::P256Signature infinity = sample();
    infinity.x = {};
    infinity.y = {};
    EXPECT_FALSE(vm::p256_verify(sample_hash(), infinity));
}
