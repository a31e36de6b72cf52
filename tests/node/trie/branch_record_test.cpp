#include "node/trie/branch_record.hpp"

#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace byline::node
{
namespace
{
BranchRecord example()
{
    BranchRecord record;
    const std::vector<std::uint8_t> extension{1, 2, 15};
    record.set_extension(extension);
    record.leaf_mask = 0x0003;
    record.children[0] = reference_to(Bytes(40, 1));
    record.children[1] = reference_to(Bytes{0xc2, 0x20, 0x05});
    record.children[15] = reference_to(Bytes(99, 2));
    return record;
}

Bytes encoded(const BranchRecord& record)
{
    Bytes out;
    append_record(out, record);
    return out;
}

TEST(branch_record, has_the_written_layout)
{
    const std::string hash_0 = to_hex(BytesView{keccak256(Bytes(40, 1)).bytes}).substr(2);
    const std::string hash_15 = to_hex(BytesView{keccak256(Bytes(99, 2)).bytes}).substr(2);
    EXPECT_EQ(to_hex(encoded(example())),
        "0x0312f0" + std::string{"8003"} + "0003" + "0002" + hash_0 + "c22005" + hash_15);
}

TEST(branch_record, comes_back_as_it_was)
{
    const auto decoded = decode_record(encoded(example()));
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(*decoded, example());

    BranchRecord full;
    for (auto& child : full.children)
        child = reference_to(Bytes(50, 7));
    EXPECT_EQ(decode_record(encoded(full)), full);
    full.set_extension(std::vector<std::uint8_t>(63, 9));
    EXPECT_EQ(decode_record(encoded(full)), full);
}

TEST(branch_record, refuses_every_cut_and_every_addition)
{
    Bytes bytes = encoded(example());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode_record(BytesView{bytes}.first(size))) << size;
    bytes.push_back(0);
    EXPECT_FALSE(decode_record(bytes));
}

TEST(branch_record, refuses_what_is_no_branch)
{
    const auto refused = [](const char* hex) { return !decode_record(from_hex(hex).value()); };
    EXPECT_TRUE(refused("00000000000000"));                // no child
    EXPECT_TRUE(refused("00000100000001c22005"));          // one child
    EXPECT_TRUE(refused("00000300040003c22005c22005"));    // a leaf that is no child
    EXPECT_TRUE(refused("00000300000007c22005c22005"));    // inline, but no child
    EXPECT_TRUE(refused("00000300000003c02005c22005"));    // an inline node of no bytes
    EXPECT_TRUE(refused("00000300000003822005c22005"));    // an inline node that is no list
    EXPECT_TRUE(refused("0111000300000003c22005c22005"));  // padding that is not zero
    EXPECT_TRUE(refused("40"));                            // an extension of 64 nibbles
    EXPECT_FALSE(refused("00000300000003c22005c22005"));
    EXPECT_FALSE(refused("0110000300000003c22005c22005"));
}
}  // namespace
}  // namespace byline::node
