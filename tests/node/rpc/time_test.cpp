#include "tests/node/rpc/rpc_chain.hpp"

#include <cstdint>
#include <string>

namespace byline::testing
{
namespace
{
/// What the clock of these tests always says.
constexpr std::uint64_t start = 1'700'000'000;

class rpc_time : public RpcChain
{
protected:
    using RpcChain::RpcChain;

    std::uint64_t timestamp(const char* block = "latest")
    {
        const json::value found = call("eth_getBlockByNumber", "[" + in_quotes(block) + ",false]");
        return std::stoull(text_of(found.at("timestamp")), nullptr, 16);
    }
};

class rpc_time_of_intervals : public rpc_time
{
protected:
    rpc_time_of_intervals() : rpc_time{node::Sealing::interval} {}
};

TEST_F(rpc_time, mines_a_block_of_nothing)
{
    EXPECT_EQ(text("evm_mine"), "0x0");
    EXPECT_EQ(text("eth_blockNumber"), "0x1");
    EXPECT_EQ(timestamp(), start);
    EXPECT_EQ(text("evm_mine", "[" + std::to_string(start + 7) + "]"), "0x0");
    EXPECT_EQ(timestamp(), start + 7);
}

TEST_F(rpc_time, goes_forward_by_what_is_asked_and_says_how_far_ahead_it_is)
{
    EXPECT_EQ(text("evm_increaseTime", "[100]"), "100");
    EXPECT_EQ(text("evm_increaseTime", R"(["0x3c"])"), "160");
    EXPECT_EQ(timestamp("latest"), 0U);
    send(signed_by(0, transfer(0)));
    EXPECT_EQ(timestamp(), start + 160);
    call("evm_mine");
    EXPECT_EQ(timestamp(), start + 161);  // A block is later than the one before.
    EXPECT_EQ(text("evm_increaseTime", "[10]"), "171");
    call("evm_mine");
    EXPECT_EQ(timestamp(), start + 171);
}

TEST_F(rpc_time, calls_on_the_pending_block_see_the_new_time)
{
    const std::string contract = deploy(0, mstore(0, OP_TIMESTAMP) + give_back(0, 32));
    call("evm_setNextBlockTimestamp", "[" + std::to_string(start + 500) + "]");
    const std::string seen =
        text("eth_call", R"([{"to":)" + in_quotes(contract) + R"(},"pending"])");
    EXPECT_EQ(std::stoull(seen.substr(2), nullptr, 16), start + 500);
}

TEST_F(rpc_time, stands_for_one_block_and_goes_on_from_there)
{
    EXPECT_EQ(text("evm_setNextBlockTimestamp", "[2000000000]"), "null");
    send(signed_by(0, transfer(0)));
    EXPECT_EQ(timestamp(), 2'000'000'000U);
    call("evm_increaseTime", "[10]");
    send(signed_by(0, transfer(1)));
    EXPECT_EQ(timestamp(), 2'000'000'010U);
}

TEST_F(rpc_time, never_goes_back)
{
    call("evm_mine", "[2000000000]");
    for (const char* when : {"[2000000000]", "[1999999999]", "[0]"})
    {
        for (const char* method : {"evm_setNextBlockTimestamp", "evm_mine"})
        {
            const RpcFailure error = failure(method, when);
            EXPECT_EQ(error.code, -32000);
            EXPECT_NE(error.message.find("is not after the latest block's, 2000000000"),
                std::string::npos)
                << error.message;
        }
    }
    EXPECT_EQ(text("eth_blockNumber"), "0x1");
}

TEST_F(rpc_time, refuses_what_is_no_time)
{
    for (const char* method : {"evm_increaseTime", "evm_setNextBlockTimestamp", "evm_mine"})
    {
        EXPECT_EQ(failure(method, "[-1]").code, -32602);
        EXPECT_EQ(failure(method, R"(["soon"])").code, -32602);
        EXPECT_EQ(failure(method, "[18446744073709551615]").code, -32000);
    }
    EXPECT_EQ(failure("evm_increaseTime", "[]").code, -32602);
    call("evm_increaseTime", "[4611686016727387904]");  // 2^62 less the start
    EXPECT_EQ(failure("evm_increaseTime", "[1]").message, "1 seconds are more than there is time");
}

TEST_F(rpc_time_of_intervals, is_the_clocks_where_blocks_come_by_it)
{
    for (const char* method : {"evm_increaseTime", "evm_setNextBlockTimestamp"})
        EXPECT_EQ(
            failure(method, "[2000000000]").message.find("blocks come by the clock here"), 0U);
    EXPECT_EQ(text("evm_mine"), "0x0");
    EXPECT_EQ(timestamp(), start);
}

TEST_F(rpc_time, is_not_moved_from_outside)
{
    for (const char* method : {"evm_increaseTime", "evm_setNextBlockTimestamp", "evm_mine"})
    {
        const std::string body =
            R"({"jsonrpc":"2.0","id":1,"params":[],"method":)" + in_quotes(method) + "}";
        const json::value reply = json::parse(handler->handle(body, node::Exposure::outside));
        EXPECT_EQ(reply.at("error").at("code").as_int64(), -32601);
    }
}
}  // namespace
}  // namespace byline::testing
