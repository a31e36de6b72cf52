#include "node/db/database.hpp"
#include "tests/node/db/chain_fixture.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <random>
#include <utility>
#include <vector>

namespace byline::node::test
{
namespace
{
class StateHistory : public testing::TestWithParam<Mix>
{};

TEST_P(StateHistory, has_the_roots_of_a_naive_trie_and_can_be_unwound)
{
    for (std::uint32_t seed = 1; seed <= 2; ++seed)
    {
        const TemporaryFolder folder;
        auto database = open_database(folder.path());
        std::mt19937 random{seed};
        Model model;
        std::vector<Model> past;
        for (std::uint64_t number = 0; number < 36; ++number)
        {
            const Head head =
                commit_diff(*database, random_diff(*database, model, GetParam(), random));
            ASSERT_EQ(head.state_root, naive_state_root(model))
                << "seed " << seed << " block " << number;
            past.push_back(model);
            if (random() % 8 == 0)
            {
                database.reset();
                database = open_database(folder.path());
            }
        }
        const auto report = database->verify();
        ASSERT_TRUE(report.has_value()) << report.error().message;
        EXPECT_EQ(report->accounts, model.size());
        for (std::uint64_t number = 0; number < past.size(); number += 5)
        {
            const auto state = database->state_at(number);
            ASSERT_TRUE(state.has_value()) << state.error();
            expect_same_state(**state, past[number]);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(random, StateHistory,
    testing::Values(Mix{}, Mix{.accounts = 3, .slots = 3, .destroy_percent = 30},
        Mix{.accounts = 40, .slots = 14, .changes = 40, .destroy_percent = 2, .zero_percent = 10},
        Mix{.accounts = 6, .slots = 14, .changes = 12, .destroy_percent = 50, .zero_percent = 20},
        Mix{.accounts = 10, .slots = 4, .changes = 6, .destroy_percent = 10, .zero_percent = 85}));

/// Named histories: each is a fault that some client had.
class NamedHistory : public testing::Test
{
protected:
    /// Commits the diff that `write` makes on an overlay over the newest state.
    template <typename Write>
    void block(const Write& write)
    {
        const auto state = database_->snapshot();
        vm::Overlay overlay{*state};
        write(overlay);
        commit(overlay.diff());
    }

    void commit(const vm::StateDiff& diff)
    {
        const Head head = commit_diff(*database_, diff);
        EXPECT_EQ(head.state_root, naive_state_root(model_));
        const auto report = database_->verify();
        EXPECT_TRUE(report.has_value()) << report.error().message;
        past_.push_back(model_);
    }

    /// Sets slots of an account that has a balance.
    void set_slots(
        const address& addr, const std::vector<std::pair<std::uint32_t, unsigned>>& slots)
    {
        model_[addr].balance = uint256{1};
        block([&](vm::Overlay& overlay) {
            overlay.set_balance(addr, uint256{1});
            for (const auto& [slot, value] : slots)
            {
                overlay.set_storage(addr, test_slot(slot), uint256{value});
                if (value == 0)
                    model_[addr].slots.erase(test_slot(slot));
                else
                    model_[addr].slots[test_slot(slot)] = uint256{value};
            }
        });
    }

    vm::AccountChange destruction(const address& addr) const
    {
        vm::AccountChange change;
        change.addr = addr;
        change.before = database_->snapshot()->account(addr);
        change.fate = vm::StorageFate::wiped;
        return change;
    }

    void TearDown() override
    {
        for (std::uint64_t number = 0; number < past_.size(); ++number)
            expect_same_state(**database_->state_at(number), past_[number]);
    }

    const address a_ = test_address(1);
    const address b_ = test_address(2);
    TemporaryFolder folder_;
    std::unique_ptr<Database> database_ = open_database(folder_.path());
    Model model_;
    std::vector<Model> past_;
};

TEST_F(NamedHistory, storage_shrinks_to_one_slot_and_grows_again)
{
    set_slots(b_, {{1, 1}});
    set_slots(a_, {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}});
    set_slots(a_, {{1, 0}, {2, 0}, {3, 0}, {4, 0}});
    set_slots(a_, {{6, 6}, {7, 7}, {8, 8}});
    set_slots(a_, {{5, 0}, {6, 0}, {7, 0}, {8, 0}});
    set_slots(a_, {{5, 1}});
}

TEST_F(NamedHistory, account_is_destroyed_and_made_again_in_one_block)
{
    set_slots(b_, {});
    set_slots(a_, {{1, 1}, {2, 2}, {3, 3}});
    vm::AccountChange change = destruction(a_);
    change.after = vm::Account{.nonce = 1, .balance = uint256{9}};
    change.storage = {{test_slot(2), {}, uint256{8}}, {test_slot(9), {}, uint256{7}}};
    std::ranges::sort(change.storage, {}, &vm::StorageChange::key);
    model_[a_] = {1, uint256{9}, {}, {{test_slot(2), uint256{8}}, {test_slot(9), uint256{7}}}};
    commit({{change}});
}

TEST_F(NamedHistory, account_is_destroyed_twice)
{
    set_slots(b_, {});
    for (int round = 0; round < 2; ++round)
    {
        set_slots(a_, {{1, 1}, {2, 2}, {3, 3}, {4, 4}});
        model_.erase(a_);
        commit({{destruction(a_)}});
        commit({});
    }
}

TEST_F(NamedHistory, wipe_that_sets_the_old_values_again_changes_nothing)
{
    set_slots(a_, {{1, 1}, {2, 2}, {3, 3}});
    vm::AccountChange change = destruction(a_);
    change.after = change.before;
    for (const auto& [key, value] : model_[a_].slots)
        change.storage.push_back({key, value, value});
    commit({{change}});
}

TEST_F(NamedHistory, last_account_is_removed)
{
    set_slots(a_, {{1, 1}});
    set_slots(b_, {});
    model_.erase(b_);
    commit({{destruction(b_)}});
    model_.erase(a_);
    commit({{destruction(a_)}});
    EXPECT_EQ(database_->head()->state_root, empty_trie_root);
    database_.reset();
    database_ = open_database(folder_.path());
    set_slots(a_, {{1, 1}});
}

TEST_F(NamedHistory, slot_is_set_and_cleared_in_one_block)
{
    set_slots(a_, {{1, 1}});
    set_slots(a_, {{2, 5}, {2, 0}});
    set_slots(a_, {{1, 0}, {1, 1}});
}

TEST_F(NamedHistory, absent_slot_is_cleared)
{
    set_slots(a_, {{1, 1}, {2, 2}});
    set_slots(a_, {{3, 0}});
    set_slots(b_, {{3, 0}});
}

TEST_F(NamedHistory, account_has_storage_and_no_code)
{
    set_slots(a_, {{1, 1}, {2, 2}});
    EXPECT_TRUE(database_->snapshot()->account(a_)->has_storage);
    set_slots(a_, {{1, 0}, {2, 0}});
    EXPECT_FALSE(database_->snapshot()->account(a_)->has_storage);
}

TEST_F(NamedHistory, two_accounts_share_their_code)
{
    const Bytes code{0x60, 0x01};
    for (const address& addr : {a_, b_})
    {
        model_[addr].code = code;
        model_[addr].balance = uint256{1};
    }
    block([&](vm::Overlay& overlay) {
        for (const address& addr : {a_, b_})
        {
            overlay.set_balance(addr, uint256{1});
            overlay.set_code(addr, code);
        }
    });
    model_.erase(a_);
    commit({{destruction(a_)}});
    EXPECT_EQ(database_->snapshot()->code(keccak256(code)), code);
}
}  // namespace

// Outside: found by the argument's namespace.
void PrintTo(const Mix& mix, std::ostream* out)
{
    *out << mix.accounts << " accounts, " << mix.destroy_percent << " % destroyed";
}
}  // namespace byline::node::test
