#include "vm/state/overlay.hpp"

#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/state/state_diff.hpp"

#include <gtest/gtest.h>

#include <optional>

using namespace byline;
using namespace byline::vm;

namespace
{
constexpr address alice = hex_address("a11ce00000000000000000000000000000000000");
constexpr address bob = hex_address("b0b0000000000000000000000000000000000000");

class overlay : public ::testing::Test
{
protected:
    overlay()
    {
        base.set_balance(alice, 100);
        base.set_nonce(alice, 7);
        base.set_code(alice, {0x60, 0x00});
        base.set_storage(alice, 1, 11);
        base.set_storage(alice, 2, 22);
        base.set_block_hash(5, keccak256("five"));
    }

    Overlay base;
    const StateView& view = base;
};

TEST_F(overlay, reads_through_to_its_base)
{
    const Overlay top{view};
    EXPECT_EQ(top.account(alice), base.account(alice));
    EXPECT_EQ(top.account(bob), std::nullopt);
    EXPECT_EQ(top.storage(alice, 1), uint256{11});
    EXPECT_EQ(top.code(base.account(alice)->code_hash), (Bytes{0x60, 0x00}));
    EXPECT_EQ(top.code(empty_code_hash), Bytes{});
    EXPECT_EQ(top.block_hash(5), keccak256("five"));
    EXPECT_TRUE(top.block_hash(6).is_zero());
    EXPECT_EQ(top.diff(), StateDiff{});
}

TEST_F(overlay, keeps_its_writes_to_itself)
{
    Overlay top{view};
    top.set_balance(alice, 90);
    top.set_storage(alice, 1, 0);
    top.set_storage(bob, 3, 33);
    EXPECT_EQ(top.account(alice)->balance, uint256{90});
    EXPECT_EQ(top.account(alice)->nonce, 7U);
    EXPECT_TRUE(top.storage(alice, 1).is_zero());
    EXPECT_EQ(top.storage(alice, 2), uint256{22});
    EXPECT_EQ(top.storage(bob, 3), uint256{33});
    EXPECT_EQ(base.account(alice)->balance, uint256{100});
    EXPECT_EQ(base.storage(alice, 1), uint256{11});
    EXPECT_EQ(base.account(bob), std::nullopt);
}

TEST_F(overlay, gives_the_sum_of_its_changes)
{
    Overlay top{view};
    top.set_balance(alice, 50);
    top.set_balance(alice, 100);
    top.set_storage(alice, 2, 23);
    top.set_storage(alice, 1, 12);
    top.set_storage(alice, 1, 11);
    top.set_code(bob, {0x00});

    const StateDiff diff = top.diff();
    ASSERT_EQ(diff.accounts.size(), 2U);
    EXPECT_EQ(diff.accounts[0].addr, alice);
    EXPECT_EQ(diff.accounts[0].storage, (std::vector<StorageChange>{{2, 22, 23}}));
    EXPECT_EQ(diff.accounts[0].code, std::nullopt);
    EXPECT_EQ(diff.accounts[1].before, std::nullopt);
    EXPECT_EQ(diff.accounts[1].code, (Bytes{0x00}));
}

TEST_F(overlay, applies_one_diff_after_the_other)
{
    Overlay first{view};
    first.set_balance(bob, 5);
    first.set_storage(alice, 1, 111);
    Overlay second{static_cast<const StateView&>(first)};
    second.set_balance(bob, 6);
    second.set_storage(alice, 1, 11);
    second.set_code(alice, {0x61});

    Overlay sum{view};
    sum.apply(first.diff());
    sum.apply(second.diff());
    EXPECT_EQ(sum.account(bob), second.account(bob));
    EXPECT_EQ(sum.code(sum.account(alice)->code_hash), (Bytes{0x61}));
    ASSERT_EQ(sum.diff().accounts.size(), 2U);
    EXPECT_TRUE(sum.diff().accounts[0].storage.empty()) << "slot 1 came back to what it was";
}

TEST_F(overlay, forgets_old_slots_after_a_wipe)
{
    Overlay top{view};
    top.wipe_storage(alice);
    top.set_storage(alice, 9, 99);
    EXPECT_TRUE(top.storage(alice, 1).is_zero());
    EXPECT_EQ(top.storage(alice, 9), uint256{99});

    const StateDiff diff = top.diff();
    ASSERT_EQ(diff.accounts.size(), 1U);
    EXPECT_EQ(diff.accounts[0].fate, StorageFate::wiped);
    Overlay copy{view};
    copy.apply(diff);
    EXPECT_TRUE(copy.storage(alice, 2).is_zero());
    EXPECT_EQ(copy.storage(alice, 9), uint256{99});
}

TEST_F(overlay, deletes_an_account)
{
    const StateDiff deletion{{{.addr = alice,
        .before = base.account(alice),
        .after = std::nullopt,
        .fate = StorageFate::wiped,
        .code = std::nullopt,
        .storage = {}}}};
    Overlay top{view};
    top.apply(deletion);
    EXPECT_EQ(top.account(alice), std::nullopt);
    EXPECT_TRUE(top.storage(alice, 1).is_zero());
    EXPECT_EQ(top.diff(), deletion);
}

TEST_F(overlay, knows_whether_an_account_has_storage)
{
    EXPECT_TRUE(base.account(alice)->has_storage);
    Overlay top{view};
    top.set_balance(alice, 1);
    EXPECT_TRUE(top.account(alice)->has_storage);
    top.wipe_storage(alice);
    EXPECT_FALSE(top.account(alice)->has_storage);
    top.set_storage(bob, 1, 1);
    EXPECT_TRUE(top.account(bob)->has_storage);
    top.set_storage(bob, 1, 0);
    EXPECT_FALSE(top.account(bob)->has_storage);
}
}  // namespace
