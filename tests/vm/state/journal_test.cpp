#include "vm/state/journal.hpp"

#include "vm/primitives/keccak.hpp"
#include "vm/state/overlay.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace byline::vm
{
namespace
{
constexpr address alice{{0x0a}};
constexpr address bob{{0x0b}};
constexpr address carol{{0x0c}};

class journal : public ::testing::Test
{
protected:
    journal()
    {
        pre.set_balance(alice, 100);
        pre.set_nonce(alice, 7);
        pre.set_code(bob, {1, 2, 3});
        pre.set_storage(bob, 5, 50);
    }

    Overlay pre;
    Journal j{pre};
};

TEST_F(journal, reads_through_to_the_view)
{
    EXPECT_TRUE(j.exists(alice));
    EXPECT_EQ(j.balance(alice), uint256{100});
    EXPECT_EQ(j.nonce(alice), 7U);
    EXPECT_EQ(j.code_hash(alice), empty_code_hash);
    EXPECT_TRUE(j.code(alice).empty());
    EXPECT_EQ(j.code_hash(bob), keccak256(Bytes{1, 2, 3}));
    EXPECT_TRUE(std::ranges::equal(j.code(bob), Bytes{1, 2, 3}));
    EXPECT_EQ(j.storage(bob, 5), uint256{50});
    EXPECT_EQ(j.storage(bob, 6), uint256{0});
    EXPECT_FALSE(j.exists(carol));
    EXPECT_TRUE(j.is_empty(carol));
    EXPECT_EQ(j.storage(carol, 1), uint256{0});
    EXPECT_TRUE(j.finish().accounts.empty());
}

TEST_F(journal, gives_what_changed_sorted_with_before_and_after)
{
    j.set_storage(bob, 9, 90);
    j.set_storage(bob, 5, 51);
    j.set_storage(bob, 7, 70);
    j.set_storage(bob, 7, 0);
    j.subtract_balance(alice, 30);
    j.add_balance(carol, 30);
    j.set_nonce(alice, 8);
    const StateDiff diff = j.finish();
    ASSERT_EQ(diff.accounts.size(), 3U);
    EXPECT_EQ(diff.accounts[0].addr, alice);
    EXPECT_EQ(diff.accounts[0].before->balance, uint256{100});
    EXPECT_EQ(diff.accounts[0].after->balance, uint256{70});
    EXPECT_EQ(diff.accounts[0].after->nonce, 8U);
    EXPECT_EQ(diff.accounts[1].addr, bob);
    EXPECT_EQ(diff.accounts[1].storage, (std::vector<StorageChange>{{5, 50, 51}, {9, 0, 90}}));
    EXPECT_FALSE(diff.accounts[1].code.has_value());
    EXPECT_EQ(diff.accounts[2].addr, carol);
    EXPECT_FALSE(diff.accounts[2].before.has_value());
    EXPECT_EQ(diff.accounts[2].after->balance, uint256{30});
}

TEST_F(journal, leaves_out_what_came_out_as_it_was)
{
    j.set_balance(alice, 5);
    j.set_balance(alice, 100);
    j.set_storage(bob, 5, 1);
    j.set_storage(bob, 5, 50);
    j.touch(alice);
    EXPECT_TRUE(j.finish().accounts.empty());
}

TEST_F(journal, a_revert_undoes_everything_since_the_checkpoint)
{
    j.set_balance(alice, 90);
    j.set_storage(bob, 5, 51);
    j.add_refund(10);
    j.set_transient_storage(bob, 1, 1);
    j.add_log({bob, {}, {}});
    const Checkpoint outer = j.checkpoint();
    j.set_balance(alice, 80);
    j.set_nonce(alice, 9);
    j.set_code(alice, {9});
    j.set_storage(bob, 5, 52);
    j.set_storage(bob, 6, 60);
    const Checkpoint inner = j.checkpoint();
    j.add_balance(carol, 1);
    j.create_contract(carol);
    j.mark_destroyed(carol);
    j.set_transient_storage(bob, 1, 2);
    j.add_refund(-4);
    j.add_log({alice, {}, {}});
    EXPECT_EQ(j.access_address(carol), Warmth::cold);
    EXPECT_EQ(j.access_slot(bob, 5), Warmth::cold);
    EXPECT_EQ(j.access_slot(bob, 5), Warmth::warm);
    j.revert(inner);
    EXPECT_FALSE(j.exists(carol));
    EXPECT_FALSE(j.created_in_this_transaction(carol));
    EXPECT_FALSE(j.is_warm(carol));
    EXPECT_EQ(j.access_slot(bob, 5), Warmth::cold);
    EXPECT_EQ(j.transient_storage(bob, 1), uint256{1});
    EXPECT_EQ(j.refund(), 10);
    EXPECT_EQ(j.logs().size(), 1U);
    EXPECT_EQ(j.storage(bob, 6), uint256{60});
    j.revert(outer);
    EXPECT_EQ(j.balance(alice), uint256{90});
    EXPECT_EQ(j.nonce(alice), 7U);
    EXPECT_TRUE(j.code(alice).empty());
    EXPECT_EQ(j.storage(bob, 5), uint256{51});
    EXPECT_EQ(j.original_storage(bob, 5), uint256{50});
    const StateDiff diff = j.finish();
    ASSERT_EQ(diff.accounts.size(), 2U);
    EXPECT_EQ(diff.accounts[1].storage, (std::vector<StorageChange>{{5, 50, 51}}));
}

TEST_F(journal, slots_know_their_original_value_and_warmth)
{
    j.set_storage(bob, 5, 1);
    const SlotAccess first = j.access_storage(bob, 5);
    EXPECT_EQ(first.current, uint256{1});
    EXPECT_EQ(first.original, uint256{50});
    EXPECT_EQ(first.warmth, Warmth::cold);
    EXPECT_EQ(j.access_storage(bob, 5).warmth, Warmth::warm);
    EXPECT_EQ(j.access_storage(alice, 5).warmth, Warmth::cold);
}

TEST_F(journal, touched_empty_accounts_are_deleted)
{
    pre.set_balance(carol, 0);
    Journal touching{pre};
    EXPECT_TRUE(touching.exists(carol));
    touching.touch(carol);
    const StateDiff diff = touching.finish();
    ASSERT_EQ(diff.accounts.size(), 1U);
    EXPECT_EQ(diff.accounts[0].addr, carol);
    EXPECT_FALSE(diff.accounts[0].after.has_value());
    EXPECT_EQ(diff.accounts[0].fate, StorageFate::wiped);
    // Emptied, an account goes too; looked at only, it stays.
    Journal emptying{pre};
    EXPECT_TRUE(emptying.is_empty(carol));
    emptying.add_balance(bob, 0);
    EXPECT_TRUE(emptying.finish().accounts.empty());
}

TEST_F(journal, a_touch_of_nothing_leaves_nothing)
{
    j.touch(carol);
    j.add_balance(carol, 0);
    EXPECT_FALSE(j.exists(carol));
    EXPECT_TRUE(j.finish().accounts.empty());
}

TEST_F(journal, destroyed_contracts_go_with_their_storage)
{
    j.create_contract(carol);
    j.set_code(carol, {7});
    j.set_storage(carol, 1, 1);
    j.add_balance(carol, 5);
    j.mark_destroyed(carol);
    EXPECT_EQ(j.code(carol).size(), 1U);  // until the end
    EXPECT_TRUE(j.finish().accounts.empty());
    // Where there was a balance before, the account is deleted.
    pre.set_balance(carol, 3);
    Journal again{pre};
    again.create_contract(carol);
    again.mark_destroyed(carol);
    const StateDiff diff = again.finish();
    ASSERT_EQ(diff.accounts.size(), 1U);
    EXPECT_EQ(diff.accounts[0].before->balance, uint256{3});
    EXPECT_FALSE(diff.accounts[0].after.has_value());
}

TEST_F(journal, new_code_is_part_of_the_difference)
{
    j.set_code(alice, {4, 5});
    const BytesView lent = j.code(alice);
    for (std::uint8_t i = 0; i < 100; ++i)
        j.set_code(carol, {i});
    EXPECT_TRUE(std::ranges::equal(lent, Bytes{4, 5}));
    const StateDiff diff = j.finish();
    ASSERT_EQ(diff.accounts.size(), 2U);
    EXPECT_EQ(diff.accounts[0].code, (Bytes{4, 5}));
    EXPECT_EQ(diff.accounts[1].code, (Bytes{99}));
}

TEST_F(journal, recognises_delegations_by_prefix_and_size)
{
    Bytes designator{0xef, 0x01, 0x00};
    designator.insert(designator.end(), bob.bytes.begin(), bob.bytes.end());
    EXPECT_FALSE(j.delegation(alice).has_value());
    j.set_code(alice, designator);
    EXPECT_EQ(j.delegation(alice), bob);
    designator.push_back(0);
    j.set_code(alice, designator);
    EXPECT_FALSE(j.delegation(alice).has_value());
    designator.resize(22);
    j.set_code(alice, designator);
    EXPECT_FALSE(j.delegation(alice).has_value());
    j.set_code(alice, {});
    EXPECT_EQ(j.code_hash(alice), empty_code_hash);
}

TEST_F(journal, a_nonce_code_or_storage_bars_a_creation)
{
    EXPECT_TRUE(j.collides(alice));
    EXPECT_TRUE(j.collides(bob));
    EXPECT_FALSE(j.collides(carol));
    pre.set_balance(carol, 1);
    EXPECT_FALSE(Journal{pre}.collides(carol));
    pre.set_storage(carol, 1, 1);
    EXPECT_TRUE(Journal{pre}.collides(carol));
}

TEST_F(journal, holds_many_accounts_and_slots)
{
    constexpr std::uint64_t count = 3000;
    for (std::uint64_t i = 0; i < count; ++i)
    {
        j.set_storage(bob, i * 0x100000000, i + 1);
        j.add_balance(to_address(uint256{i + 1} << 96), i + 1);
    }
    for (std::uint64_t i = 0; i < count; ++i)
    {
        EXPECT_EQ(j.storage(bob, i * 0x100000000), uint256{i + 1});
        EXPECT_EQ(j.balance(to_address(uint256{i + 1} << 96)), uint256{i + 1});
    }
    const StateDiff diff = j.finish();
    EXPECT_EQ(diff.accounts.size(), count + 1);
    EXPECT_TRUE(std::ranges::is_sorted(diff.accounts, {}, &AccountChange::addr));
}
}  // namespace
}  // namespace byline::vm
