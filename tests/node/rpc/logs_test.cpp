#include "tests/node/rpc/rpc_chain.hpp"

namespace byline::testing
{
namespace
{
/// Block 1 and 2 make two contracts; block 3 calls the first, block 4 the second. Each logs topics
/// (its number, 0xabc).
class rpc_logs : public RpcChain
{
protected:
    rpc_logs()
    {
        for (std::uint64_t i = 0; i < 2; ++i)
            emitters.push_back(deploy(i, push(0xabc) + push(i + 1) + push(0) + push(0) + OP_LOG2));
        for (std::uint64_t i = 0; i < 2; ++i)
            send(signed_by(0, count(2 + i, *address_from_hex(emitters[i]))));
    }

    std::size_t found(const std::string& filter)
    {
        return call("eth_getLogs", "[{" + filter + "}]").as_array().size();
    }

    static std::string topic(std::uint64_t value)
    {
        return in_quotes(to_hex(to_bytes32(uint256{value})));
    }

    const std::string whole = R"("fromBlock":"0x0","toBlock":"latest")";
    std::vector<std::string> emitters;
};

TEST_F(rpc_logs, are_found_by_range)
{
    EXPECT_EQ(found(whole), 2U);
    EXPECT_EQ(found(""), 1U);  // the latest block
    EXPECT_EQ(found(R"("fromBlock":"0x3","toBlock":"0x3")"), 1U);
    EXPECT_EQ(found(R"("fromBlock":"earliest","toBlock":"0x2")"), 0U);
    EXPECT_EQ(found(R"("fromBlock":"0x3","toBlock":"0xffff")"), 2U);
    EXPECT_EQ(found(R"("fromBlock":"0x5")"), 0U);  // the block to come: nothing yet
    EXPECT_EQ(found(R"("fromBlock":"0x3","toBlock":"pending")"), 2U);
}

TEST_F(rpc_logs, are_found_by_address)
{
    EXPECT_EQ(found(whole + R"(,"address":)" + in_quotes(emitters[0])), 1U);
    EXPECT_EQ(found(whole + R"(,"address":[)" + in_quotes(emitters[0]) + "," +
                    in_quotes(emitters[1]) + "]"),
        2U);
    EXPECT_EQ(found(whole + R"(,"address":)" + in_quotes(account(0))), 0U);
    EXPECT_EQ(found(whole + R"(,"address":[])"), 2U);
}

TEST_F(rpc_logs, are_found_by_topics)
{
    EXPECT_EQ(found(whole + R"(,"topics":[)" + topic(1) + "]"), 1U);
    EXPECT_EQ(found(whole + R"(,"topics":[null,)" + topic(0xabc) + "]"), 2U);
    EXPECT_EQ(found(whole + R"(,"topics":[[],)" + topic(0xabc) + "]"), 2U);
    EXPECT_EQ(found(whole + R"(,"topics":[[)" + topic(1) + "," + topic(2) + "]]"), 2U);
    EXPECT_EQ(found(whole + R"(,"topics":[[)" + topic(1) + ",null]]"), 2U);
    EXPECT_EQ(found(whole + R"(,"topics":[)" + topic(0xabc) + "]"), 0U);
    EXPECT_EQ(found(whole + R"(,"topics":[null,null,null])"), 0U);
    EXPECT_EQ(found(whole + R"(,"topics":[])"), 2U);
}

TEST_F(rpc_logs, are_found_by_block_hash)
{
    const json::value block = call("eth_getBlockByNumber", R"(["0x3"])");
    const std::string hash = R"("blockHash":)" + in_quotes(text_of(block.at("hash")));
    EXPECT_EQ(found(hash), 1U);
    const json::value log = call("eth_getLogs", "[{" + hash + "}]").at(0);
    EXPECT_EQ(log.at("blockNumber").as_string(), "0x3");
    EXPECT_EQ(log.at("blockTimestamp"), block.at("timestamp"));
    EXPECT_EQ(log.at("topics").as_array().size(), 2U);
    EXPECT_EQ(log.at("data").as_string(), "0x");
    const RpcFailure error = failure("eth_getLogs",
        R"([{"blockHash":"0x00000000000000000000000000000000000000000000000000000000deadbeef"}])");
    EXPECT_EQ(error.code, -32000);
    EXPECT_EQ(error.message, "unknown block");
}
}  // namespace
}  // namespace byline::testing
