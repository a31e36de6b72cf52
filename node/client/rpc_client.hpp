#pragma once

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace byline::node
{
/// Why a call gave no result.
struct RpcError
{
    enum class Kind : std::uint8_t
    {
        url,         ///< not an http:// address
        connection,  ///< nobody there, connection lost, time-out
        protocol,    ///< the answer is not JSON-RPC
        server,      ///< the node's own error: `code`, `message`, `data`
    };
    Kind kind = Kind::connection;
    int code = 0;
    std::string message;  ///< a sentence, with the URL where that helps
    std::string data;     ///< revert data as hex, if any
};

/// A JSON-RPC client over one kept-alive HTTP connection; reconnects by itself between calls.
class RpcClient
{
public:
    static std::expected<RpcClient, RpcError> connect(
        std::string_view url, std::chrono::milliseconds timeout = std::chrono::seconds{30});

    RpcClient(RpcClient&&) noexcept;
    RpcClient& operator=(RpcClient&&) noexcept;
    ~RpcClient();

    std::expected<boost::json::value, RpcError> call(
        std::string_view method, boost::json::array params);

private:
    struct Connection;
    explicit RpcClient(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};
}  // namespace byline::node
