#include "node/client/rpc_client.hpp"

#include "node/client/chain_client.hpp"
#include "tests/node/client/scripted_server.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
namespace json = boost::json;

std::string result(int id, const std::string& value)
{
    return http_ok(
        R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":)" + value + "}");
}

RpcError call_error(Step step)
{
    ScriptedServer server{{std::move(step)}};
    auto client = RpcClient::connect(server.url(), std::chrono::milliseconds{200}).value();
    auto answer = client.call("eth_chainId", {});
    EXPECT_FALSE(answer.has_value());
    auto error = answer ? RpcError{} : answer.error();
    if (const auto at = error.message.find(server.url()); at != std::string::npos)
        error.message.replace(at, server.url().size(), "URL");
    return error;
}

TEST(parse_http_url, takes_host_port_and_path)
{
    EXPECT_EQ(parse_http_url("http://localhost:8545").value(), (HttpUrl{"localhost", "8545", "/"}));
    EXPECT_EQ(parse_http_url("http://node.example/rpc?key=1").value(),
        (HttpUrl{"node.example", "80", "/rpc?key=1"}));
    EXPECT_EQ(parse_http_url("http://[::1]:8545/").value(), (HttpUrl{"::1", "8545", "/"}));
    EXPECT_EQ(parse_http_url("http://[::1]").value(), (HttpUrl{"::1", "80", "/"}));
}

TEST(parse_http_url, says_what_is_wrong)
{
    const auto error = [](std::string_view url) {
        const auto parsed = parse_http_url(url);
        EXPECT_FALSE(parsed.has_value());
        return parsed ? std::string{} : parsed.error().message;
    };
    EXPECT_EQ(error("localhost:8545"),
        "'localhost:8545' is not an address of a node: it must begin with http://");
    EXPECT_EQ(
        error("https://a"), "'https://a' is not an address of a node: it must begin with http://");
    EXPECT_EQ(error("http://"), "'http://' is not an address of a node: there is no host");
    EXPECT_EQ(error("http://a:b"),
        "'http://a:b' is not an address of a node: the port is not a number up to 65535");
    EXPECT_EQ(error("http://a:65536"),
        "'http://a:65536' is not an address of a node: the port is not a number up to 65535");
    EXPECT_EQ(error("http://[::1"),
        "'http://[::1' is not an address of a node: the bracket is not closed");
    EXPECT_EQ(error("http://[::1]x"),
        "'http://[::1]x' is not an address of a node: the port is not a number up to 65535");
    EXPECT_EQ(error("http://me@a"),
        "'http://me@a' is not an address of a node: user names are not supported");
}

TEST(rpc_client, keeps_its_connection)
{
    ScriptedServer server{{{result(1, R"("0x1")")}, {result(2, R"({"a":[1]})")}}};
    auto client = RpcClient::connect(server.url()).value();
    EXPECT_EQ(client.call("eth_chainId", {}).value(), json::value("0x1"));
    EXPECT_EQ(client.call("eth_x", {"0xab", true}).value(), (json::value{{"a", {1}}}));
    server.join();
    EXPECT_EQ(server.connections, 1);
    EXPECT_EQ(
        server.bodies.at(1), R"({"jsonrpc":"2.0","id":2,"method":"eth_x","params":["0xab",true]})");
}

TEST(rpc_client, opens_a_new_connection_where_the_node_closed_the_old_one)
{
    ScriptedServer server{
        {{result(1, "1"), Step::After::close}, {result(2, "2"), Step::After::keep_open}}};
    auto client = RpcClient::connect(server.url()).value();
    EXPECT_EQ(client.call("a", {}).value(), json::value(1));
    server.wait_for_close();
    EXPECT_EQ(client.call("b", {}).value(), json::value(2));
    server.join();
    EXPECT_EQ(server.connections, 2);
}

TEST(rpc_client, hands_on_the_nodes_own_error)
{
    const auto error = call_error({http_ok(
        R"({"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted","data":"0x1234"}})")});
    EXPECT_EQ(error.kind, RpcError::Kind::server);
    EXPECT_EQ(error.code, 3);
    EXPECT_EQ(error.message, "execution reverted");
    EXPECT_EQ(error.data, "0x1234");
}

TEST(rpc_client, tells_what_is_no_json_rpc)
{
    const auto text = [](const std::string& answer) {
        const auto error = call_error({answer});
        EXPECT_EQ(error.kind, RpcError::Kind::protocol);
        return error.message;
    };
    EXPECT_EQ(text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        "URL answered HTTP 404: is it a JSON-RPC node?");
    EXPECT_TRUE(text(http_ok("<html>")).starts_with("URL did not answer in JSON-RPC: "));
    EXPECT_EQ(text(http_ok("[]")), "URL did not answer in JSON-RPC: no object");
    EXPECT_EQ(text(result(7, "1")), "URL did not answer in JSON-RPC: another request's id");
    EXPECT_EQ(text(http_ok(R"({"jsonrpc":"2.0","id":1})")),
        "URL did not answer in JSON-RPC: neither result nor error");
}

TEST(rpc_client, gives_up_on_a_node_that_goes_away_or_is_silent)
{
    const auto closed = call_error({"", Step::After::close});
    EXPECT_EQ(closed.kind, RpcError::Kind::connection);
    EXPECT_EQ(closed.message, "lost URL: the node closed the connection");
    const auto silent = call_error({"", Step::After::never_answer});
    EXPECT_EQ(silent.kind, RpcError::Kind::connection);
    EXPECT_EQ(silent.message, "lost URL: no answer within 200 ms");
}

TEST(rpc_client, says_that_nobody_listens)
{
    std::string url;
    {
        ScriptedServer gone{{}};
        url = gone.url();
    }
    const auto client = RpcClient::connect(url);
    ASSERT_FALSE(client.has_value());
    EXPECT_EQ(
        client.error().message, "cannot reach " + url +
                                    ": nothing listens there (start a node with 'bylined', or "
                                    "name another with --rpc)");
}

TEST(chain_client, says_which_answer_is_not_understood)
{
    ScriptedServer server{{{result(1, R"("0x07")")}, {result(2, R"({"status":"0x1"})")},
        {result(3, "null")}, {result(4, R"("0x7a69")")}}};
    auto chain = ChainClient::connect(server.url()).value();
    EXPECT_EQ(chain.chain_id().error().message,
        "the node's answer to eth_chainId is not understood: no quantity");
    EXPECT_EQ(chain.receipt({}).error().message,
        "the node's answer to eth_getTransactionReceipt is not understood: no transactionHash");
    EXPECT_FALSE(chain.receipt({}).value().has_value());
    EXPECT_EQ(chain.chain_id().value(), 31'337U);
}
}  // namespace
}  // namespace byline::node
