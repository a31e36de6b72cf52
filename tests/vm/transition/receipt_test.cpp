#include "vm/transition/receipt.hpp"

#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/transition/bloom.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

using namespace byline;
using namespace byline::vm;

namespace
{
BytesView bytes_of(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Receipt receipt(TxType type)
{
    Receipt r;
    r.type = type;
    r.success = true;
    r.cumulative_gas_used = 21'000;
    r.logs = {{hex_address("c0de000000000000000000000000000000000000"),
                  {keccak256("Paid(address,uint256)"), bytes32{}}, {0x01, 0x02}},
        {address{}, {}, {}}};
    r.bloom = bloom_of(r.logs);
    return r;
}

TEST(receipt, comes_back_from_its_encoding)
{
    for (const TxType type :
        {TxType::legacy, TxType::access_list, TxType::fee_market, TxType::blob, TxType::set_code})
    {
        const Receipt r = receipt(type);
        const Bytes bytes = encode(r);
        EXPECT_EQ(bytes[0] < 0xc0, type != TxType::legacy);
        const auto decoded = decode_receipt(bytes);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(*decoded, r);
    }
}

TEST(receipt, of_a_failed_transaction_begins_with_an_empty_status)
{
    Receipt r;
    r.cumulative_gas_used = 1;
    const Bytes bytes = encode(r);
    EXPECT_EQ(bytes[3], 0x80);
    EXPECT_EQ(decode_receipt(bytes)->success, false);
}

TEST(receipt, is_refused_in_any_other_form)
{
    Bytes bytes = encode(receipt(TxType::legacy));
    bytes.push_back(0);
    EXPECT_EQ(decode_receipt(bytes).error(), rlp::Error::leftover);
    EXPECT_EQ(decode_receipt(Bytes{0x05, 0xc0}).error(), rlp::Error::unexpected_string);
    EXPECT_EQ(decode_receipt(rlp::list_of(std::uint64_t{2})).error(), rlp::Error::overflow);
    EXPECT_EQ(decode_receipt(rlp::list_of(std::uint64_t{1})).error(), rlp::Error::missing_item);
}

TEST(receipt, logs_on_their_own_hash_as_state_tests_do)
{
    const std::vector<Log> none;
    EXPECT_EQ(keccak256(encode(std::span{none})),
        hex_bytes32("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"));
}

TEST(bloom, of_logs_is_that_of_their_addresses_and_topics)
{
    Bloom expected;
    std::vector<Log> logs;
    for (std::uint64_t i = 0; i < 12; ++i)
    {
        Log& log = logs.emplace_back();
        log.addr.bytes[0] = static_cast<std::uint8_t>(i);
        expected.add(log.addr.bytes);
        for (std::uint64_t topic = 0; topic < i % 5; ++topic)
        {
            log.topics.push_back(to_bytes32(100 * i + topic));
            expected.add(log.topics.back().bytes);
        }
        EXPECT_EQ(bloom_of(logs), expected) << i;
    }
}

TEST(bloom, sets_the_bits_that_other_clients_set)
{
    Bloom bloom;
    for (int i = 0; i < 100; ++i)
        bloom.add(bytes_of("xxxxxxxxxx data " + std::to_string(i) + " yyyyyyyyyyyyyy"));
    EXPECT_EQ(keccak256(bloom.bytes),
        hex_bytes32("c8d3ca65cdb4874300a9e39475508f23ed6da09fdbc487f89a2dcf50b09eb263"));
}

TEST(bloom, may_contain_what_was_added)
{
    const Receipt r = receipt(TxType::legacy);
    EXPECT_TRUE(r.bloom.may_contain(r.logs[0].addr.bytes));
    EXPECT_TRUE(r.bloom.may_contain(r.logs[0].topics[0].bytes));
    EXPECT_FALSE(r.bloom.may_contain(bytes_of("never added")));
    Bloom sum;
    EXPECT_FALSE(sum.may_contain(r.logs[0].addr.bytes));
    sum.add(r.bloom);
    EXPECT_EQ(sum, r.bloom);
}
}  // namespace
