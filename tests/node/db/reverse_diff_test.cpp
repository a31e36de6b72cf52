#include "node/db/reverse_diff.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <utility>

namespace byline::node
{
namespace
{
bytes32 key(std::uint8_t first)
{
    bytes32 value;
    value.bytes[0] = first;
    return value;
}

ReverseDiff example()
{
    return {keccak256("block"), keccak256("parent"), keccak256("root"),
        {{key(1), {}, {}}, {key(2), {0, 0}, {{key(3), {}}, {key(4), Bytes(32, 9)}}}}};
}

TEST(reverse_diff, comes_back_as_it_was)
{
    Bytes bytes;
    append_reverse_diff(bytes, example());
    EXPECT_EQ(decode_reverse_diff(bytes), example());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode_reverse_diff(BytesView{bytes}.first(size))) << size;
    bytes.push_back(0);
    EXPECT_FALSE(decode_reverse_diff(bytes));
}

TEST(reverse_diff, refuses_what_is_not_in_order)
{
    ReverseDiff accounts = example();
    std::swap(accounts.accounts[0], accounts.accounts[1]);
    ReverseDiff slots = example();
    std::swap(slots.accounts[1].slots[0], slots.accounts[1].slots[1]);
    ReverseDiff long_slot = example();
    long_slot.accounts[1].slots[0].value = Bytes(33, 1);
    for (const ReverseDiff& diff : {accounts, slots, long_slot})
    {
        Bytes bytes;
        append_reverse_diff(bytes, diff);
        EXPECT_FALSE(decode_reverse_diff(bytes));
    }
}

TEST(reverse_diff, believes_no_count)
{
    Bytes bytes(96, 0);
    bytes.insert(bytes.end(), {0xff, 0xff, 0xff, 0xff});
    EXPECT_FALSE(decode_reverse_diff(bytes));
}
}  // namespace
}  // namespace byline::node
