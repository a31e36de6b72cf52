#include "node/client/rpc_client.hpp"

#include "vm/primitives/error.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using tcp = asio::ip::tcp;

constexpr std::uint64_t max_answer_bytes = std::uint64_t{256} << 20;

RpcError url_error(std::string_view url, std::string_view what)
{
    return {RpcError::Kind::url, 0,
        "'" + std::string{url} + "' is not an address of a node: " + std::string{what}, {}};
}

/// What a JSON-RPC error object says (JSON-RPC 2.0, 5.1).
RpcError server_error(const json::object& error)
{
    RpcError result{RpcError::Kind::server, 0, "the node gave an error without words", {}};
    if (const auto* code = error.if_contains("code"); code != nullptr && code->is_int64())
        result.code = static_cast<int>(std::clamp<std::int64_t>(
            code->get_int64(), std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    if (const auto* message = error.if_contains("message");
        message != nullptr && message->is_string())
        result.message = std::string{message->get_string()};
    if (const auto* data = error.if_contains("data"); data != nullptr && data->is_string())
        result.data = std::string{data->get_string()};
    return result;
}
}  // namespace

std::expected<HttpUrl, RpcError> parse_http_url(std::string_view url)
{
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        return std::unexpected{url_error(url, "it must begin with http://")};
    const std::string_view rest = url.substr(scheme.size());
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view authority = rest.substr(0, slash);
    if (authority.contains('@'))
        return std::unexpected{url_error(url, "user names are not supported")};

    HttpUrl result;
    if (slash < rest.size())
        result.target = rest.substr(slash);
    std::size_t host_end = authority.find(':');
    if (authority.starts_with('['))
    {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos)
            return std::unexpected{url_error(url, "the bracket is not closed")};
        result.host = authority.substr(1, bracket - 1);
        host_end = bracket + 1 < authority.size() ? bracket + 1 : std::string_view::npos;
    }
    else
    {
        result.host = authority.substr(0, host_end);
    }
    if (result.host.empty())
        return std::unexpected{url_error(url, "there is no host")};
    if (host_end == std::string_view::npos)
        return result;
    const std::string_view port = authority.substr(host_end + 1);
    const bool digits = std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    if (authority[host_end] != ':' || port.empty() || port.size() > 5 || !digits ||
        std::stoul(std::string{port}) > 65'535)
        return std::unexpected{url_error(url, "the port is not a number up to 65535")};
    result.port = port;
    return result;
}

/// The socket and what is needed to open it again. Operations are asynchronous underneath, because
/// only these have time-outs, and are waited for at once.
struct RpcClient::Connection
{
    Connection(std::string_view address, HttpUrl parts, std::chrono::milliseconds limit)
        : url{address}, where{std::move(parts)}, timeout{limit}
    {}

    std::expected<void, RpcError> open();
    std::expected<std::string, RpcError> exchange(std::string body);
    [[nodiscard]] bool is_fresh();
    [[nodiscard]] RpcError lost(std::string_view what, const beast::error_code& error) const;

    /// Runs one asynchronous operation to its end.
    template <typename Start>
    beast::error_code wait(Start start)
    {
        beast::error_code result = asio::error::would_block;
        start([&result](const beast::error_code& error, auto&&...) { result = error; });
        io.restart();
        io.run();
        return result;
    }

    std::string url;
    HttpUrl where;
    std::chrono::milliseconds timeout;
    asio::io_context io;
    std::optional<beast::tcp_stream> stream;
    beast::flat_buffer buffer;
    std::uint64_t next_id = 1;
};

RpcError RpcClient::Connection::lost(std::string_view what, const beast::error_code& error) const
{
    std::string message{what};
    message += ' ' + url + ": ";
    if (error == beast::error::timeout)
        message += "no answer within " + std::to_string(timeout.count()) + " ms";
    else if (error == asio::error::connection_refused)
        message +=
            "nothing listens there (start a node with 'bylined', or name another with --rpc)";
    else if (error == http::error::end_of_stream || error == asio::error::connection_reset ||
             error == asio::error::eof || error == asio::error::broken_pipe)
        message += "the node closed the connection";
    else
        message += error.message();
    return {RpcError::Kind::connection, 0, std::move(message), {}};
}

std::expected<void, RpcError> RpcClient::Connection::open()
{
    stream.emplace(io);
    buffer.clear();
    tcp::resolver resolver{io};
    beast::error_code error;
    const auto endpoints = resolver.resolve(where.host, where.port, error);
    if (error)
    {
        stream.reset();
        return std::unexpected{lost("cannot find", error)};
    }
    stream->expires_after(timeout);
    error = wait([&](auto done) { stream->async_connect(endpoints, std::move(done)); });
    if (error)
    {
        stream.reset();
        return std::unexpected{lost("cannot reach", error)};
    }
    beast::error_code ignored;  // A socket that stays with Nagle's algorithm is slower, not wrong.
    (void)stream->socket().set_option(tcp::no_delay{true}, ignored);
    return {};
}

/// True if the idle connection is still open: nothing may be readable on it, not even its end.
bool RpcClient::Connection::is_fresh()
{
    if (!stream)
        return false;
    beast::error_code error;
    tcp::socket& socket = stream->socket();
    (void)socket.non_blocking(true, error);
    char byte = 0;
    (void)socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    return error == asio::error::would_block;
}

std::expected<std::string, RpcError> RpcClient::Connection::exchange(std::string body)
{
    if (!is_fresh())
        BYLINE_TRY_VOID(open());

    http::request<http::string_body> request{http::verb::post, where.target, 11};
    request.set(http::field::host, where.host + ":" + where.port);
    request.set(http::field::content_type, "application/json");
    request.set(http::field::user_agent, "byline");
    request.body() = std::move(body);
    request.prepare_payload();

    stream->expires_after(timeout);
    beast::error_code error =
        wait([&](auto done) { http::async_write(*stream, request, std::move(done)); });
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_answer_bytes);
    if (!error)
        error =
            wait([&](auto done) { http::async_read(*stream, buffer, parser, std::move(done)); });
    if (error)
    {
        stream.reset();
        return std::unexpected{lost("lost", error)};
    }
    if (!parser.get().keep_alive())
        stream.reset();
    if (parser.get().result() != http::status::ok)
        return std::unexpected{RpcError{RpcError::Kind::protocol, 0,
            url + " answered HTTP " + std::to_string(parser.get().result_int()) +
                ": is it a JSON-RPC node?",
            {}}};
    return std::move(parser.get().body());
}

RpcClient::RpcClient(std::unique_ptr<Connection> connection) : connection_{std::move(connection)}
{}

RpcClient::RpcClient(RpcClient&&) noexcept = default;
RpcClient& RpcClient::operator=(RpcClient&&) noexcept = default;
RpcClient::~RpcClient() = default;

const std::string& RpcClient::url() const noexcept
{
    return connection_->url;
}

std::expected<RpcClient, RpcError> RpcClient::connect(
    std::string_view url, std::chrono::milliseconds timeout)
{
    BYLINE_TRY(parts, parse_http_url(url));
    auto connection = std::make_unique<Connection>(url, std::move(parts), timeout);
    BYLINE_TRY_VOID(connection->open());
    return RpcClient{std::move(connection)};
}

std::expected<json::value, RpcError> RpcClient::call(std::string_view method, json::array params)
{
    const std::uint64_t id = connection_->next_id++;
    const json::object request{
        {"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
    BYLINE_TRY(body, connection_->exchange(json::serialize(request)));

    const auto malformed = [&](std::string_view what) {
        return std::unexpected{RpcError{RpcError::Kind::protocol, 0,
            connection_->url + " did not answer in JSON-RPC: " + std::string{what}, {}}};
    };
    boost::system::error_code error;
    json::value answer = json::parse(body, error);
    if (error)
        return malformed(error.message());
    if (!answer.is_object())
        return malformed("no object");
    json::object& object = answer.get_object();
    if (const auto* failure = object.if_contains("error");
        failure != nullptr && failure->is_object())
        return std::unexpected{server_error(failure->get_object())};
    const auto* answered = object.if_contains("id");
    boost::system::error_code not_a_number;
    if (answered == nullptr || answered->to_number<std::uint64_t>(not_a_number) != id ||
        not_a_number)
        return malformed("another request's id");
    auto* result = object.if_contains("result");
    if (result == nullptr)
        return malformed("neither result nor error");
    return std::move(*result);
}
}  // namespace byline::node
