#include "node/db/account_record.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace byline::node
{
namespace
{
const bytes32 some_hash = keccak256("some");

TEST(slim_account, has_the_written_layout)
{
    EXPECT_EQ(to_hex(encode_slim({})), "0x0000");
    EXPECT_EQ(to_hex(encode_slim({.nonce = 0x0102, .balance = uint256{0x030405}})),
        "0x2001020303"
        "0405");
    EXPECT_EQ(to_hex(encode_slim({.nonce = 1, .balance = {}, .storage_root = some_hash})),
        "0x110100" + to_hex(some_hash).substr(2));
    EXPECT_EQ(to_hex(encode_slim({.nonce = 1, .balance = {}, .code_hash = some_hash})),
        "0x120100" + to_hex(some_hash).substr(2));
}

TEST(slim_account, comes_back_as_it_was)
{
    const std::vector<AccountRecord> accounts{{}, {~0ULL, max_uint256, some_hash, some_hash},
        {1, uint256{1}, empty_trie_root, some_hash}, {0, uint256{256}, some_hash, empty_code_hash}};
    for (const AccountRecord& account : accounts)
    {
        Bytes bytes = encode_slim(account);
        EXPECT_EQ(decode_slim(bytes), account);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decode_slim(BytesView{bytes}.first(size)));
        bytes.push_back(0);
        EXPECT_FALSE(decode_slim(bytes));
    }
}

TEST(slim_account, has_one_form_only)
{
    const auto refused = [](const std::string& hex) { return !decode_slim(from_hex(hex).value()); };
    EXPECT_TRUE(refused("0400"));  // an unknown flag
    EXPECT_TRUE(
        refused("90010203040506070809"
                "00"));              // a nonce of nine bytes
    EXPECT_TRUE(refused("100000"));  // a nonce with a leading zero
    EXPECT_TRUE(refused("000100"));  // a balance with a leading zero
    EXPECT_TRUE(refused("0021" + std::string(66, '1')));
    EXPECT_TRUE(refused("0100" + to_hex(empty_trie_root).substr(2)));
    EXPECT_TRUE(refused("0200" + to_hex(empty_code_hash).substr(2)));
}

TEST(slot, is_trimmed)
{
    EXPECT_EQ(encode_slot(uint256{0x0100}), (Bytes{1, 0}));
    EXPECT_EQ(decode_slot(encode_slot(max_uint256)), max_uint256);
    EXPECT_FALSE(decode_slot({}));
    EXPECT_FALSE(decode_slot(Bytes{0, 1}));
    EXPECT_FALSE(decode_slot(Bytes(33, 1)));
}
}  // namespace
}  // namespace byline::node
