#include "node/chain/block_import.hpp"

#include "node/chain/node.hpp"
#include "node/db/database.hpp"
#include "node/trie/root.hpp"
#include "tests/node/chain/development_chain.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/transaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace byline::node
{
namespace
{
using testing::open_node;
using testing::options_for;
using testing::signed_by;
using testing::transfer;

/// A sealed block that can be changed and checked again on the state of its parent.
class BlockImport : public ::testing::Test
{
protected:
    void SetUp() override
    {
        node_ = open_node(options_for(folder_ / "data"));
        ASSERT_TRUE(node_->submit(signed_by(0, transfer(1))));
        ASSERT_TRUE(node_->submit(signed_by(0, transfer(0))));
        const auto stored = node_->database().block(1);
        ASSERT_TRUE(stored);
        ASSERT_EQ(stored->block.transactions.size(), 2U);
        block_ = stored->block;
    }

    void fit_transactions_root()
    {
        std::vector<Bytes> items;
        for (const vm::Transaction& tx : block_.transactions)
            items.push_back(vm::encode(tx));
        block_.header.transactions_root = ordered_root(items);
    }

    /// The sentence of the rejection; empty if the block stands.
    [[nodiscard]] std::string check() const
    {
        const auto parent = node_->database().header(0);
        const auto state = node_->database().state_at(0);
        vm::Machine machine;
        const auto executed = execute_and_check(
            machine, **state, node_->config(), *parent, vm::hash(*parent), block_);
        return executed ? std::string{} : to_string(executed.error());
    }

    testing::TemporaryFolder folder_;
    std::unique_ptr<Node> node_;
    vm::Block block_;
};
}  // namespace

TEST_F(BlockImport, takes_what_the_node_sealed)
{
    EXPECT_EQ(check(), "");
    EXPECT_TRUE(check_state_root(block_.header, block_.header.state_root));
    const auto wrong = check_state_root(block_.header, bytes32{});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(to_string(wrong.error()), "state root: header says " +
                                            to_hex(block_.header.state_root) +
                                            ", execution gives " + to_hex(bytes32{}));
}

TEST_F(BlockImport, names_the_transaction_that_may_not_stand_there)
{
    block_.transactions[1] = signed_by(0, transfer(5));
    fit_transactions_root();
    EXPECT_EQ(check(),
        "transaction 1: nonce too high (" + to_hex(vm::hash(block_.transactions[1])) + ")");
    block_.transactions[1].r = 0;
    fit_transactions_root();
    EXPECT_EQ(check(), "transaction 1: invalid transaction v, r, s values (" +
                           to_hex(vm::hash(block_.transactions[1])) + ")");
}

TEST_F(BlockImport, compares_the_body_with_the_header)
{
    const bytes32 said = block_.header.transactions_root;
    block_.transactions.pop_back();
    fit_transactions_root();
    const bytes32 found = block_.header.transactions_root;
    block_.header.transactions_root = said;
    EXPECT_EQ(check(), "transactions root: header says " + to_hex(said) +
                           ", the transactions give " + to_hex(found));
}

TEST_F(BlockImport, refuses_a_withdrawal_that_the_header_does_not_have)
{
    block_.withdrawals.push_back({0, 0, testing::stranger, 1});
    EXPECT_THAT(check(), ::testing::StartsWith("withdrawals root: header says 0x56e81f17"));
}

TEST_F(BlockImport, gives_both_values_of_what_execution_found)
{
    block_.header.gas_used = 42'001;
    EXPECT_EQ(check(), "gas used: header says 42001, execution gives 42000");
    block_.header.gas_used = 42'000;
    block_.header.requests_hash = bytes32{};
    EXPECT_EQ(check(), "requests hash: header says " + to_hex(bytes32{}) +
                           ", execution gives "
                           "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_F(BlockImport, refuses_more_than_eight_mebibytes)
{
    vm::Transaction large = transfer(0);
    large.data = Bytes(8'388'608, 0);
    block_.transactions = {signed_by(0, large)};
    fit_transactions_root();
    EXPECT_THAT(check(),
        ::testing::MatchesRegex("block size: it has [0-9]+ bytes, at most 8388608 are allowed"));
}
}  // namespace byline::node
