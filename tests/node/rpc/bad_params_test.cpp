#include "tests/node/rpc/rpc_chain.hpp"

namespace byline::testing
{
namespace
{
struct BadCall
{
    const char* method;
    const char* params;
    const char* message;  ///< of the -32602
};

class rpc_bad_params : public RpcChain
{};

constexpr const char* some_hash =
    "\"0x00000000000000000000000000000000000000000000000000000000deadbeef\"";

TEST_F(rpc_bad_params, are_named_in_the_error)
{
    constexpr const char* no_prefix = "hex string without 0x prefix";
    const BadCall calls[] = {
        {"web3_sha3", "[]", "missing argument 0 (data)"},
        {"web3_sha3", R"(["0x1"])", "invalid argument 0 (data): odd number of hex digits"},
        {"web3_sha3", R"(["0xzz"])", "invalid argument 0 (data): "},
        {"web3_sha3", R"(["61"])", no_prefix},
        {"web3_sha3", "[7]", "invalid argument 0 (data): must be a string"},
        {"eth_getBalance", "[]", "missing argument 0 (address)"},
        {"eth_getBalance", "[null]", "missing argument 0 (address)"},
        {"eth_getBalance", R"(["0x12"])", "an address has 20 bytes"},
        {"eth_getBalance", R"(["0xaa00000000000000000000000000000000000000","newest"])",
            "invalid argument 1 (block): hex string without 0x prefix"},
        {"eth_getBalance", R"(["0xaa00000000000000000000000000000000000000","0x01"])",
            "invalid argument 1 (block): hex number with leading zero digits"},
        {"eth_getBalance", R"(["0xaa00000000000000000000000000000000000000","0x"])",
            "has no digits"},
        {"eth_getBalance",
            R"(["0xaa00000000000000000000000000000000000000","0x10000000000000000"])",
            "above 64 bits"},
        {"eth_getBalance", R"(["0xaa00000000000000000000000000000000000000",5])",
            "must be a string"},
        {"eth_getBalance", R"(["0xaa00000000000000000000000000000000000000",{}])",
            "blockHash or blockNumber is missing"},
        {"eth_getBalance", R"(["0xaa00000000000000000000000000000000000000",{"blockNumber":"0x0",
            "requireCanonical":true}])",
            "requireCanonical goes with blockHash only"},
        {"eth_getCode", R"(["0xaa"])", "invalid argument 0 (address)"},
        {"eth_getStorageAt", R"(["0xaa00000000000000000000000000000000000000"])",
            "missing argument 1 (slot)"},
        {"eth_getStorageAt", R"(["0xaa00000000000000000000000000000000000000","0xasdf"])",
            "invalid hex in storage key"},
        {"eth_getStorageAt", R"(["0xaa00000000000000000000000000000000000000",
            "0x00000000000000000000000000000000000000000000000000000000000000000"])",
            "storage key too long (want at most 32 bytes)"},
        {"eth_getTransactionCount", R"(["0xgg00000000000000000000000000000000000000"])",
            "invalid argument 0 (address)"},
        {"eth_getBlockByNumber", "[]", "missing argument 0 (block)"},
        {"eth_getBlockByNumber", R"(["2",true])", no_prefix},
        {"eth_getBlockByNumber", R"(["0x0","yes"])",
            "invalid argument 1 (fullTransactions): must be true or false"},
        {"eth_getBlockByHash", R"(["0x00"])",
            "invalid argument 0 (blockHash): a hash has 32 bytes"},
        {"eth_getBlockTransactionCountByNumber", "[]", "missing argument 0 (block)"},
        {"eth_getBlockTransactionCountByHash", R"(["latest"])", "invalid argument 0 (blockHash)"},
        {"eth_getUncleCountByBlockNumber", "[]", "missing argument 0 (block)"},
        {"eth_getUncleCountByBlockHash", "[]", "missing argument 0 (blockHash)"},
        {"eth_getBlockReceipts", "[]", "missing argument 0 (block)"},
        {"eth_getTransactionByHash", R"(["0x1"])", "invalid argument 0 (transactionHash)"},
        {"eth_getTransactionByBlockNumberAndIndex", R"(["0x0"])", "missing argument 1 (index)"},
        {"eth_getTransactionByBlockHashAndIndex", "[]", "missing argument 0 (blockHash)"},
        {"eth_getTransactionReceipt", "[]", "missing argument 0 (transactionHash)"},
        {"eth_sendRawTransaction", "[]", "missing argument 0 (data)"},
        {"eth_sendRawTransaction", R"(["0x"])", "failed to decode signed transaction"},
        {"eth_sendRawTransaction", R"(["0xc0"])", "failed to decode signed transaction"},
        {"eth_sendRawTransaction", R"(["0x02c0"])", "failed to decode signed transaction"},
        {"eth_sendTransaction", "[{}]", "from is missing"},
        {"eth_call", "[]", "missing argument 0 (transaction)"},
        {"eth_call", "[5]", "invalid argument 0 (transaction): must be an object"},
        {"eth_call", R"([{"to":"0x12"}])", "invalid argument 0 (transaction): to: an address has"},
        {"eth_call", R"([{"gas":"0x010"}])", "gas: hex number with leading zero digits"},
        {"eth_call", R"([{"value":"ff"}])", "value: hex string without 0x prefix"},
        {"eth_call", R"([{"data":"0x1"}])", "data: "},
        {"eth_call", R"([{"data":"0x01","input":"0x02"}])",
            "both \"data\" and \"input\" are set and not equal"},
        {"eth_call", R"([{"gasPrice":"0x1","maxFeePerGas":"0x1"}])", "both gasPrice and"},
        {"eth_call", R"([{"type":"0x0","maxFeePerGas":"0x1"}])", "type: "},
        {"eth_call", R"([{"type":"0x9"}])", "transaction type not supported"},
        {"eth_call", R"([{"accessList":{}}])", "accessList: must be an array"},
        {"eth_call", R"([{"accessList":[{"address":"0x1"}]}])", "accessList: element 0: address: "},
        {"eth_call", R"([{"accessList":[{}]}])", "accessList: element 0: address is missing"},
        {"eth_call", R"([{"authorizationList":[7]}])",
            "authorizationList: element 0: must be an object"},
        {"eth_call", R"([{"blobVersionedHashes":["0x01"]}])", "blobVersionedHashes: element 0: "},
        {"eth_call", R"([{},"latest",[]])",
            "invalid argument 2 (stateOverride): must be an object"},
        {"eth_call", R"([{},"latest",{"0x1":{}}])", "invalid argument 2 (stateOverride): 0x1: "},
        {"eth_call",
            R"([{},"latest",{"0xaa00000000000000000000000000000000000000":{"balance":1}}])",
            "balance: must be a string"},
        {"eth_call", R"([{},"latest",{"0xaa00000000000000000000000000000000000000":{"state":{},
            "stateDiff":{}}}])",
            "has both state and stateDiff"},
        {"eth_call", R"([{},"latest",{"0xaa00000000000000000000000000000000000000":{"state":{"0x0":
            "nonsense"}}}])",
            "invalid hex"},
        {"eth_estimateGas", "[]", "missing argument 0 (transaction)"},
        {"eth_feeHistory", "[]", "missing argument 0 (blockCount)"},
        {"eth_feeHistory", R"(["many","latest"])",
            "invalid argument 0 (blockCount): must be a number"},
        {"eth_feeHistory", "[1]", "missing argument 1 (newestBlock)"},
        {"eth_feeHistory", R"([1,"latest",[101]])", "a percentile is a number from 0 to 100"},
        {"eth_feeHistory", R"([1,"latest",[50,20]])", "percentiles must ascend"},
        {"eth_feeHistory", R"([1,"latest",5])", "invalid argument 2 (rewardPercentiles)"},
        {"eth_getLogs", "[]", "missing argument 0 (filter)"},
        {"eth_getLogs", R"([{"fromBlock":"0x5","toBlock":"0x2"}])", "invalid block range params"},
        {"eth_getLogs", R"([{"address":"0x1"}])", "invalid argument 0 (filter): address: "},
        {"eth_getLogs", R"([{"topics":["0x1"]}])", "topics: "},
        {"eth_getLogs", R"([{"topics":[[],[],[],[],[]]}])", "exceed max topics"},
        {"debug_traceTransaction", "[]", "missing argument 0 (transactionHash)"},
    };
    for (const BadCall& bad : calls)
    {
        const RpcFailure error = failure(bad.method, bad.params);
        EXPECT_EQ(error.code, -32602) << bad.method << bad.params;
        EXPECT_NE(error.message.find(bad.message), std::string::npos)
            << bad.method << bad.params << ": " << error.message;
    }
}

TEST_F(rpc_bad_params, name_a_block_hash_together_with_a_range)
{
    const RpcFailure error = failure(
        "eth_getLogs", std::string{R"([{"fromBlock":"0x1","blockHash":)"} + some_hash + "}]");
    EXPECT_EQ(error.code, -32602);
    EXPECT_NE(error.message.find("cannot specify both"), std::string::npos);
}

TEST_F(rpc_bad_params, name_a_tracer_that_is_not_there)
{
    const RpcFailure error = failure(
        "debug_traceTransaction", std::string{"["} + some_hash + R"(,{"tracer":"callTracer"}])");
    EXPECT_EQ(error.code, -32602);
    EXPECT_NE(error.message.find("tracer \"callTracer\" is not supported"), std::string::npos);
}
}  // namespace
}  // namespace byline::testing
