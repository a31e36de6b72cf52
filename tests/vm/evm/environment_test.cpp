#include "tests/vm/evm/evm_fixture.hpp"
#include "vm/primitives/keccak.hpp"

#include <array>

namespace byline::vm::testing
{
namespace
{
constexpr address nobody{{0xdd}};

class environment : public evm_test
{};

TEST_F(environment, tells_the_transaction_and_the_block)
{
    tx.gas_price = 77;
    block.coinbase = other;
    block.timestamp = 12345;
    block.gas_limit = 30'000'000;
    block.chain_id = 1337;
    block.base_fee = 7;
    block.blob_base_fee = 3;
    block.prev_randao.bytes[31] = 9;
    value = 5;
    EXPECT_EQ(top_of(OP_ADDRESS), to_uint256(contract));
    EXPECT_EQ(top_of(OP_ORIGIN), to_uint256(origin_address));
    EXPECT_EQ(top_of(OP_CALLER), to_uint256(origin_address));
    EXPECT_EQ(top_of(OP_CALLVALUE), uint256{5});
    EXPECT_EQ(top_of(OP_SELFBALANCE), uint256{1005});
    EXPECT_EQ(top_of(OP_GASPRICE), uint256{77});
    EXPECT_EQ(top_of(OP_COINBASE), to_uint256(other));
    EXPECT_EQ(top_of(OP_TIMESTAMP), uint256{12345});
    EXPECT_EQ(top_of(OP_NUMBER), uint256{1000});
    EXPECT_EQ(top_of(OP_PREVRANDAO), uint256{9});
    EXPECT_EQ(top_of(OP_GASLIMIT), uint256{30'000'000});
    EXPECT_EQ(top_of(OP_CHAINID), uint256{1337});
    EXPECT_EQ(top_of(OP_BASEFEE), uint256{7});
    EXPECT_EQ(top_of(OP_BLOBBASEFEE), uint256{3});
    EXPECT_EQ(top_of(OP_CODESIZE), uint256{1 + return_top().size()});
}

TEST_F(environment, blobhash_gives_zero_beyond_the_list)
{
    std::array<bytes32, 2> hashes{};
    hashes[0].bytes[0] = 1;
    hashes[1].bytes[0] = 2;
    tx.blob_hashes = hashes;
    EXPECT_EQ(top_of(push(1) + OP_BLOBHASH), to_uint256(hashes[1]));
    EXPECT_EQ(top_of(push(2) + OP_BLOBHASH), uint256{0});
    EXPECT_EQ(top_of(push(max_uint256) + OP_BLOBHASH), uint256{0});
    EXPECT_EQ(top_of(push(uint256{1} << 64) + OP_BLOBHASH), uint256{0});
}

TEST_F(environment, blockhash_knows_256_ancestors)
{
    for (const std::uint64_t number : {0U, 743U, 744U, 999U, 1000U})
        pre.set_block_hash(number, to_bytes32(number + 5000));
    EXPECT_EQ(top_of(push(744) + OP_BLOCKHASH), uint256{5744});
    EXPECT_EQ(top_of(push(999) + OP_BLOCKHASH), uint256{5999});
    EXPECT_EQ(top_of(push(743) + OP_BLOCKHASH), uint256{0});
    EXPECT_EQ(top_of(push(1000) + OP_BLOCKHASH), uint256{0});
    EXPECT_EQ(top_of(push(max_uint256) + OP_BLOCKHASH), uint256{0});
    EXPECT_EQ(top_of(push((uint256{1} << 64) + uint256{999}) + OP_BLOCKHASH), uint256{0});
}

TEST_F(environment, call_data_reads_zeros_beyond_its_end)
{
    Bytes input(33, 0x11);
    input[32] = 0x22;
    const auto load = [&](const uint256& offset) {
        run(push(offset) + OP_CALLDATALOAD + return_top(), 100'000, input);
        return output_word();
    };
    EXPECT_EQ(load(0),
        uint256(0x1111111111111111, 0x1111111111111111, 0x1111111111111111, 0x1111111111111111));
    EXPECT_EQ(load(32), uint256{0x22} << 248);
    EXPECT_EQ(load(33), uint256{0});
    EXPECT_EQ(load(max_uint256), uint256{0});
    run(OP_CALLDATASIZE + return_top(), 100'000, input);
    EXPECT_EQ(output_word(), uint256{33});
}

TEST_F(environment, other_accounts_are_cold_once)
{
    pre.set_balance(other, 42);
    for (const Opcode op : {OP_BALANCE, OP_EXTCODESIZE, OP_EXTCODEHASH})
    {
        expect_cost(push(other) + op, 3 + 2600);
        expect_cost(push(other) + op + push(other) + op, 3 + 2600 + 3 + 100);
    }
    EXPECT_EQ(top_of(push(other) + OP_BALANCE), uint256{42});
    expect_cost(OP_ADDRESS + Bytecode{OP_BALANCE}, 2 + 100);
    expect_cost(
        push(2) + push(0) + push(0) + push(other) + OP_EXTCODECOPY, 3 + 2 + 2 + 3 + 2600 + 3 + 3);
}

TEST_F(environment, extcodehash_is_zero_for_dead_accounts_only)
{
    pre.set_balance(other, 1);
    EXPECT_EQ(top_of(push(nobody) + OP_EXTCODEHASH), uint256{0});
    EXPECT_EQ(top_of(push(other) + OP_EXTCODEHASH), to_uint256(empty_code_hash));
    const Bytes code{1, 2, 3};
    pre.set_code(other, code);
    EXPECT_EQ(top_of(push(other) + OP_EXTCODEHASH), to_uint256(keccak256(code)));
    EXPECT_EQ(top_of(push(other) + OP_EXTCODESIZE), uint256{3});
    run(push(4) + push(1) + push(0) + push(other) + OP_EXTCODECOPY + give_back(0, 4));
    EXPECT_EQ(result.output, (Bytes{2, 3, 0, 0}));
}

TEST_F(environment, logs_their_data_and_topics)
{
    const Bytecode data = mstore(0, push(0xaabbcc));
    run(data + push(4) + push(3) + push(2) + push(1) + push(3) + push(29) + OP_LOG4);
    ASSERT_EQ(journal->logs().size(), 1U);
    const Log& entry = journal->logs()[0];
    EXPECT_EQ(entry.addr, contract);
    EXPECT_EQ(entry.data, (Bytes{0xaa, 0xbb, 0xcc}));
    EXPECT_EQ(entry.topics,
        (std::vector<bytes32>{to_bytes32(1), to_bytes32(2), to_bytes32(3), to_bytes32(4)}));
    expect_cost(push(7) + push(33) + push(0) + OP_LOG1, 3 + 3 + 2 + 750 + 33 * 8 + 6);
    run(push(0) + push(0) + OP_LOG0 + OP_INVALID);
    EXPECT_TRUE(journal->logs().empty());
}
}  // namespace
}  // namespace byline::vm::testing
