#include "node/chain/node.hpp"
#include "node/rpc/http/http_answers.hpp"
#include "node/rpc/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using Parser = rpc::HttpParser;
using Response = rpc::HttpResponse;

constexpr std::uint32_t max_header_bytes = 16 << 10;
constexpr std::size_t max_drained_bytes = std::size_t{64} << 20;
constexpr std::chrono::seconds drain_time{2};
constexpr std::chrono::seconds stop_time{5};
constexpr std::string_view busy_answer =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// One client's connection. Its members are touched on its strand only.
struct Connection
{
    explicit Connection(tcp::socket socket) : stream{std::move(socket)} {}

    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    bool waiting = false;  ///< for a request: may be closed at any time
};

class HttpServer final : public Server
{
public:
    HttpServer(Node& node, ServerOptions options)
        : options_{std::move(options)}, answers_{node, options_}, acceptor_{asio::make_strand(io_)}
    {}

    ~HttpServer() override { stop(); }

    std::expected<void, std::string> listen();

    [[nodiscard]] std::uint16_t port() const noexcept override { return port_; }

    void stop() override;

private:
    asio::awaitable<void> accept_connections();
    void admit(tcp::socket socket);
    asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
    asio::awaitable<bool> serve_one(Connection& connection);
    asio::awaitable<beast::error_code> read(Connection& connection, Parser& parser);
    void close_waiting_connections();

    ServerOptions options_;
    rpc::HttpAnswers answers_;
    std::atomic<bool> stopping_ = false;
    std::uint16_t port_ = 0;

    std::mutex mutex_;
    std::condition_variable idle_;
    unsigned running_threads_ = 0;
    // Shared with the coroutine that serves it: `stop` may reach a connection that has just ended.
    std::list<std::weak_ptr<Connection>> connections_;

    asio::io_context io_;
    tcp::acceptor acceptor_;  ///< touched on its own strand
    std::vector<std::thread> threads_;
};

std::string bind_error(const ServerOptions& options, const beast::error_code& error)
{
    const std::string place = "port " + std::to_string(options.port) + " on " + options.host;
    if (error == asio::error::address_in_use)
        return place + " is taken: another program listens there; stop it, or choose another port";
    return "cannot listen on " + place + ": " + error.message();
}

std::expected<void, std::string> HttpServer::listen()
{
    beast::error_code error;
    tcp::resolver resolver{io_};
    const auto found = resolver.resolve(options_.host, std::to_string(options_.port),
        tcp::resolver::passive | tcp::resolver::numeric_service, error);
    if (error || found.empty())
        return std::unexpected{
            "host " + options_.host + " is not an address of this machine: " + error.message()};
    const tcp::endpoint endpoint = found.begin()->endpoint();
    (void)acceptor_.open(endpoint.protocol(), error);
    if (!error)
        (void)acceptor_.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error)
        (void)acceptor_.bind(endpoint, error);
    if (!error)
        (void)acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return std::unexpected{bind_error(options_, error)};
    port_ = acceptor_.local_endpoint(error).port();

    asio::co_spawn(acceptor_.get_executor(), accept_connections(), asio::detached);
    running_threads_ = std::max(1U, options_.threads);
    for (unsigned i = 0; i < running_threads_; ++i)
        threads_.emplace_back([this] {
            io_.run();
            const std::scoped_lock lock{mutex_};
            --running_threads_;
            idle_.notify_all();
        });
    return {};
}

void HttpServer::stop()
{
    if (stopping_.exchange(true))
        return;
    asio::post(acceptor_.get_executor(), [this] {
        beast::error_code ignored;
        (void)acceptor_.close(ignored);
        close_waiting_connections();
    });
    {
        std::unique_lock lock{mutex_};
        // A client that does not take its answer holds nobody up for longer than this.
        if (!idle_.wait_for(lock, stop_time, [this] { return running_threads_ == 0; }))
            io_.stop();
    }
    for (std::thread& thread : threads_)
        thread.join();
}

/// Each on its own strand, where it either waits for a request or will see `stopping_` by itself.
void HttpServer::close_waiting_connections()
{
    const std::scoped_lock lock{mutex_};
    for (const auto& entry : connections_)
    {
        if (auto connection = entry.lock())
        {
            const auto executor = connection->stream.get_executor();
            asio::post(executor, [connection = std::move(connection)] {
                // Not `cancel`: a read of several steps that is between two of them would go on.
                if (connection->waiting)
                    connection->stream.close();
            });
        }
    }
}

asio::awaitable<void> HttpServer::accept_connections()
{
    while (!stopping_)
    {
        auto [error, socket] = co_await acceptor_.async_accept(
            asio::any_io_executor{asio::make_strand(io_)}, as_result);
        if (!error)
        {
            admit(std::move(socket));
            continue;
        }
        if (stopping_)
            break;
        // Out of file descriptors, say: others will close theirs.
        asio::steady_timer pause{co_await asio::this_coro::executor, std::chrono::milliseconds{50}};
        co_await pause.async_wait(as_result);
    }
}

void HttpServer::admit(tcp::socket socket)
{
    beast::error_code ignored;
    (void)socket.set_option(tcp::no_delay{true}, ignored);
    const std::scoped_lock lock{mutex_};
    std::erase_if(connections_, [](const auto& entry) { return entry.expired(); });
    if (connections_.size() >= options_.max_connections)
    {
        (void)socket.non_blocking(true, ignored);
        (void)socket.write_some(asio::buffer(busy_answer), ignored);
        return;
    }
    auto connection = std::make_shared<Connection>(std::move(socket));
    connections_.push_back(connection);
    const auto executor = connection->stream.get_executor();
    asio::co_spawn(executor, serve(std::move(connection)), asio::detached);
}

/// Reads what the client still sends, so that it gets to see the last answer before the reset.
asio::awaitable<void> drain(Connection& connection)
{
    beast::error_code error;
    (void)connection.stream.socket().shutdown(tcp::socket::shutdown_send, error);
    std::array<char, 8192> scrap;
    std::size_t drained = 0;
    connection.stream.expires_after(drain_time);
    while (!error && drained < max_drained_bytes)
    {
        auto [read_error, size] =
            co_await connection.stream.async_read_some(asio::buffer(scrap), as_result);
        error = read_error;
        drained += size;
    }
}

asio::awaitable<void> HttpServer::serve(std::shared_ptr<Connection> connection)
{
    // Not `while (co_await …)`: g++ 12 makes a trap of the condition.
    bool open = true;
    while (open)
        open = co_await serve_one(*connection);
    connection->waiting = false;
    if (!stopping_)
        co_await drain(*connection);
}

/// Reads a whole request; the time-out is for all of it.
asio::awaitable<beast::error_code> HttpServer::read(Connection& connection, Parser& parser)
{
    connection.stream.expires_after(options_.idle_timeout);
    auto [header_error, header_size] =
        co_await http::async_read_header(connection.stream, connection.buffer, parser, as_result);
    if (header_error)
        co_return header_error;
    if (beast::iequals(parser.get()[http::field::expect], "100-continue"))
    {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto [error, size] =
            co_await asio::async_write(connection.stream, asio::buffer(go_on), as_result);
        if (error)
            co_return error;
    }
    auto [body_error, body_size] =
        co_await http::async_read(connection.stream, connection.buffer, parser, as_result);
    co_return body_error;
}

/// One request and its answer. False: the connection is to be closed.
asio::awaitable<bool> HttpServer::serve_one(Connection& connection)
{
    Parser parser;
    parser.header_limit(max_header_bytes);
    parser.body_limit(options_.max_request_bytes);
    connection.waiting = true;
    if (stopping_)
        co_return false;
    const beast::error_code error = co_await read(connection, parser);
    connection.waiting = false;

    std::optional<Response> response;
    if (error)
        response = answers_.refusal(parser, error);
    else
        response = answers_.answer(parser);
    if (!response)
        co_return false;
    if (stopping_)
        response->keep_alive(false);
    connection.stream.expires_after(options_.idle_timeout);
    auto [write_error, size] = co_await http::async_write(connection.stream, *response, as_result);
    co_return !write_error && response->keep_alive();
}
}  // namespace

std::expected<std::unique_ptr<Server>, std::string> Server::start(Node& node, ServerOptions options)
{
    auto server = std::make_unique<HttpServer>(node, std::move(options));
    if (auto listening = server->listen(); !listening)
        return std::unexpected{listening.error()};
    return server;
}
}  // namespace byline::node
