#include "node/db/database.hpp"

#include "node/db/state_root.hpp"
#include "tests/node/db/chain_fixture.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/transition/block.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace byline::node::test
{
namespace
{
/// A diff of balances only.
vm::StateDiff pay(const Database& database, std::uint32_t account, std::uint64_t wei)
{
    const auto state = database.snapshot();
    vm::Overlay overlay{*state};
    overlay.set_balance(test_address(account), uint256{wei});
    return overlay.diff();
}

TEST(database, is_created_where_nothing_is)
{
    const TemporaryFolder folder;
    const auto database = open_database(folder.path() / "deeper");
    EXPECT_EQ(database->head(), std::nullopt);
    EXPECT_EQ(database->genesis_document(), std::nullopt);
    EXPECT_EQ(database->recovered_bytes(), 0U);
    EXPECT_EQ(database->block(0), std::nullopt);
    EXPECT_EQ(database->header(0), std::nullopt);
    EXPECT_EQ(database->block_hash(0), std::nullopt);
    EXPECT_EQ(database->block_number(bytes32{}), std::nullopt);
    const auto state = database->snapshot();
    EXPECT_EQ(state->head().state_root, empty_trie_root);
    EXPECT_EQ(state->account(test_address(1)), std::nullopt);
    EXPECT_EQ(database->root(*database->prepare({})), empty_trie_root);
}

TEST(database, keeps_blocks_receipts_and_look_ups)
{
    const TemporaryFolder folder;
    auto database = open_database(folder.path());
    commit_diff(*database, pay(*database, 1, 100));
    auto update = database->prepare(pay(*database, 2, 5));
    const Head parent = database->head().value();
    const StoredBlock block = make_block(&parent, database->root(*update));
    ASSERT_TRUE(database->commit(block, std::move(update)));

    for (int round = 0; round < 2; ++round)
    {
        EXPECT_EQ(database->head(), (Head{1, block.hash, block.block.header.state_root}));
        EXPECT_EQ(database->block_hash(1), block.hash);
        EXPECT_EQ(database->block_number(block.hash), 1U);
        EXPECT_EQ(database->block_number(parent.hash), 0U);
        EXPECT_EQ(database->header(1), block.block.header);
        const auto read = database->block(1);
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->block, block.block);
        EXPECT_EQ(read->hash, block.hash);
        EXPECT_EQ(read->senders, block.senders);
        EXPECT_EQ(read->transaction_hashes, block.transaction_hashes);
        EXPECT_EQ(read->receipts, block.receipts);
        const auto place = database->transaction_place(block.transaction_hashes[0]);
        ASSERT_TRUE(place.has_value());
        EXPECT_EQ(place->block_number, 1U);
        EXPECT_EQ(place->index, 0U);
        EXPECT_FALSE(database->transaction_place(bytes32{}).has_value());
        EXPECT_EQ(database->genesis_document(), "{\"a\":1}");
        EXPECT_EQ(database->block(2), std::nullopt);

        database.reset();
        database = open_database(folder.path());
        EXPECT_EQ(database->recovered_bytes(), 0U);
    }
}

TEST(database, gives_the_root_of_a_whole_state)
{
    const TemporaryFolder folder;
    const auto database = open_database(folder.path());
    vm::Overlay state;
    for (std::uint32_t i = 0; i < 50; ++i)
    {
        state.set_balance(test_address(i), uint256{i});
        if (i % 3 == 0)
            state.set_code(test_address(i), {1, 2, 3, static_cast<std::uint8_t>(i)});
        for (std::uint32_t s = 0; s < i % 7; ++s)
            state.set_storage(test_address(i), uint256{s}, uint256{s + 1});
    }
    EXPECT_EQ(database->root(*database->prepare(state.diff())), state_root(state));
}

TEST(database, forgets_an_update_that_is_not_committed)
{
    const TemporaryFolder folder;
    const auto database = open_database(folder.path());
    const Head genesis = commit_diff(*database, pay(*database, 1, 100));
    const auto dropped = database->root(*database->prepare(pay(*database, 1, 7)));
    EXPECT_NE(dropped, genesis.state_root);
    EXPECT_EQ(database->root(*database->prepare({})), genesis.state_root);
    EXPECT_EQ(database->root(*database->prepare(pay(*database, 1, 7))), dropped);
    EXPECT_EQ(database->snapshot()->account(test_address(1))->balance, uint256{100});
}

TEST(database, keeps_a_snapshot_as_it_was)
{
    const TemporaryFolder folder;
    auto database = open_database(folder.path());
    const Head genesis = commit_diff(*database, pay(*database, 1, 100));
    const auto old = database->snapshot();
    const Head next = commit_diff(*database, pay(*database, 1, 7));
    EXPECT_EQ(old->head(), genesis);
    EXPECT_EQ(old->account(test_address(1))->balance, uint256{100});
    EXPECT_EQ(old->block_hash(0), genesis.hash);
    EXPECT_EQ(old->block_hash(1), bytes32{});
    EXPECT_EQ(database->snapshot()->head(), next);
    EXPECT_EQ(database->snapshot()->block_hash(1), next.hash);
    EXPECT_EQ(database->snapshot()->account(test_address(1))->balance, uint256{7});
    database.reset();
    EXPECT_EQ(old->account(test_address(1))->balance, uint256{100});
}

TEST(database, answers_readers_while_it_commits)
{
    const TemporaryFolder folder;
    const auto database = open_database(folder.path());
    commit_diff(*database, pay(*database, 1, 1));
    std::atomic<bool> done{false};
    std::atomic<std::uint64_t> wrong{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
    {
        readers.emplace_back([&] {
            while (!done)
            {
                // The balance of a block is its number plus one.
                const auto state = database->snapshot();
                const std::uint64_t number = state->head().number;
                if (state->account(test_address(1))->balance != uint256{number + 1} ||
                    database->block(number)->hash != state->head().hash ||
                    database->head()->number < number)
                    ++wrong;
            }
        });
    }
    for (std::uint64_t n = 2; n <= 100; ++n)
        commit_diff(*database, pay(*database, 1, n));
    done = true;
    for (std::thread& reader : readers)
        reader.join();
    EXPECT_EQ(wrong, 0U);
}

TEST(state_at, refuses_what_is_not_there_and_what_is_too_old)
{
    const TemporaryFolder folder;
    const auto database = open_database(folder.path());
    for (std::uint64_t n = 0; n <= 260; ++n)
        commit_diff(*database, pay(*database, 1, n + 1));
    EXPECT_EQ(database->state_at(261).error(), "block 261 is not there yet: the newest one is 260");
    EXPECT_EQ(database->state_at(3).error(),
        "the state after block 3 is too old: it can be had for the last 256 blocks before 260");
    const auto oldest = database->state_at(4);
    ASSERT_TRUE(oldest.has_value());
    EXPECT_EQ((*oldest)->account(test_address(1))->balance, uint256{5});
    EXPECT_EQ((*oldest)->head().number, 4U);
    EXPECT_EQ((*oldest)->head().hash, database->block_hash(4));
    EXPECT_EQ((*oldest)->head().state_root, database->header(4)->state_root);
    EXPECT_EQ((*oldest)->block_hash(4), database->block_hash(4));
    EXPECT_EQ((*oldest)->block_hash(5), bytes32{});
    EXPECT_EQ((*database->state_at(260))->account(test_address(1))->balance, uint256{261});
}
}  // namespace
}  // namespace byline::node::test
