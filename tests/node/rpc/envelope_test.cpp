#include "tests/node/rpc/rpc_chain.hpp"

#include <string>

namespace byline::testing
{
namespace
{
class rpc_envelope : public RpcChain
{};

std::int64_t code_of(const json::value& reply)
{
    return reply.at("error").at("code").as_int64();
}

TEST_F(rpc_envelope, answers_with_the_id_as_it_came)
{
    EXPECT_EQ(handler->handle(R"({"jsonrpc":"2.0","id":7,"method":"eth_chainId"})"),
        R"({"jsonrpc":"2.0","id":7,"result":"0x7a69"})");
    EXPECT_EQ(
        handler->handle(R"({"jsonrpc":"2.0","id":"a\"b","method":"eth_chainId","params":[]})"),
        R"({"jsonrpc":"2.0","id":"a\"b","result":"0x7a69"})");
    EXPECT_EQ(
        handler->handle(R"({"jsonrpc":"2.0","id":null,"method":"eth_chainId","params":null})"),
        R"({"jsonrpc":"2.0","id":null,"result":"0x7a69"})");
    EXPECT_EQ(
        answer(R"({"jsonrpc":"2.0","id":1.5,"method":"eth_chainId"})").at("id").as_double(), 1.5);
}

TEST_F(rpc_envelope, says_parse_error_for_what_is_no_json)
{
    for (const char* body : {"", " ", "{", "[1", "nonsense", "{\"jsonrpc\":\"2.0\"} x", "\xff\xfe"})
    {
        const json::value reply = answer(body);
        EXPECT_EQ(code_of(reply), -32700) << body;
        EXPECT_TRUE(reply.at("id").is_null());
    }
}

TEST_F(rpc_envelope, bounds_the_depth_of_json)
{
    EXPECT_EQ(code_of(answer(std::string(100'000, '['))), -32700);
    EXPECT_EQ(code_of(answer(std::string(33, '[') + std::string(33, ']'))), -32700);
}

TEST_F(rpc_envelope, says_invalid_request_for_other_objects)
{
    for (const char* body :
        {"1", "\"x\"", "null", "true", "{}", R"({"id":1,"method":"eth_chainId"})",
            R"({"jsonrpc":"1.0","id":1,"method":"eth_chainId"})", R"({"jsonrpc":"2.0","id":1})",
            R"({"jsonrpc":"2.0","id":1,"method":1})",
            R"({"jsonrpc":"2.0","id":[],"method":"eth_chainId"})",
            R"({"jsonrpc":"2.0","id":true,"method":"eth_chainId"})",
            R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":1})"})
        EXPECT_EQ(code_of(answer(body)), -32600) << body;
}

TEST_F(rpc_envelope, keeps_the_id_of_an_invalid_request)
{
    EXPECT_EQ(answer(R"({"id":5,"method":"eth_chainId"})").at("id").as_int64(), 5);
    EXPECT_TRUE(answer(R"({"jsonrpc":"2.0","id":{},"method":"x"})").at("id").is_null());
}

TEST_F(rpc_envelope, refuses_ids_that_it_could_not_give_back)
{
    for (const char* id : {"1e400", "-1e400", "1e300", "100000000000000000000000", "1e16"})
    {
        const json::value reply =
            answer(R"({"jsonrpc":"2.0","id":)" + std::string{id} + R"(,"method":"eth_chainId"})");
        EXPECT_EQ(code_of(reply), -32600) << id;
        EXPECT_TRUE(reply.at("id").is_null()) << id;
    }
    for (const char* id : {"18446744073709551615", "-9223372036854775808", "0"})
        EXPECT_EQ(handler->handle(R"({"jsonrpc":"2.0","id":)" + std::string{id} +
                                  R"(,"method":"eth_chainId"})"),
            R"({"jsonrpc":"2.0","id":)" + std::string{id} + R"(,"result":"0x7a69"})");
}

TEST_F(rpc_envelope, takes_params_by_position_only)
{
    EXPECT_EQ(
        code_of(answer(R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":{}})")), -32602);
}

TEST_F(rpc_envelope, says_in_the_usual_words_that_a_method_is_unknown)
{
    const RpcFailure error = failure("eth_nonsense", "[]");
    EXPECT_EQ(error.code, -32601);
    EXPECT_EQ(error.message, "the method eth_nonsense does not exist/is not available");
}

TEST_F(rpc_envelope, refuses_too_many_params)
{
    const RpcFailure error = failure("eth_chainId", "[1]");
    EXPECT_EQ(error.code, -32602);
    EXPECT_EQ(error.message, "too many arguments, want at most 0");
}

TEST_F(rpc_envelope, gives_notifications_no_answer)
{
    EXPECT_EQ(handler->handle(R"({"jsonrpc":"2.0","method":"eth_chainId"})"), "");
    EXPECT_EQ(handler->handle(R"({"jsonrpc":"2.0","method":"no_such"})"), "");
    EXPECT_EQ(handler->handle(R"([{"jsonrpc":"2.0","method":"eth_chainId"}])"), "");
}

TEST_F(rpc_envelope, answers_batches_in_order)
{
    const json::value reply = answer(R"([{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},
        {"jsonrpc":"2.0","method":"eth_chainId"}, 1, {"jsonrpc":"2.0","id":"x","method":"nope"},
        {"jsonrpc":"2.0","id":2,"method":"net_version"}])");
    const json::array& list = reply.as_array();
    ASSERT_EQ(list.size(), 4U);
    EXPECT_EQ(list[0].at("result").as_string(), "0x7a69");
    EXPECT_EQ(code_of(list[1]), -32600);
    EXPECT_TRUE(list[1].at("id").is_null());
    EXPECT_EQ(code_of(list[2]), -32601);
    EXPECT_EQ(list[3].at("result").as_string(), "31337");
}

TEST_F(rpc_envelope, refuses_empty_and_large_batches_as_a_whole)
{
    EXPECT_EQ(code_of(answer("[]")), -32600);
    std::string body = "[1";
    for (std::size_t i = 0; i < server_options.max_batch; ++i)
        body += ",1";
    const json::value reply = answer(body + "]");
    EXPECT_EQ(code_of(reply), -32600);
    EXPECT_EQ(reply.at("error").at("message").as_string(), "batch too large");
}

TEST_F(rpc_envelope, bounds_the_answer_to_a_batch)
{
    server_options.max_response_bytes = 300;
    handler = std::make_unique<node::RequestHandler>(*node, server_options);
    const json::value reply = answer(R"([{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},
        {"jsonrpc":"2.0","id":2,"method":"eth_getBlockByNumber","params":["latest",false]},
        {"jsonrpc":"2.0","method":"eth_chainId"}, {"jsonrpc":"2.0","id":3,"method":"eth_chainId"}])");
    ASSERT_EQ(reply.as_array().size(), 3U);
    EXPECT_EQ(reply.at(0).at("result").as_string(), "0x7a69");
    EXPECT_EQ(code_of(reply.at(1)), -32003);
    EXPECT_EQ(reply.at(1).at("id").as_int64(), 2);
    EXPECT_EQ(reply.at(2).at("id").as_int64(), 3);
}

TEST_F(rpc_envelope, takes_the_transactions_of_a_batch_in_order)
{
    std::string body = "[";
    for (std::uint64_t nonce = 0; nonce < 5; ++nonce)
    {
        body += (nonce == 0 ? "" : ",") +
                std::string{
                    R"({"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":[")"} +
                to_hex(vm::encode(signed_by(0, transfer(nonce)))) + "\"]}";
    }
    const json::value reply = answer(body + "]");
    for (const json::value& element : reply.as_array())
        EXPECT_TRUE(element.as_object().contains("result")) << json::serialize(element);
    EXPECT_EQ(text("eth_blockNumber"), "0x5");
}

TEST_F(rpc_envelope, withholds_what_is_for_development_only)
{
    server_options.exposure = node::Exposure::outside;
    server_options.development_keys.clear();
    handler = std::make_unique<node::RequestHandler>(*node, server_options);
    EXPECT_EQ(failure("eth_sendTransaction", "[{}]").code, -32601);
    EXPECT_EQ(failure("debug_traceTransaction", "[]").code, -32601);
    EXPECT_EQ(text("eth_accounts"), "[]");
    EXPECT_FALSE(call("rpc_modules").as_object().contains("debug"));
    EXPECT_EQ(text("eth_chainId"), "0x7a69");
}
}  // namespace
}  // namespace byline::testing
