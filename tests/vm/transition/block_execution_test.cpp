#include "vm/transition/block_execution.hpp"

#include "tests/vm/transition/transition_fixture.hpp"
#include "vm/crypto/hash.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace byline::vm::testing
{
namespace
{
constexpr address beacon_roots = hex_address("000f3df6d732807ef1319fb7b8bb8522d0beac02");
constexpr address block_hashes = hex_address("0000f90827f1c53a10cb7a02335b175320002935");
constexpr address withdrawal_requests = hex_address("00000961ef480eb55e80d19ad83579a64c007002");
constexpr address consolidations = hex_address("0000bbddc7ce488642fb579f8b00f3a590007251");

/// Keeps the first word of its input, and who called.
const Bytecode recorder =
    sstore(push(0), apply(OP_CALLDATALOAD, {push(0)})) + sstore(push(1), OP_CALLER);

/// Returns those bytes.
Bytecode answer(const Bytes& bytes)
{
    return store_bytes(bytes) + give_back(0, bytes.size());
}

class block_execution : public ::testing::Test
{
protected:
    block_execution()
    {
        config.forks = {
            {.timestamp = 0, .revision = Revision::osaka, .blobs = mainnet_blobs(Revision::osaka)}};
        header.parent_hash = keccak256("parent");
        header.parent_beacon_block_root = keccak256("beacon");
        header.number = 1;
        header.gas_limit = 1'000'000;
        header.coinbase = coinbase;
        header.base_fee_per_gas = base_fee;
        header.excess_blob_gas = 0;
        pre.set_balance(sender, funds);
        pre.set_code(withdrawal_requests, {OP_STOP});
        pre.set_code(consolidations, {OP_STOP});
    }

    [[nodiscard]] BlockExecution start() { return {machine, pre, config, header}; }

    static Transaction transfer(std::uint64_t nonce)
    {
        Transaction tx;
        tx.type = TxType::fee_market;
        tx.chain_id = 1;
        tx.nonce = nonce;
        tx.max_fee_per_gas = 10;
        tx.gas_limit = 100'000;
        tx.to = recipient;
        tx.value = 1;
        return tx;
    }

    ChainConfig config;
    BlockHeader header;
    Overlay pre;
    Machine machine;
};

TEST_F(block_execution, tells_the_system_contracts_of_the_parent)
{
    pre.set_code(beacon_roots, recorder.bytes);
    pre.set_code(block_hashes, recorder.bytes);
    const BlockExecution block = start();
    EXPECT_EQ(block.state().storage(beacon_roots, 0), to_uint256(keccak256("beacon")));
    EXPECT_EQ(block.state().storage(block_hashes, 0), to_uint256(keccak256("parent")));
    EXPECT_EQ(block.state().storage(block_hashes, 1),
        to_uint256(hex_address("fffffffffffffffffffffffffffffffffffffffe")));
    EXPECT_EQ(block.gas_used(), 0U);
}

TEST_F(block_execution, leaves_the_state_alone_where_there_are_no_system_contracts)
{
    EXPECT_EQ(start().state().diff(), StateDiff{});
}

TEST_F(block_execution, tells_no_block_hash_before_prague)
{
    config.forks[0].revision = Revision::cancun;
    pre.set_code(block_hashes, recorder.bytes);
    EXPECT_TRUE(start().state().storage(block_hashes, 0).is_zero());
}

TEST_F(block_execution, sums_up_its_transactions)
{
    BlockExecution block = start();
    ASSERT_TRUE(block.add(transfer(0), sender));
    ASSERT_TRUE(block.add(transfer(1), sender));
    ASSERT_EQ(block.receipts().size(), 2U);
    EXPECT_EQ(block.receipts()[0].cumulative_gas_used, 21'000U);
    EXPECT_EQ(block.receipts()[1].cumulative_gas_used, 42'000U);
    EXPECT_EQ(block.receipts()[1].type, TxType::fee_market);
    EXPECT_TRUE(block.receipts()[1].success);
    EXPECT_EQ(block.gas_used(), 42'000U);
    EXPECT_EQ(block.state().account(recipient)->balance, uint256{2});
}

TEST_F(block_execution, is_as_before_after_a_refused_transaction)
{
    BlockExecution block = start();
    EXPECT_EQ(block.add(transfer(1), sender).error(), TxError::nonce_too_high);
    EXPECT_EQ(block.state().diff(), StateDiff{});
    EXPECT_TRUE(block.receipts().empty());
}

TEST_F(block_execution, refuses_what_exceeds_the_gas_that_is_left)
{
    header.gas_limit = 120'000;
    BlockExecution block = start();
    ASSERT_TRUE(block.add(transfer(0), sender));
    EXPECT_EQ(block.add(transfer(1), sender).error(), TxError::block_gas_exceeded);
}

TEST_F(block_execution, refuses_blobs_beyond_the_maximum)
{
    Transaction tx = transfer(0);
    tx.type = TxType::blob;
    tx.max_fee_per_blob_gas = 1;
    tx.blob_hashes.assign(5, hex_bytes32("01000000000000000000000000000000"
                                         "00000000000000000000000000000000"));
    BlockExecution block = start();
    ASSERT_TRUE(block.add(tx, sender));
    EXPECT_EQ(block.blob_gas_used(), 5 * gas_per_blob);
    tx.nonce = 1;
    EXPECT_EQ(block.add(tx, sender).error(), TxError::blob_gas_exceeded);
    tx.blob_hashes.resize(4);
    EXPECT_TRUE(block.add(tx, sender));
}

TEST_F(block_execution, joins_the_logs_into_one_bloom)
{
    pre.set_code(contract, (push(0xabc) + push(0) + push(0) + OP_LOG1).bytes);
    Transaction tx = transfer(0);
    tx.to = contract;
    BlockExecution block = start();
    ASSERT_TRUE(block.add(tx, sender));
    EXPECT_TRUE(block.logs_bloom().may_contain(contract.bytes));
    EXPECT_TRUE(block.logs_bloom().may_contain(to_bytes32(0xabc).bytes));
    EXPECT_EQ(block.receipts()[0].bloom, block.logs_bloom());
}

TEST_F(block_execution, pays_withdrawals_in_gwei)
{
    BlockExecution block = start();
    ASSERT_TRUE(block.finish({{0, 0, recipient, 3}, {1, 0, recipient, 4}, {2, 0, contract, 0}}));
    EXPECT_EQ(block.state().account(recipient)->balance, uint256{7'000'000'000});
    EXPECT_EQ(block.state().account(contract), std::nullopt) << "nothing paid, nothing made";
}

TEST_F(block_execution, hashes_no_requests_to_the_hash_of_nothing)
{
    BlockExecution block = start();
    ASSERT_TRUE(block.finish({}));
    EXPECT_TRUE(block.requests().empty());
    EXPECT_EQ(block.requests_hash(),
        hex_bytes32("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

TEST_F(block_execution, collects_what_the_contracts_have_queued)
{
    pre.set_code(withdrawal_requests, answer({0x11, 0x22}).bytes);
    pre.set_code(consolidations, answer({0x33}).bytes);
    BlockExecution block = start();
    ASSERT_TRUE(block.finish({}));
    EXPECT_EQ(block.requests(), (std::vector<Bytes>{{0x01, 0x11, 0x22}, {0x02, 0x33}}));
    Bytes hashes;
    for (const Bytes& request : block.requests())
    {
        const bytes32 hash = sha256(request);
        hashes.insert(hashes.end(), hash.bytes.begin(), hash.bytes.end());
    }
    EXPECT_EQ(block.requests_hash(), sha256(hashes));
}

TEST_F(block_execution, refuses_a_block_without_the_request_contracts)
{
    pre.set_code(consolidations, {});
    EXPECT_EQ(start().finish({}).error(), BlockError::system_contract_missing);
    pre.set_code(consolidations, {OP_INVALID});
    EXPECT_EQ(start().finish({}).error(), BlockError::system_call_failed);
    config.forks[0].revision = Revision::cancun;
    EXPECT_TRUE(start().finish({}));
}

/// Logs its input as the deposit contract does: the data of a DepositEvent.
class deposits : public block_execution
{
protected:
    deposits()
    {
        const Bytecode log_input =
            apply(OP_CALLDATACOPY, {push(0), push(0), OP_CALLDATASIZE}) +
            push(to_uint256(keccak256("DepositEvent(bytes,bytes,bytes,bytes,bytes)"))) +
            OP_CALLDATASIZE + push(0) + OP_LOG1;
        pre.set_code(config.deposit_contract, log_input.bytes);
    }

    /// The ABI encoding of five byte strings filled with 1, 2, 3, 4, 5.
    static Bytes event()
    {
        Bytes data;
        const auto word = [&data](std::uint64_t value) {
            const bytes32 bytes = to_bytes32(value);
            data.insert(data.end(), bytes.bytes.begin(), bytes.bytes.end());
        };
        for (const std::uint64_t offset : {160U, 256U, 320U, 384U, 512U})
            word(offset);
        std::uint8_t fill = 1;
        for (const std::size_t size : {48U, 32U, 8U, 96U, 8U})
        {
            word(size);
            data.insert(data.end(), size, fill++);
            data.resize((data.size() + 31) / 32 * 32);
        }
        return data;
    }

    [[nodiscard]] std::expected<std::vector<Bytes>, BlockError> requests_after(Bytes data)
    {
        Transaction tx = transfer(0);
        tx.to = config.deposit_contract;
        tx.data = std::move(data);
        BlockExecution block = start();
        EXPECT_TRUE(block.add(tx, sender));
        BYLINE_TRY_VOID(block.finish({}));
        return block.requests();
    }
};

TEST_F(deposits, become_requests)
{
    const auto requests = requests_after(event());
    ASSERT_TRUE(requests);
    ASSERT_EQ(requests->size(), 1U);
    Bytes expected{0x00};
    expected.insert(expected.end(), 48, 1);
    expected.insert(expected.end(), 32, 2);
    expected.insert(expected.end(), 8, 3);
    expected.insert(expected.end(), 96, 4);
    expected.insert(expected.end(), 8, 5);
    EXPECT_EQ(requests->front(), expected);
}

TEST_F(deposits, in_another_layout_make_the_block_invalid)
{
    Bytes longer = event();
    longer.resize(longer.size() + 32);
    EXPECT_EQ(requests_after(longer).error(), BlockError::deposit_layout);
    for (const std::size_t word : {0U, 4U, 5U, 16U})
    {
        Bytes changed = event();
        changed[word * 32] = 1;
        EXPECT_EQ(requests_after(changed).error(), BlockError::deposit_layout) << word;
    }
}
}  // namespace
}  // namespace byline::vm::testing
