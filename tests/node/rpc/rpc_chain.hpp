#pragma once

#include "node/chain/node.hpp"
#include "node/rpc/server.hpp"
#include "tests/node/chain/development_chain.hpp"
#include "tests/support/bytecode.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// A development chain that is asked over JSON-RPC.
namespace byline::testing
{
namespace json = boost::json;

inline std::string text_of(const json::value& value)
{
    return value.is_string() ? std::string{value.get_string()} : json::serialize(value);
}

struct RpcFailure
{
    std::int64_t code = 0;
    std::string message;
    std::string data;
};

class RpcChain : public ::testing::Test
{
protected:
    explicit RpcChain(node::Sealing sealing = node::Sealing::instant)
    {
        node::NodeOptions options = sealing == node::Sealing::instant ? options_for(folder / "data")
                                                                      : by_hand(folder / "data");
        node = open_node(std::move(options));
        server_options.development_keys = {development_keys.begin(), development_keys.end()};
        server_options.client_version = "Byline/test";
        handler = std::make_unique<node::RequestHandler>(*node, server_options);
    }

    /// The answer to a request body, parsed.
    json::value answer(std::string_view body) { return json::parse(handler->handle(body)); }

    json::value answer_to(std::string_view method, std::string_view params)
    {
        return answer(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string{method} +
                      R"(","params":)" + std::string{params} + "}");
    }

    /// The result; fails the test on an error.
    json::value call(std::string_view method, std::string_view params = "[]")
    {
        const json::value reply = answer_to(method, params);
        const json::value* result = reply.as_object().if_contains("result");
        if (result == nullptr)
        {
            ADD_FAILURE() << method << params << ": " << json::serialize(reply).substr(0, 1000);
            return nullptr;
        }
        return *result;
    }

    /// The result as text: a string without its quotes.
    std::string text(std::string_view method, std::string_view params = "[]")
    {
        return text_of(call(method, params));
    }

    /// The error; fails the test on a result.
    RpcFailure failure(std::string_view method, std::string_view params)
    {
        const json::value reply = answer_to(method, params);
        const json::value* error = reply.as_object().if_contains("error");
        if (error == nullptr)
        {
            ADD_FAILURE() << method << params << ": " << json::serialize(reply).substr(0, 1000);
            return {};
        }
        const json::object& o = error->as_object();
        const json::value* data = o.if_contains("data");
        return {o.at("code").as_int64(), text_of(o.at("message")),
            data != nullptr ? text_of(*data) : std::string{}};
    }

    /// Sends a transaction that must be taken; its hash as hex.
    std::string send(const vm::Transaction& tx)
    {
        return text("eth_sendRawTransaction", "[\"" + to_hex(vm::encode(tx)) + "\"]");
    }

    /// Deploys that runtime code from account 0 and gives the address as hex.
    std::string deploy(std::uint64_t nonce, const Bytecode& runtime)
    {
        vm::Transaction tx = creation(nonce, deployer(runtime).bytes);
        tx.gas_limit = 2'000'000;
        const std::string hash = send(signed_by(0, tx));
        const json::value receipt = call("eth_getTransactionReceipt", "[\"" + hash + "\"]");
        return text_of(receipt.at("contractAddress"));
    }

    TemporaryFolder folder;
    std::unique_ptr<node::Node> node;
    node::ServerOptions server_options;
    std::unique_ptr<node::RequestHandler> handler;
};

inline std::string account(std::size_t index)
{
    return to_hex(development_accounts[index]);
}

inline std::string in_quotes(std::string_view text)
{
    return "\"" + std::string{text} + "\"";
}
}  // namespace byline::testing
