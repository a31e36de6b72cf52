#include "node/audit/replay/replay_state.hpp"

#include "node/db/state_root.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

namespace byline::node
{
namespace
{
address account(std::uint64_t number)
{
    address addr;
    addr.bytes[0] = 1;
    addr.bytes[19] = static_cast<std::uint8_t>(number);
    return addr;
}

/// One random change through a journal, as a transaction would make it.
void change(vm::Journal& journal, std::mt19937_64& random)
{
    const address addr = account(random() % 24);
    switch (random() % 6)
    {
        case 0:
            journal.set_balance(addr, uint256{random() % 1'000});
            break;
        case 1:
            journal.set_nonce(addr, random() % 5);
            break;
        case 2:
            journal.set_code(addr, Bytes(random() % 4, static_cast<std::uint8_t>(random())));
            break;
        case 3:  // deletes where the account ends up empty
            journal.set_balance(addr, 0);
            journal.set_nonce(addr, 0);
            journal.set_code(addr, {});
            break;
        default:
            journal.set_nonce(addr, 1);
            journal.set_storage(addr, random() % 12, uint256{random() % 3});
    }
}
}  // namespace

TEST(replay_state, has_the_root_of_the_whole_state_after_every_change)
{
    std::mt19937_64 random{5};
    for (int history = 0; history < 15; ++history)
    {
        ReplayState state;
        vm::Overlay whole;
        for (int block = 0; block < 25; ++block)
        {
            vm::Journal journal{whole};
            for (std::uint64_t i = random() % 12; i > 0; --i)
                change(journal, random);
            const vm::StateDiff diff = journal.finish();
            whole.apply(diff);
            ASSERT_EQ(state.apply(diff), state_root(whole)) << history << "/" << block;
            ASSERT_EQ(state.root(), state_root(whole));
        }
        for (std::uint64_t i = 0; i < 24; ++i)
        {
            const auto expected = whole.account(account(i));
            const auto found = state.account(account(i));
            ASSERT_EQ(found.has_value(), expected.has_value());
            if (!found)
                continue;
            EXPECT_EQ(found->balance, expected->balance);
            EXPECT_EQ(found->nonce, expected->nonce);
            EXPECT_EQ(state.code(found->code_hash), whole.code(expected->code_hash));
            for (std::uint64_t slot = 0; slot < 12; ++slot)
                EXPECT_EQ(state.storage(account(i), slot), whole.storage(account(i), slot));
        }
    }
}

TEST(replay_state, an_empty_one_has_the_empty_root)
{
    ReplayState state;
    EXPECT_EQ(state.root(), empty_trie_root);
    EXPECT_EQ(state.apply({}), empty_trie_root);
    EXPECT_EQ(state.account(account(1)), std::nullopt);
}

TEST(replay_state, knows_the_hashes_of_its_blocks)
{
    ReplayState state;
    state.add_block_hash(keccak256("zero"));
    state.add_block_hash(keccak256("one"));
    EXPECT_EQ(state.block_hash(1), keccak256("one"));
    EXPECT_EQ(state.block_hash(2), bytes32{});
}
}  // namespace byline::node
