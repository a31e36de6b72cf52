#include "node/rpc/http/request_rules.hpp"
#include "tests/node/rpc/rpc_chain.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace byline::testing
{
namespace
{
/// A TCP connection that says bytes and hears bytes.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)}
    {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0;
        const timeval limit{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    }

    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    ~RawClient() { ::close(socket_); }

    [[nodiscard]] bool connected() const { return connected_; }

    void say(std::string_view bytes)
    {
        while (!bytes.empty())
        {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// Everything until `end` was heard or the connection closed.
    std::string hear_until(std::string_view end)
    {
        while (heard_.find(end) == std::string::npos && hear_more())
        {
        }
        const std::size_t at = heard_.find(end);
        const std::size_t size = at == std::string::npos ? heard_.size() : at + end.size();
        std::string result = heard_.substr(0, size);
        heard_.erase(0, size);
        return result;
    }

    std::string hear_all()
    {
        while (hear_more())
        {
        }
        return std::exchange(heard_, {});
    }

private:
    bool hear_more()
    {
        char buffer[4096];
        const ssize_t size = ::recv(socket_, buffer, sizeof(buffer), 0);
        if (size <= 0)
            return false;
        heard_.append(buffer, static_cast<std::size_t>(size));
        return true;
    }

    int socket_;
    bool connected_ = false;
    std::string heard_;
};

class rpc_http : public RpcChain
{
protected:
    rpc_http()
    {
        server_options.port = 0;
        server_options.max_request_bytes = 10'000;
    }

    void start()
    {
        auto started = node::Server::start(*node, server_options);
        ASSERT_TRUE(started) << started.error();
        server = std::move(*started);
    }

    static std::string post(std::string_view body, std::string_view headers = {})
    {
        return "POST / HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers} +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
    }

    std::unique_ptr<node::Server> server;
};

constexpr std::string_view ask = R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId"})";
constexpr std::string_view told = R"({"jsonrpc":"2.0","id":1,"result":"0x7a69"})";

TEST_F(rpc_http, answers_a_post)
{
    start();
    RawClient client{server->port()};
    client.say(post(ask));
    const std::string reply = client.hear_until(told);
    EXPECT_EQ(reply.find("HTTP/1.1 200 OK\r\n"), 0U) << reply;
    EXPECT_NE(reply.find("Content-Type: application/json\r\n"), std::string::npos);
    EXPECT_NE(reply.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos);
}

TEST_F(rpc_http, keeps_the_connection)
{
    start();
    RawClient client{server->port()};
    for (int i = 0; i < 20; ++i)
    {
        client.say(post(ask));
        EXPECT_TRUE(client.hear_until(told).ends_with(told));
    }
    client.say(post(ask, "Connection: close\r\n"));
    EXPECT_TRUE(client.hear_all().ends_with(told));
}

TEST_F(rpc_http, answers_pipelined_requests_in_order)
{
    start();
    RawClient client{server->port()};
    std::string all;
    for (int i = 0; i < 10; ++i)
        all +=
            post(R"({"jsonrpc":"2.0","id":)" + std::to_string(i) + R"(,"method":"net_version"})");
    client.say(all);
    for (int i = 0; i < 10; ++i)
    {
        const std::string end = R"("id":)" + std::to_string(i) + R"(,"result":"31337"})";
        EXPECT_TRUE(client.hear_until(end).ends_with(end)) << i;
    }
}

TEST_F(rpc_http, waits_for_a_request_that_comes_in_pieces)
{
    start();
    RawClient client{server->port()};
    for (const char byte : post(ask))
    {
        client.say({&byte, 1});
        std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
    EXPECT_TRUE(client.hear_until(told).ends_with(told));
}

TEST_F(rpc_http, takes_chunked_bodies)
{
    start();
    RawClient client{server->port()};
    client.say("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.say("10\r\n" + std::string{ask.substr(0, 16)} + "\r\n");
    client.say("1f\r\n" + std::string{ask.substr(16)} + "\r\n0\r\n\r\n");
    ASSERT_EQ(ask.size(), 16U + 0x1fU);
    EXPECT_TRUE(client.hear_until(told).ends_with(told));
}

TEST_F(rpc_http, tells_a_client_that_asks_to_go_on)
{
    start();
    RawClient client{server->port()};
    const std::string request = post(ask, "Expect: 100-continue\r\n");
    const std::size_t head = request.size() - ask.size();
    client.say(request.substr(0, head));
    EXPECT_EQ(client.hear_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.say(ask);
    EXPECT_TRUE(client.hear_until(told).ends_with(told));
}

TEST_F(rpc_http, answers_http_1_0_and_closes)
{
    start();
    RawClient client{server->port()};
    client.say("POST / HTTP/1.0\r\nContent-Length: " + std::to_string(ask.size()) + "\r\n\r\n" +
               std::string{ask});
    EXPECT_TRUE(client.hear_all().ends_with(told));
}

TEST_F(rpc_http, refuses_bodies_above_the_limit_with_413)
{
    start();
    for (const bool chunked : {false, true})
    {
        RawClient client{server->port()};
        const std::string body(20'000, ' ');
        client.say(chunked
                       ? "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "4e20\r\n" +
                             body + "\r\n0\r\n\r\n"
                       : post(body));
        const std::string reply = client.hear_all();
        EXPECT_EQ(reply.find("HTTP/1.1 413 "), 0U) << reply;
        EXPECT_NE(reply.find(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,)"
                             R"("message":"request too large, the limit is 10000 bytes"}})"),
            std::string::npos)
            << reply;
    }
}

TEST_F(rpc_http, refuses_what_is_no_http)
{
    start();
    const std::string nonsense[] = {"nonsense\r\n\r\n", "POST / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nHost localhost\r\n\r\n", std::string(200, '\0'),
        "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"};
    for (const std::string& bytes : nonsense)
    {
        RawClient client{server->port()};
        client.say(bytes);
        EXPECT_EQ(client.hear_all().find("HTTP/1.1 400 "), 0U) << bytes;
    }
    RawClient client{server->port()};
    client.say("POST / HTTP/1.1\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(client.hear_all().find("HTTP/1.1 431 "), 0U);
}

TEST_F(rpc_http, serves_post_at_the_root_only)
{
    start();
    RawClient client{server->port()};
    client.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string get = client.hear_until("POST\"}}");
    EXPECT_EQ(get.find("HTTP/1.1 405 "), 0U) << get;
    EXPECT_NE(get.find("Allow: POST, OPTIONS\r\n"), std::string::npos);
    client.say("POST /other HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(client.hear_until("only\"}}").find("HTTP/1.1 404 "), 0U);
}

TEST_F(rpc_http, answers_head_without_a_body)
{
    start();
    for (const char* target : {"/", "/other"})
    {
        RawClient client{server->port()};
        client.say("HEAD " + std::string{target} +
                   " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        const std::string reply = client.hear_all();
        EXPECT_EQ(reply.find("HTTP/1.1 40"), 0U) << reply;
        EXPECT_TRUE(reply.ends_with("\r\n\r\n")) << reply;
    }
}

TEST_F(rpc_http, answers_the_preflight_of_browsers)
{
    start();
    RawClient client{server->port()};
    client.say(
        "OPTIONS / HTTP/1.1\r\nHost: localhost:8545\r\nOrigin: https://wallet.example\r\n"
        "Access-Control-Request-Method: POST\r\n\r\n");
    const std::string reply = client.hear_until("\r\n\r\n");
    EXPECT_EQ(reply.find("HTTP/1.1 204 "), 0U) << reply;
    EXPECT_NE(reply.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos);
    EXPECT_NE(reply.find("Access-Control-Allow-Methods: POST, OPTIONS\r\n"), std::string::npos);
    EXPECT_NE(reply.find("Access-Control-Allow-Headers: Content-Type\r\n"), std::string::npos);
    client.say(post(ask));
    EXPECT_TRUE(client.hear_until(told).ends_with(told));
}

TEST_F(rpc_http, refuses_names_that_were_made_to_point_here)
{
    start();
    RawClient client{server->port()};
    client.say("POST / HTTP/1.1\r\nHost: evil.example:8545\r\nContent-Length: " +
               std::to_string(ask.size()) + "\r\n\r\n" + std::string{ask});
    EXPECT_EQ(client.hear_until("\"}}").find("HTTP/1.1 403 "), 0U);
}

TEST_F(rpc_http, wants_one_host_header)
{
    start();
    for (const char* host : {"", "Host:\r\n", "Host: localhost\r\nHost: evil.example\r\n"})
    {
        RawClient client{server->port()};
        client.say("POST / HTTP/1.1\r\n" + std::string{host} +
                   "Content-Length: " + std::to_string(ask.size()) + "\r\n\r\n" + std::string{ask});
        EXPECT_EQ(client.hear_all().find("HTTP/1.1 400 "), 0U) << host;
    }
}

TEST_F(rpc_http, withholds_the_accounts_from_pages_of_other_sites)
{
    start();
    constexpr std::string_view accounts = R"({"jsonrpc":"2.0","id":1,"method":"eth_accounts"})";
    constexpr std::string_view none = R"({"jsonrpc":"2.0","id":1,"result":[]})";
    for (const char* origin : {"https://evil.example", "null", "http://localhost.evil.example"})
    {
        RawClient client{server->port()};
        const std::string header = "Origin: " + std::string{origin} + "\r\n";
        client.say(post(accounts, header));
        EXPECT_TRUE(client.hear_until("}").ends_with(none)) << origin;
        client.say(post(
            R"({"jsonrpc":"2.0","id":1,"method":"eth_sendTransaction","params":[{}]})", header));
        EXPECT_NE(client.hear_until("}}").find("-32601"), std::string::npos) << origin;
        client.say(post(ask, header));
        EXPECT_TRUE(client.hear_until(told).ends_with(told)) << origin;
    }
    RawClient client{server->port()};
    client.say(post(accounts, "Origin: http://localhost:3000\r\n"));
    EXPECT_NE(client.hear_until("}").find(account(0)), std::string::npos);
}

TEST_F(rpc_http, answers_notifications_with_204)
{
    start();
    RawClient client{server->port()};
    client.say(post(R"({"jsonrpc":"2.0","method":"eth_chainId"})"));
    EXPECT_EQ(client.hear_until("\r\n\r\n").find("HTTP/1.1 204 "), 0U);
}

TEST_F(rpc_http, closes_connections_that_dawdle)
{
    server_options.idle_timeout = std::chrono::milliseconds{200};
    start();
    RawClient idle{server->port()};
    RawClient slow{server->port()};
    slow.say("POST / HTTP/1.1\r\nHost: loc");
    EXPECT_EQ(idle.hear_all(), "");
    EXPECT_EQ(slow.hear_all(), "");
}

TEST_F(rpc_http, caps_the_number_of_connections)
{
    server_options.max_connections = 4;
    start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i)
    {
        clients.push_back(std::make_unique<RawClient>(server->port()));
        clients.back()->say(post(ask));
        EXPECT_TRUE(clients.back()->hear_until(told).ends_with(told));
    }
    RawClient fifth{server->port()};
    EXPECT_EQ(fifth.hear_all().find("HTTP/1.1 503 "), 0U);
    clients[0]->say(post(ask));
    EXPECT_TRUE(clients[0]->hear_until(told).ends_with(told));
}

TEST_F(rpc_http, serves_many_at_once)
{
    start();
    std::vector<std::thread> threads;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&] {
            RawClient client{server->port()};
            for (int j = 0; j < 50; ++j)
            {
                client.say(post(ask));
                answered += client.hear_until(told).ends_with(told) ? 1 : 0;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(answered, 16 * 50);
}

TEST_F(rpc_http, stops_with_connections_open)
{
    start();
    RawClient idle{server->port()};
    idle.say(post(ask));
    EXPECT_TRUE(idle.hear_until(told).ends_with(told));
    RawClient half{server->port()};
    half.say("POST / HTTP/1.1\r\n");
    const auto begin = std::chrono::steady_clock::now();
    const std::uint16_t port = server->port();
    server->stop();
    server->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{4});
    EXPECT_EQ(idle.hear_all(), "");
    EXPECT_FALSE(RawClient{port}.connected());
}

TEST_F(rpc_http, says_that_a_port_is_taken)
{
    start();
    server_options.port = server->port();
    const auto second = node::Server::start(*node, server_options);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), "port " + std::to_string(server->port()) +
                                  " on 127.0.0.1 is taken: another program listens there; stop it, "
                                  "or choose another port");
}

TEST_F(rpc_http, says_that_a_host_is_none)
{
    server_options.host = "no.such.host.invalid";
    const auto none = node::Server::start(*node, server_options);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().find("host no.such.host.invalid is not an address of this machine"), 0U);
    server_options.host = "192.0.2.1";  // TEST-NET-1, RFC 5737
    const auto elsewhere = node::Server::start(*node, server_options);
    ASSERT_FALSE(elsewhere);
    EXPECT_EQ(elsewhere.error().find("cannot listen on port 0 on 192.0.2.1: "), 0U);
}

TEST(rpc_request_rules, tell_local_hosts)
{
    using node::rpc::host_is_local;
    for (const char* host : {"", "localhost", "localhost:8545", "LocalHost:1", "127.0.0.1",
             "127.0.0.1:80", "[::1]", "[::1]:8545"})
        EXPECT_TRUE(host_is_local(host)) << host;
    for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
             "10.0.0.1:8545", "[::2]", "[", ":8545", "::1"})
        EXPECT_FALSE(host_is_local(host)) << host;
    EXPECT_TRUE(node::is_loopback("127.0.0.1"));
    EXPECT_TRUE(node::is_loopback("localhost"));
    EXPECT_TRUE(node::is_loopback("::1"));
    EXPECT_FALSE(node::is_loopback("0.0.0.0"));
    EXPECT_FALSE(node::is_loopback("192.0.2.1"));
}
}  // namespace
}  // namespace byline::testing
