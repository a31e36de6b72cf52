#pragma once

#include <boost/json/array.hpp>
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

/// An http:// address in parts.
struct HttpUrl
{
    std::string host;  ///< without the brackets of an IPv6 address
    std::string port = "80";
    std::string target = "/";

    bool operator==(const HttpUrl&) const = default;
};

/// Reads `http://host[:port][/path]`. Nothing else is an address that the client can talk to.
std::expected<HttpUrl, RpcError> parse_http_url(std::string_view url);

/// A JSON-RPC client over one kept-alive HTTP connection; reconnects by itself between calls, never
/// in the middle of one: a request is sent at most once.
class RpcClient
{
public:
    /// Opens the connection; no request is made yet. `timeout` holds for the connection and then
    /// for each call, from its first byte to the last of the answer.
    static std::expected<RpcClient, RpcError> connect(
        std::string_view url, std::chrono::milliseconds timeout = std::chrono::seconds{30});

    RpcClient(RpcClient&&) noexcept;
    RpcClient& operator=(RpcClient&&) noexcept;
    RpcClient(const RpcClient&) = delete;
    RpcClient& operator=(const RpcClient&) = delete;
    ~RpcClient();

    /// Sends one request and waits for its answer's `result`. Answers above 256 MiB are refused.
    std::expected<boost::json::value, RpcError> call(
        std::string_view method, boost::json::array params);

    /// The address as it was given.
    [[nodiscard]] const std::string& url() const noexcept;

private:
    struct Connection;
    explicit RpcClient(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};
}  // namespace byline::node
