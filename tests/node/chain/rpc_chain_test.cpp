#include "node/chain/genesis.hpp"
#include "node/trie/root.hpp"
#include "tests/support/fixtures.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// The public chain behind the JSON-RPC conversations starts at Frontier, whose rules are not here:
// its genesis document is refused, its state and its blocks from Cancun on are checked.
namespace byline::node
{
namespace
{
const std::filesystem::path folder = "dev-core/rpc";

std::optional<Bytes> chain_bytes()
{
    std::ifstream in{testing::fixture_folder() / folder / "chain.rlp", std::ios::binary};
    if (!in)
        return std::nullopt;
    return Bytes{std::istreambuf_iterator<char>{in}, {}};
}

/// The blocks of the chain, encoded.
std::vector<BytesView> blocks_of(BytesView chain)
{
    std::vector<BytesView> blocks;
    for (rlp::Decoder decoder{chain}; !decoder.empty();)
        blocks.push_back(decoder.item().value().whole);
    return blocks;
}

bytes32 parent_hash_of(BytesView block)
{
    return rlp::whole_list(block).value().list().value().hash().value();
}

/// From `forkenv.json`.
vm::ChainConfig rules()
{
    vm::ChainConfig config;
    config.chain_id = 3'503'995'874'084'926;
    config.forks = {{0, Revision::cancun, vm::mainnet_blobs(Revision::cancun)},
        {450, Revision::prague, vm::mainnet_blobs(Revision::prague)},
        {480, Revision::osaka, vm::mainnet_blobs(Revision::osaka)},
        {510, Revision::osaka, {10, 15, 8'346'193}}, {540, Revision::osaka, {14, 21, 11'684'671}}};
    return config;
}
}  // namespace

TEST(rpc_chain, its_document_is_refused_for_starting_before_cancun)
{
    BYLINE_FIXTURE_OR_SKIP(document, folder / "genesis.json");
    const auto genesis = read_genesis(boost::json::serialize(document));
    ASSERT_FALSE(genesis);
    EXPECT_EQ(genesis.error().message,
        "config.eip150Block: must be 0 or absent: chains begin at Cancun or a later fork");
}

TEST(rpc_chain, its_state_gives_the_hash_that_block_1_builds_on)
{
    BYLINE_FIXTURE_OR_SKIP(document, folder / "genesis.json");
    const auto chain = chain_bytes();
    if (!chain)
        GTEST_SKIP() << "chain.rlp is not there";
    boost::json::object changed = document.as_object();
    changed["config"] = {{"chainId", 1}, {"cancunTime", 0}};
    const auto genesis = read_genesis(boost::json::serialize(changed));
    ASSERT_TRUE(genesis) << genesis.error().message;
    vm::BlockHeader frontier = genesis->block.header;
    frontier.base_fee_per_gas.reset();
    frontier.withdrawals_root.reset();
    frontier.blob_gas_used.reset();
    frontier.excess_blob_gas.reset();
    frontier.parent_beacon_block_root.reset();
    EXPECT_EQ(vm::hash(frontier), parent_hash_of(blocks_of(*chain).front()));
}

TEST(rpc_chain, its_blocks_from_cancun_on_follow_from_each_other)
{
    BYLINE_FIXTURE_OR_SKIP(head, folder / "headfcu.json");
    const auto chain = chain_bytes();
    if (!chain)
        GTEST_SKIP() << "chain.rlp is not there";
    const vm::ChainConfig config = rules();
    std::optional<vm::BlockHeader> parent;
    std::size_t checked = 0;
    for (const BytesView bytes : blocks_of(*chain))
    {
        const auto block = vm::decode_block(bytes);
        if (!block || !block->header.parent_beacon_block_root)
            continue;  // before Cancun
        EXPECT_TRUE(vm::encode(*block) == Bytes(bytes.begin(), bytes.end()));
        std::vector<Bytes> transactions;
        for (const vm::Transaction& tx : block->transactions)
            transactions.push_back(vm::encode(tx));
        EXPECT_EQ(ordered_root(transactions), block->header.transactions_root);
        if (parent)
        {
            const auto fits = vm::check_header(block->header, *parent, vm::hash(*parent), config);
            EXPECT_TRUE(fits) << block->header.number << ": " << vm::to_string(fits.error());
            ++checked;
        }
        parent = block->header;
    }
    EXPECT_EQ(checked, 12U);
    ASSERT_TRUE(parent);
    const auto& state = head.at("params").as_array().at(0);
    EXPECT_EQ(to_hex(vm::hash(*parent)), state.at("headBlockHash").as_string());
}
}  // namespace byline::node
