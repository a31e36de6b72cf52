#include "vm/transition/block.hpp"

#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

using namespace byline;
using namespace byline::vm;

namespace
{
using Part = BlockDecodeError::Part;

constexpr bytes32 key =
    hex_bytes32("4646464646464646464646464646464646464646464646464646464646464646");

BlockHeader osaka_header()
{
    BlockHeader header;
    header.parent_hash = keccak256("parent");
    header.coinbase = hex_address("c0de000000000000000000000000000000000000");
    header.number = 17;
    header.gas_limit = 30'000'000;
    header.timestamp = 1'700'000'000;
    header.extra_data = {0x42};
    header.base_fee_per_gas = 7;
    header.withdrawals_root = empty_trie_root;
    header.blob_gas_used = 0;
    header.excess_blob_gas = 0;
    header.parent_beacon_block_root = keccak256("beacon");
    header.requests_hash = keccak256("requests");
    return header;
}

Block full_block()
{
    Block block{osaka_header(), {}, {{1, 2, address{}, 3}}};
    for (const TxType type : {TxType::legacy, TxType::fee_market})
    {
        Transaction tx;
        tx.type = type;
        tx.chain_id = 1;
        sign(tx, key);
        block.transactions.push_back(tx);
    }
    return block;
}

/// A block of four parts that are encoded already.
Bytes block_of(const Bytes& header, const Bytes& txs, const Bytes& ommers, const Bytes& withdrawals)
{
    Bytes parts = header;
    rlp::append_raw(parts, txs);
    rlp::append_raw(parts, ommers);
    rlp::append_raw(parts, withdrawals);
    return rlp::list(parts);
}

const Bytes none = rlp::list({});

TEST(block_header, comes_back_from_its_encoding_in_every_fork)
{
    BlockHeader header = osaka_header();
    const auto check = [&header] {
        const auto decoded = decode_header(encode(header));
        ASSERT_TRUE(decoded);
        EXPECT_EQ(*decoded, header);
    };
    check();
    header.requests_hash.reset();
    check();
    header.parent_beacon_block_root.reset();
    header.blob_gas_used.reset();
    header.excess_blob_gas.reset();
    check();
    header.withdrawals_root.reset();
    header.base_fee_per_gas.reset();
    check();
}

TEST(block_header, hashes_to_the_block_hash_of_mainnet)
{
    BlockHeader genesis;
    genesis.state_root =
        hex_bytes32("d7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544");
    genesis.difficulty = 0x400000000;
    genesis.gas_limit = 5000;
    genesis.extra_data = {0x11, 0xbb, 0xe8, 0xdb, 0x4e, 0x34, 0x7b, 0x4e, 0x8c, 0x93, 0x7c, 0x1c,
        0x83, 0x70, 0xe4, 0xb5, 0xed, 0x33, 0xad, 0xb3, 0xdb, 0x69, 0xcb, 0xdb, 0x7a, 0x38, 0xe1,
        0xe5, 0x0b, 0x1b, 0x82, 0xfa};
    genesis.nonce = {0, 0, 0, 0, 0, 0, 0, 0x42};
    EXPECT_EQ(hash(genesis),
        hex_bytes32("d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"));
}

TEST(block_header, is_refused_with_a_field_too_many_or_too_few)
{
    Bytes fields;
    const Bytes bytes = encode(osaka_header());
    const auto list = rlp::whole_list(bytes);
    ASSERT_TRUE(list);
    Bytes more(bytes.begin() + 3, bytes.end());
    rlp::append(more, bytes32{});
    EXPECT_EQ(decode_header(rlp::list(more)).error(), rlp::Error::leftover);
    EXPECT_EQ(decode_header(none).error(), rlp::Error::missing_item);
}

TEST(block, comes_back_from_its_encoding)
{
    const Block block = full_block();
    const auto decoded = decode_block(encode(block));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, block);
}

TEST(block, tells_which_part_is_wrong)
{
    const Bytes header = encode(osaka_header());
    const auto part_of = [](const Bytes& bytes) { return decode_block(bytes).error().part; };
    EXPECT_TRUE(decode_block(block_of(header, none, none, none)));
    EXPECT_EQ(part_of({}), Part::block);
    EXPECT_EQ(part_of(none), Part::header);
    EXPECT_EQ(part_of(block_of(none, none, none, none)), Part::header);
    EXPECT_EQ(part_of(block_of(header, rlp::list(Bytes{0x01}), none, none)), Part::transaction);
    EXPECT_EQ(part_of(block_of(header, none, rlp::list(header), none)), Part::ommers);
    EXPECT_EQ(part_of(block_of(header, none, none, rlp::list(none))), Part::withdrawal);
    EXPECT_EQ(part_of(block_of(header, none, none, {})), Part::withdrawal);
    EXPECT_EQ(part_of(block_of(header, none, none, {0xc0, 0xc0})), Part::block);
}

TEST(block, refuses_a_legacy_transaction_in_a_byte_string)
{
    Bytes items;
    rlp::append(items, BytesView{encode(full_block().transactions[0])});
    const auto block = decode_block(block_of(encode(osaka_header()), rlp::list(items), none, none));
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().cause.reason, TxDecodeError::Reason::type_unknown);
}

TEST(block, tells_where_a_transaction_is_wrong)
{
    Block block = full_block();
    Bytes bytes = encode(block);
    // The last byte of the typed transaction stands before the empty ommers and the withdrawal.
    const std::size_t tail = 1 + encode(block.withdrawals[0]).size() + 1;
    bytes[bytes.size() - tail - 33] = 0xa1;  // its s is then 33 bytes long
    const auto decoded = decode_block(bytes);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().part, Part::transaction);
    EXPECT_EQ(decoded.error().cause.position, bytes.size() - tail - 33);
}
}  // namespace
