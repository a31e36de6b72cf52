#include "tests/node/rpc/rpc_chain.hpp"
#include "vm/primitives/keccak.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace byline::testing
{
namespace
{
class rpc_reading : public RpcChain
{};

constexpr const char* unknown_hash =
    "\"0x00000000000000000000000000000000000000000000000000000000deadbeef\"";
const std::string counter = to_hex(first_contract);

TEST_F(rpc_reading, tells_what_the_node_is)
{
    EXPECT_EQ(text("web3_clientVersion"), "Byline/test");
    EXPECT_EQ(
        text("web3_sha3", R"(["0x68656c6c6f"])"), to_hex(keccak256(std::string_view{"hello"})));
    EXPECT_EQ(text("net_version"), "31337");
    EXPECT_EQ(text("net_listening"), "true");
    EXPECT_EQ(text("net_peerCount"), "0x0");
    EXPECT_EQ(text("eth_chainId"), "0x7a69");
    EXPECT_EQ(text("eth_syncing"), "false");
    EXPECT_EQ(text("eth_blockNumber"), "0x0");
    EXPECT_EQ(call("eth_accounts").as_array().size(), 3U);
    EXPECT_EQ(call("eth_accounts").at(0).as_string(), account(0));
    EXPECT_EQ(call("rpc_modules").at("eth").as_string(), "1.0");
}

TEST_F(rpc_reading, reads_the_state_of_the_latest_block)
{
    send(signed_by(0, creation(0, counter_creation_code())));
    send(signed_by(0, count(1, first_contract)));
    EXPECT_EQ(text("eth_getBalance", "[" + in_quotes(account(1)) + "]"), "0x21e19e0c9bab2400000");
    EXPECT_EQ(text("eth_getBalance", "[" + in_quotes(to_hex(stranger)) + ",\"latest\"]"), "0x0");
    EXPECT_EQ(text("eth_getCode", "[" + in_quotes(counter) + ",\"safe\"]"),
        "0x5f54600101805f555f5260205fa000");
    EXPECT_EQ(text("eth_getCode", "[" + in_quotes(account(0)) + ",\"finalized\"]"), "0x");
    const std::string one = "0x0000000000000000000000000000000000000000000000000000000000000001";
    EXPECT_EQ(text("eth_getStorageAt", "[" + in_quotes(counter) + ",\"0x0\",\"latest\"]"), one);
    EXPECT_EQ(text("eth_getStorageAt", "[" + in_quotes(counter) + ",\"0x00\"]"), one);
    EXPECT_EQ(text("eth_getTransactionCount", "[" + in_quotes(account(0)) + ",\"latest\"]"), "0x2");
    EXPECT_EQ(
        text("eth_getTransactionCount", "[" + in_quotes(account(0)) + ",\"pending\"]"), "0x2");
    EXPECT_EQ(text("eth_getTransactionCount", "[" + in_quotes(to_hex(stranger)) + "]"), "0x0");
}

TEST_F(rpc_reading, reads_the_state_of_earlier_blocks)
{
    for (std::uint64_t nonce = 0; nonce < 3; ++nonce)
        send(signed_by(0, transfer(nonce)));
    const std::string balance_of_stranger = "[" + in_quotes(to_hex(stranger)) + ",";
    EXPECT_EQ(text("eth_getBalance", balance_of_stranger + "\"earliest\"]"), "0x0");
    EXPECT_EQ(text("eth_getBalance", balance_of_stranger + "\"0x1\"]"), "0x1");
    EXPECT_EQ(text("eth_getBalance", balance_of_stranger + R"({"blockNumber":"0x2"}])"), "0x2");
    EXPECT_EQ(text("eth_getBalance", balance_of_stranger + "\"0x3\"]"), "0x3");
    const std::string hash = text_of(call("eth_getBlockByNumber", R"(["0x1",false])").at("hash"));
    EXPECT_EQ(text("eth_getBalance", balance_of_stranger + in_quotes(hash) + "]"), "0x1");
    EXPECT_EQ(
        text("eth_getBalance", balance_of_stranger + R"({"requireCanonical":true,"blockHash":)" +
                                   in_quotes(hash) + "}]"),
        "0x1");
}

TEST_F(rpc_reading, says_that_a_block_is_not_there)
{
    const RpcFailure number = failure("eth_getBalance", "[" + in_quotes(account(0)) + ",\"0x9\"]");
    EXPECT_EQ(number.code, -32000);
    EXPECT_EQ(number.message, "header not found");
    EXPECT_EQ(
        failure("eth_getBalance", "[" + in_quotes(account(0)) + "," + unknown_hash + "]").message,
        "header not found");
    EXPECT_EQ(failure("eth_call", R"([{},"0x9"])").message, "header not found");
}

TEST_F(rpc_reading, shows_blocks_with_all_their_fields)
{
    const std::string hash = send(signed_by(0, transfer(0)));
    const json::value block = call("eth_getBlockByNumber", R"(["latest",false])");
    for (const char* name : {"number", "hash", "parentHash", "nonce", "sha3Uncles", "logsBloom",
             "transactionsRoot", "stateRoot", "receiptsRoot", "miner", "difficulty", "extraData",
             "size", "gasLimit", "gasUsed", "timestamp", "mixHash", "baseFeePerGas",
             "withdrawalsRoot", "withdrawals", "blobGasUsed", "excessBlobGas",
             "parentBeaconBlockRoot", "requestsHash", "transactions", "uncles"})
        EXPECT_TRUE(block.as_object().contains(name)) << name;
    EXPECT_EQ(block.at("number").as_string(), "0x1");
    EXPECT_EQ(block.at("gasUsed").as_string(), "0x5208");
    EXPECT_EQ(block.at("transactions").at(0).as_string(), hash);
    EXPECT_EQ(text_of(block.at("hash")), to_hex(vm::hash(node->database().header(1).value())));

    const std::string block_hash = text_of(block.at("hash"));
    const json::value full = call("eth_getBlockByHash", "[" + in_quotes(block_hash) + ",true]");
    EXPECT_EQ(full.at("transactions").at(0).at("hash").as_string(), hash);
    EXPECT_EQ(full.at("transactions").at(0).at("from").as_string(), account(0));
    EXPECT_EQ(call("eth_getBlockByNumber", R"(["earliest"])").at("number").as_string(), "0x0");
}

TEST_F(rpc_reading, shows_the_block_to_come)
{
    const json::value block = call("eth_getBlockByNumber", R"(["pending",false])");
    EXPECT_EQ(block.at("number").as_string(), "0x1");
    EXPECT_TRUE(block.at("hash").is_null());
    EXPECT_TRUE(block.at("nonce").is_null());
    EXPECT_EQ(block.at("baseFeePerGas").as_string(), "0x342770c0");
}

TEST_F(rpc_reading, counts_what_is_in_a_block)
{
    send(signed_by(0, transfer(0)));
    const std::string hash = text_of(call("eth_getBlockByNumber", R"(["0x1"])").at("hash"));
    EXPECT_EQ(text("eth_getBlockTransactionCountByNumber", R"(["0x1"])"), "0x1");
    EXPECT_EQ(text("eth_getBlockTransactionCountByNumber", R"(["0x0"])"), "0x0");
    EXPECT_EQ(text("eth_getBlockTransactionCountByNumber", R"(["pending"])"), "0x0");
    EXPECT_EQ(text("eth_getBlockTransactionCountByHash", "[" + in_quotes(hash) + "]"), "0x1");
    EXPECT_EQ(text("eth_getUncleCountByBlockNumber", R"(["0x1"])"), "0x0");
    EXPECT_EQ(text("eth_getUncleCountByBlockHash", "[" + in_quotes(hash) + "]"), "0x0");
}

TEST_F(rpc_reading, gives_null_for_what_is_unknown)
{
    const std::string hash = std::string{"["} + unknown_hash + "]";
    EXPECT_TRUE(call("eth_getBlockByNumber", R"(["0x9",true])").is_null());
    EXPECT_TRUE(call("eth_getBlockByHash", hash).is_null());
    EXPECT_TRUE(call("eth_getBlockTransactionCountByNumber", R"(["0x9"])").is_null());
    EXPECT_TRUE(call("eth_getBlockTransactionCountByHash", hash).is_null());
    EXPECT_TRUE(call("eth_getUncleCountByBlockNumber", R"(["0x9"])").is_null());
    EXPECT_TRUE(call("eth_getUncleCountByBlockHash", hash).is_null());
    EXPECT_TRUE(call("eth_getBlockReceipts", R"(["0x9"])").is_null());
    EXPECT_TRUE(call("eth_getTransactionByHash", hash).is_null());
    EXPECT_TRUE(call("eth_getTransactionByBlockNumberAndIndex", R"(["0x0","0x0"])").is_null());
    EXPECT_TRUE(
        call("eth_getTransactionByBlockHashAndIndex", std::string{"["} + unknown_hash + ",\"0x0\"]")
            .is_null());
    EXPECT_TRUE(call("eth_getTransactionReceipt", hash).is_null());
}

TEST_F(rpc_reading, shows_a_transaction_the_same_in_every_way)
{
    const std::string hash = send(signed_by(0, transfer(0)));
    const json::value tx = call("eth_getTransactionByHash", "[" + in_quotes(hash) + "]");
    EXPECT_EQ(tx.at("blockNumber").as_string(), "0x1");
    EXPECT_EQ(tx.at("transactionIndex").as_string(), "0x0");
    EXPECT_EQ(tx.at("type").as_string(), "0x2");
    EXPECT_EQ(tx.at("chainId").as_string(), "0x7a69");
    EXPECT_EQ(tx.at("maxPriorityFeePerGas").as_string(), "0x3b9aca00");
    EXPECT_EQ(tx.at("gasPrice").as_string(), "0x6fc23ac0");  // base fee 875,000,000 and the tip
    EXPECT_EQ(tx.at("v"), tx.at("yParity"));
    EXPECT_EQ(tx, call("eth_getTransactionByBlockNumberAndIndex", R"(["0x1","0x0"])"));
    EXPECT_EQ(tx, call("eth_getTransactionByBlockHashAndIndex",
                      "[" + in_quotes(text_of(tx.at("blockHash"))) + ",\"0x0\"]"));
    EXPECT_TRUE(call("eth_getTransactionByBlockNumberAndIndex", R"(["0x1","0x1"])").is_null());
}

TEST_F(rpc_reading, shows_legacy_transactions_with_their_v)
{
    vm::Transaction tx = transfer(0);
    tx.type = vm::TxType::legacy;
    tx.max_fee_per_gas = tx.max_priority_fee_per_gas = 2 * gwei;
    const vm::Transaction sent = signed_by(0, tx);
    const json::value shown = call("eth_getTransactionByHash", "[" + in_quotes(send(sent)) + "]");
    EXPECT_EQ(shown.at("v").as_string(), to_quantity(uint256{31'337ULL * 2 + 35 + sent.y_parity}));
    EXPECT_FALSE(shown.as_object().contains("yParity"));
    EXPECT_FALSE(shown.as_object().contains("accessList"));
    EXPECT_EQ(shown.at("gasPrice").as_string(), "0x77359400");
}

TEST_F(rpc_reading, shows_receipts)
{
    const std::string created = send(signed_by(0, creation(0, counter_creation_code())));
    const std::string counted = send(signed_by(0, count(1, first_contract)));
    const json::value creation_receipt =
        call("eth_getTransactionReceipt", "[" + in_quotes(created) + "]");
    EXPECT_EQ(creation_receipt.at("contractAddress").as_string(), counter);
    EXPECT_TRUE(creation_receipt.at("to").is_null());
    EXPECT_EQ(creation_receipt.at("status").as_string(), "0x1");

    const json::value receipt = call("eth_getTransactionReceipt", "[" + in_quotes(counted) + "]");
    EXPECT_TRUE(receipt.at("contractAddress").is_null());
    EXPECT_EQ(receipt.at("to").as_string(), counter);
    EXPECT_EQ(receipt.at("gasUsed"), receipt.at("cumulativeGasUsed"));
    EXPECT_EQ(receipt.at("effectiveGasPrice"),
        call("eth_getTransactionByHash", "[" + in_quotes(counted) + "]").at("gasPrice"));
    const json::value& log = receipt.at("logs").at(0);
    EXPECT_EQ(log.at("address").as_string(), counter);
    EXPECT_EQ(log.at("logIndex").as_string(), "0x0");
    EXPECT_EQ(log.at("transactionHash").as_string(), counted);
    EXPECT_FALSE(log.at("removed").as_bool());
    EXPECT_EQ(call("eth_getBlockReceipts", R"(["0x2"])").at(0), receipt);
    EXPECT_EQ(text("eth_getBlockReceipts", R"(["0x0"])"), "[]");
}

TEST_F(rpc_reading, traces_a_transaction)
{
    send(signed_by(0, creation(0, counter_creation_code())));
    const std::string hash = in_quotes(send(signed_by(0, count(1, first_contract))));
    send(signed_by(0, transfer(2)));
    const json::value trace = call("debug_traceTransaction", "[" + hash + "]");
    EXPECT_FALSE(trace.at("failed").as_bool());
    EXPECT_EQ(trace.at("returnValue").as_string(), "0x");
    const json::array& steps = trace.at("structLogs").as_array();
    ASSERT_EQ(steps.size(), 13U);
    EXPECT_EQ(steps[0].at("op").as_string(), "PUSH0");
    EXPECT_EQ(steps[1].at("op").as_string(), "SLOAD");
    EXPECT_EQ(steps[1].at("gasCost").as_int64(), 2100);
    EXPECT_EQ(steps[1].at("stack").at(0).as_string(), "0x0");
    EXPECT_TRUE(steps[1].as_object().contains("storage"));
    EXPECT_EQ(steps.back().at("op").as_string(), "STOP");
    EXPECT_FALSE(steps[0].as_object().contains("memory"));

    const json::value bare = call("debug_traceTransaction",
        "[" + hash + R"(,{"disableStack":true,"disableStorage":true,"enableMemory":true}])");
    const json::object& step = bare.at("structLogs").at(11).as_object();
    EXPECT_FALSE(step.contains("stack"));
    EXPECT_FALSE(step.contains("storage"));
    EXPECT_EQ(step.at("memory").as_array().size(), 1U);
    EXPECT_EQ(failure("debug_traceTransaction", std::string{"["} + unknown_hash + "]").message,
        "transaction not found");
}

TEST_F(rpc_reading, bounds_a_trace)
{
    // Loops until its gas is gone, with a page of memory that each step would show.
    const Bytecode loop = mstore(100'000, push(1)) + OP_JUMPDEST + push(7) + OP_JUMP;
    const std::string looping = deploy(0, loop);
    vm::Transaction tx = count(1, *address_from_hex(looping));
    tx.gas_limit = 1'000'000;
    const std::string hash = in_quotes(send(signed_by(0, tx)));
    const RpcFailure error =
        failure("debug_traceTransaction", "[" + hash + R"(,{"enableMemory":true}])");
    EXPECT_EQ(error.code, -32003);
    EXPECT_NE(error.message.find("response too large"), std::string::npos);
    EXPECT_NE(error.message.find("limit"), std::string::npos);
    const json::value first =
        call("debug_traceTransaction", "[" + hash + R"(,{"enableMemory":true,"limit":5}])");
    EXPECT_EQ(first.at("structLogs").as_array().size(), 5U);
    EXPECT_TRUE(first.at("failed").as_bool());
    EXPECT_EQ(first.at("gas").as_int64(), 1'000'000);
    EXPECT_EQ(failure("debug_traceTransaction", "[" + hash + R"(,{"limit":-1}])").code, -32602);
    EXPECT_EQ(
        failure("debug_traceTransaction", "[" + hash + R"(,{"enableMemory":true,"limit":0}])").code,
        -32003);
}

TEST_F(rpc_reading, makes_one_trace_at_a_time)
{
    const Bytecode loop = Bytecode{OP_JUMPDEST} + push(0) + OP_JUMP;
    vm::Transaction tx = count(1, *address_from_hex(deploy(0, loop)));
    tx.gas_limit = 10'000'000;
    const std::string hash = in_quotes(send(signed_by(0, tx)));
    std::atomic<int> other_answers = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            const json::value reply = answer_to("debug_traceTransaction", "[" + hash + "]");
            const std::int64_t code = reply.at("error").at("code").as_int64();
            other_answers += code == -32003 || code == -32005 ? 0 : 1;
        });
    for (std::thread& client : clients)
        client.join();
    EXPECT_EQ(other_answers, 0);
    EXPECT_EQ(call("debug_traceTransaction", "[" + hash + R"(,{"limit":3}])")
                  .at("structLogs")
                  .as_array()
                  .size(),
        3U);
}

TEST_F(rpc_reading, shows_fees)
{
    send(signed_by(0, transfer(0)));
    EXPECT_EQ(text("eth_maxPriorityFeePerGas"), "0x3b9aca00");
    EXPECT_EQ(text("eth_blobBaseFee"), "0x1");
    const json::value history = call("eth_feeHistory", R"(["0xa","latest",[0,50.5,100]])");
    EXPECT_EQ(history.at("oldestBlock").as_string(), "0x0");
    ASSERT_EQ(history.at("baseFeePerGas").as_array().size(), 3U);
    EXPECT_EQ(history.at("baseFeePerGas").at(0).as_string(), "0x3b9aca00");
    EXPECT_EQ(history.at("baseFeePerGas").at(1).as_string(), "0x342770c0");
    EXPECT_EQ(history.at("gasUsedRatio").as_array().size(), 2U);
    EXPECT_EQ(history.at("baseFeePerBlobGas").as_array().size(), 3U);
    EXPECT_EQ(history.at("reward").at(1).at(0).as_string(), "0x3b9aca00");
    const uint256 next_base_fee = *quantity_from_hex(text_of(history.at("baseFeePerGas").at(2)));
    EXPECT_EQ(text("eth_gasPrice"), to_quantity(next_base_fee + uint256{gwei}));
    EXPECT_FALSE(call("eth_feeHistory", R"([1,"latest"])").as_object().contains("reward"));
    EXPECT_EQ(call("eth_feeHistory", R"(["1","0x0",[]])").at("oldestBlock").as_string(), "0x0");
    EXPECT_EQ(text_of(call("eth_feeHistory", R"([0,"latest"])").at("gasUsedRatio")), "[]");
    EXPECT_EQ(failure("eth_feeHistory", R"([1,"0x9"])").message, "request beyond head block");
}
}  // namespace
}  // namespace byline::testing
