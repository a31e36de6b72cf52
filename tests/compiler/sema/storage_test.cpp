#include "compiler/sema/storage.hpp"

#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace byline::compiler
{
namespace
{
CounterLayout counters(std::size_t payees, const std::string& currency = "")
{
    std::string parties;
    std::string shares;
    for (std::size_t i = 0; i < payees; ++i)
    {
        parties += (i == 0 ? "p" : ", p") + std::to_string(i);
        shares += " p" + std::to_string(i) + " 1 part";
    }
    return storage_of(analysed("licence L { " + currency + " party " + parties +
                               " split s default {" + shares + " } }"))
        .buckets[0]
        .counters;
}

void expect_field(const BitField& field, std::size_t slot, unsigned shift, unsigned bits)
{
    EXPECT_EQ(field.slot, slot);
    EXPECT_EQ(field.shift, shift);
    EXPECT_EQ(field.bits, bits);
}

TEST(counters, are_packed_up_to_four)
{
    EXPECT_EQ(counters(1).slots, 1U);
    EXPECT_EQ(counters(2).shift_of(1), 128U);
    EXPECT_EQ(counters(3).bits, 85U);
    EXPECT_EQ(counters(3).shift_of(2), 170U);
    EXPECT_EQ(counters(4).slots, 2U);
    EXPECT_EQ(counters(4).slot_of(3), 1U);
    EXPECT_EQ(counters(4).shift_of(3), 128U);
    EXPECT_EQ(counters(5).total, 0U);
    EXPECT_EQ(counters(5).slot_of(4), 5U);
}

TEST(counters, of_a_token_have_128_bits)
{
    const CounterLayout three = counters(
        3, "currency t = token 0x00000000000000000000000000000000000000aa with 18 decimals");
    EXPECT_EQ(three.bits, 128U);
    EXPECT_EQ(three.slots, 2U);
    EXPECT_EQ(three.slot_of(2), 1U);
    EXPECT_EQ(three.shift_of(2), 0U);
}

TEST(storage, packs_keeps_as_solidity_does)
{
    // bool a; uint64 b; address c; struct {bool; bytes32; uint64} d; uint64 e; mapping f; uint64 g
    const StoragePlan plan = storage_of(analysed(
        "licence L { party p split s default { p 100% } unit call "
        "keep a: flag  keep b: time  keep c: account  keep d: (x: flag, y: hash, z: calls) "
        "keep e: count  keep f: account -> (left: calls, ends: time, who: account) keep g: count "
        "}"));
    ASSERT_EQ(plan.keeps.size(), 7U);
    expect_field(plan.keeps[0].fields[0], 0, 0, 8);
    expect_field(plan.keeps[1].fields[0], 0, 8, 64);
    expect_field(plan.keeps[2].fields[0], 0, 72, 160);
    EXPECT_EQ(plan.keeps[3].slot, 1U);
    EXPECT_EQ(plan.keeps[3].slots, 3U);
    expect_field(plan.keeps[3].fields[0], 1, 0, 8);
    expect_field(plan.keeps[3].fields[1], 2, 0, 256);
    expect_field(plan.keeps[3].fields[2], 3, 0, 64);
    expect_field(plan.keeps[4].fields[0], 4, 0, 64);
    EXPECT_EQ(plan.keeps[5].slot, 5U);
    EXPECT_EQ(plan.keeps[5].slots, 2U);
    expect_field(plan.keeps[5].fields[1], 0, 64, 64);
    expect_field(plan.keeps[5].fields[2], 1, 0, 160);
    expect_field(plan.keeps[6].fields[0], 6, 0, 64);
    EXPECT_EQ(plan.buckets[0].slot, 7U);
}

TEST(storage, counts_receipts_and_what_others_hold)
{
    // Residual: revenue. The tab is its own; H is what it holds.
    const StoragePlan g = storage_of(example("g_metered"));
    EXPECT_EQ(g.keeps[0].slot, 0U);
    EXPECT_EQ(g.buckets[0].slot, 1U);
    EXPECT_EQ(g.buckets[1].slot, 2U);
    ASSERT_EQ(g.receipts.size(), 2U);
    EXPECT_FALSE(g.receipts[0]);
    EXPECT_FALSE(g.receipts[1]);
    EXPECT_EQ(g.held, 3U);
    EXPECT_EQ(g.slots, 4U);

    // A token: one count of receipts for the group of both buckets, no H.
    const StoragePlan h = storage_of(example("h_seats"));
    EXPECT_EQ(h.buckets[0].slot, 1U);
    EXPECT_EQ(h.buckets[1].slot, 2U);
    ASSERT_EQ(h.receipts.size(), 1U);
    EXPECT_TRUE(h.receipts[0]);
    EXPECT_FALSE(h.held);
    EXPECT_TRUE(h.successor);
}

TEST(storage, of_example_a_is_one_slot)
{
    const StoragePlan a = storage_of(example("a_street_scenes"));
    EXPECT_EQ(a.slots, 1U);
    EXPECT_FALSE(a.held);
    EXPECT_FALSE(a.receipts[0]);
}
}  // namespace
}  // namespace byline::compiler
