#include "tests/node/rpc/rpc_chain.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace byline::testing
{
namespace
{
class rpc_sending : public RpcChain
{
protected:
    RpcFailure refused(const vm::Transaction& tx)
    {
        return failure("eth_sendRawTransaction", "[" + in_quotes(to_hex(vm::encode(tx))) + "]");
    }
};

class rpc_pending : public RpcChain
{
protected:
    rpc_pending() : RpcChain{node::Sealing::interval} {}
};

TEST_F(rpc_sending, shows_the_receipt_before_the_answer)
{
    const std::string hash = send(signed_by(0, transfer(0)));
    EXPECT_EQ(hash, to_hex(vm::hash(signed_by(0, transfer(0)))));
    EXPECT_EQ(
        call("eth_getTransactionReceipt", "[" + in_quotes(hash) + "]").at("status").as_string(),
        "0x1");
}

TEST_F(rpc_sending, refuses_in_the_words_that_clients_know)
{
    send(signed_by(0, transfer(0)));

    struct Case
    {
        vm::Transaction tx;
        const char* message;
    };

    vm::Transaction wrong_chain = transfer(1);
    wrong_chain.chain_id = 1;
    vm::Transaction low_gas = transfer(1);
    low_gas.gas_limit = 20'000;
    vm::Transaction much_gas = transfer(1);
    much_gas.gas_limit = 16'777'217;
    vm::Transaction cheap = transfer(1);
    cheap.max_fee_per_gas = cheap.max_priority_fee_per_gas = 1;
    vm::Transaction high_tip = transfer(1);
    high_tip.max_priority_fee_per_gas = high_tip.max_fee_per_gas + uint256{1};
    vm::Transaction dear = transfer(1);
    dear.value = max_uint256 >> 8;
    const Case cases[] = {{transfer(0), "nonce too low: next nonce 1, tx nonce 0"},
        {wrong_chain, "invalid chain id for signer: have 1 want 31337"},
        {low_gas, "intrinsic gas too low: gas 20000, minimum needed 21000"},
        {much_gas, "transaction gas limit too high"},
        {cheap, "max fee per gas less than block base fee"},
        {high_tip, "max priority fee per gas higher than max fee per gas"},
        {dear, "insufficient funds for gas * price + value: address 0x"}};
    for (const Case& c : cases)
    {
        const RpcFailure error = refused(signed_by(0, c.tx));
        EXPECT_EQ(error.code, -32000) << c.message;
        EXPECT_EQ(error.message.find(c.message), 0U) << error.message;
    }
}

TEST_F(rpc_sending, refuses_types_it_does_not_know)
{
    for (const char* raw : {R"(["0x05c0"])", R"(["0x7fc0"])", R"(["0x00"])"})
    {
        const RpcFailure error = failure("eth_sendRawTransaction", raw);
        EXPECT_EQ(error.code, -32000);
        EXPECT_EQ(error.message, "transaction type not supported");
    }
}

TEST_F(rpc_sending, refuses_unprotected_transactions)
{
    vm::Transaction tx = transfer(0);
    tx.type = vm::TxType::legacy;
    tx.chain_id.reset();
    tx.max_priority_fee_per_gas = tx.max_fee_per_gas;
    EXPECT_EQ(refused(signed_by(0, tx)).message,
        "only replay-protected (EIP-155) transactions allowed over RPC");
}

TEST_F(rpc_sending, signs_for_development_accounts_and_fills_in_the_rest)
{
    const std::string hash = text("eth_sendTransaction", R"([{"from":)" + in_quotes(account(1)) +
                                                             R"(,"to":)" + in_quotes(account(2)) +
                                                             R"(,"value":"0xde0b6b3a7640000"}])");
    const json::value tx = call("eth_getTransactionByHash", "[" + in_quotes(hash) + "]");
    EXPECT_EQ(tx.at("from").as_string(), account(1));
    EXPECT_EQ(tx.at("type").as_string(), "0x2");
    EXPECT_EQ(tx.at("gas").as_string(), "0x5208");
    EXPECT_EQ(tx.at("nonce").as_string(), "0x0");
    EXPECT_EQ(tx.at("maxPriorityFeePerGas").as_string(), "0x3b9aca00");
    EXPECT_EQ(text("eth_getTransactionCount", "[" + in_quotes(account(1)) + "]"), "0x1");
}

TEST_F(rpc_sending, keeps_to_what_the_client_says)
{
    const std::string legacy = text("eth_sendTransaction",
        R"([{"from":)" + in_quotes(account(1)) + R"(,"to":)" + in_quotes(account(2)) +
            R"(,"gasPrice":"0xb2d05e00","gas":"0x7530","nonce":"0x0","chainId":"0x7a69"}])");
    const json::value tx = call("eth_getTransactionByHash", "[" + in_quotes(legacy) + "]");
    EXPECT_EQ(tx.at("type").as_string(), "0x0");
    EXPECT_EQ(tx.at("gasPrice").as_string(), "0xb2d05e00");
    EXPECT_EQ(tx.at("gas").as_string(), "0x7530");

    const std::string capped = text("eth_sendTransaction",
        R"([{"from":)" + in_quotes(account(1)) + R"(,"to":)" + in_quotes(account(2)) +
            R"(,"maxFeePerGas":"0x3b9aca01","accessList":[{"address":)" + in_quotes(account(0)) +
            R"(,"storageKeys":[]}]}])");
    const json::value second = call("eth_getTransactionByHash", "[" + in_quotes(capped) + "]");
    EXPECT_EQ(second.at("maxFeePerGas").as_string(), "0x3b9aca01");
    EXPECT_EQ(second.at("accessList").at(0).at("address").as_string(), account(0));
}

TEST_F(rpc_sending, sends_the_type_that_the_client_names)
{
    const std::string fields = R"([{"from":)" + in_quotes(account(1)) + R"(,"to":)" +
                               in_quotes(account(2)) + R"(,"type":)";
    for (const char* type : {"0x0", "0x1", "0x2"})
    {
        const std::string hash = text("eth_sendTransaction", fields + in_quotes(type) + "}]");
        EXPECT_EQ(
            call("eth_getTransactionByHash", "[" + in_quotes(hash) + "]").at("type").as_string(),
            type);
    }
    const RpcFailure blob = failure("eth_sendTransaction", fields + "\"0x3\"}]");
    EXPECT_EQ(blob.code, -32000);
    EXPECT_EQ(blob.message, "transaction type not supported");
    EXPECT_EQ(failure("eth_sendTransaction", fields + "\"0x4\"}]").code, -32602);
}

TEST_F(rpc_sending, creates_contracts)
{
    const std::string hash =
        text("eth_sendTransaction", R"([{"from":)" + in_quotes(account(0)) + R"(,"data":)" +
                                        in_quotes(to_hex(counter_creation_code())) + "}]");
    EXPECT_EQ(call("eth_getTransactionReceipt", "[" + in_quotes(hash) + "]")
                  .at("contractAddress")
                  .as_string(),
        to_hex(first_contract));
}

TEST_F(rpc_sending, does_not_sign_for_others)
{
    const RpcFailure error =
        failure("eth_sendTransaction", R"([{"from":)" + in_quotes(to_hex(stranger)) + "}]");
    EXPECT_EQ(error.code, -32000);
    EXPECT_EQ(error.message, "unknown account");
}

TEST_F(rpc_sending, does_not_send_what_would_revert)
{
    const std::string contract = deploy(0, give_back(0, 0, OP_REVERT));
    const RpcFailure error = failure("eth_sendTransaction",
        R"([{"from":)" + in_quotes(account(1)) + R"(,"to":)" + in_quotes(contract) + "}]");
    EXPECT_EQ(error.code, 3);
    EXPECT_EQ(text("eth_getTransactionCount", "[" + in_quotes(account(1)) + "]"), "0x0");
}

TEST_F(rpc_sending, gives_each_of_many_at_once_a_nonce_of_its_own)
{
    constexpr int each = 25;
    std::atomic<int> taken = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            for (int j = 0; j < each; ++j)
            {
                const json::value reply = answer_to(
                    "eth_sendTransaction", R"([{"from":)" + in_quotes(account(1)) + R"(,"to":)" +
                                               in_quotes(account(2)) + "}]");
                taken += reply.as_object().contains("result") ? 1 : 0;
            }
        });
    for (std::thread& client : clients)
        client.join();
    EXPECT_EQ(taken, 4 * each);
    EXPECT_EQ(text("eth_blockNumber"), "0x64");
}

TEST_F(rpc_pending, shows_transactions_that_wait)
{
    const std::string hash = send(signed_by(0, transfer(0)));
    const json::value tx = call("eth_getTransactionByHash", "[" + in_quotes(hash) + "]");
    EXPECT_EQ(tx.at("hash").as_string(), hash);
    for (const char* name : {"blockHash", "blockNumber", "transactionIndex"})
        EXPECT_TRUE(tx.at(name).is_null()) << name;
    EXPECT_TRUE(call("eth_getTransactionReceipt", "[" + in_quotes(hash) + "]").is_null());
    EXPECT_EQ(text("eth_getTransactionCount", "[" + in_quotes(account(0)) + ",\"latest\"]"), "0x0");
    EXPECT_EQ(
        text("eth_getTransactionCount", "[" + in_quotes(account(0)) + ",\"pending\"]"), "0x1");
    ASSERT_TRUE(node->seal());
    EXPECT_EQ(
        call("eth_getTransactionByHash", "[" + in_quotes(hash) + "]").at("blockNumber").as_string(),
        "0x1");
}

TEST_F(rpc_pending, knows_a_transaction_again_and_its_replacements)
{
    const std::string raw = "[" + in_quotes(to_hex(vm::encode(signed_by(0, transfer(0))))) + "]";
    call("eth_sendRawTransaction", raw);
    EXPECT_EQ(failure("eth_sendRawTransaction", raw).message, "already known");
    vm::Transaction other = transfer(0);
    other.value = 2;
    const RpcFailure error = failure(
        "eth_sendRawTransaction", "[" + in_quotes(to_hex(vm::encode(signed_by(0, other)))) + "]");
    EXPECT_EQ(error.code, -32000);
    EXPECT_EQ(error.message, "replacement transaction underpriced");
}

TEST_F(rpc_pending, says_that_a_stopped_node_takes_no_more)
{
    node->stop();
    const RpcFailure error = failure("eth_sendRawTransaction",
        "[" + in_quotes(to_hex(vm::encode(signed_by(0, transfer(0))))) + "]");
    EXPECT_EQ(error.code, -32002);
    EXPECT_EQ(error.message, "the node is stopping");
    EXPECT_EQ(text("eth_blockNumber"), "0x0");
}
}  // namespace
}  // namespace byline::testing
