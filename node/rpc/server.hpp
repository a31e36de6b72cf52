#pragma once

#include "node/chain/node.hpp"
#include "vm/primitives/bytes32.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
/// Which methods a server offers.
enum class Exposure : std::uint8_t
{
    development,  ///< all of them
    outside,      ///< none that sends for the development accounts, moves the time or costs the
                  ///< node dear: what an address other than loopback should get
};

struct ServerOptions
{
    std::string host = "127.0.0.1";
    std::uint16_t port = 8545;  ///< 0: any free one
    unsigned threads = 2;
    std::size_t max_request_bytes = std::size_t{5} << 20;
    std::size_t max_response_bytes = std::size_t{25} << 20;  ///< of a batch as a whole
    std::size_t max_batch = 1000;                            ///< elements
    std::size_t max_connections = 512;
    /// How long a connection may be idle, and how long one request may take to arrive.
    std::chrono::milliseconds idle_timeout = std::chrono::seconds{30};
    Exposure exposure = Exposure::development;
    std::vector<bytes32> development_keys;  ///< accounts that eth_sendTransaction signs for
    std::string client_version;             ///< "Byline/v0.1.0/linux-x86_64/clang19"
};

/// True for the addresses that only this machine can reach: "127.0.0.1", "::1", "localhost".
bool is_loopback(std::string_view host) noexcept;

/// JSON-RPC 2.0 over HTTP.
class Server
{
public:
    /// Binds and starts to answer on threads of its own; `node` must outlive it. The error is one
    /// sentence ("port 8545 on 127.0.0.1 is taken: ...").
    static std::expected<std::unique_ptr<Server>, std::string> start(
        Node& node, ServerOptions options);

    virtual ~Server() = default;

    [[nodiscard]] virtual std::uint16_t port() const noexcept = 0;

    /// Answers what is under way, then closes. May be called more than once.
    virtual void stop() = 0;
};

/// Answers one request body (an object or a batch) without any network: what the server does with
/// it. Empty for notifications. Safe to use from several threads at once.
class RequestHandler
{
public:
    RequestHandler(Node& node, const ServerOptions& options);
    ~RequestHandler();
    RequestHandler(const RequestHandler&) = delete;
    RequestHandler& operator=(const RequestHandler&) = delete;

    /// `caller` may withhold what the server offers, not offer more.
    std::string handle(std::string_view body, Exposure caller = Exposure::development);

private:
    struct State;
    std::unique_ptr<State> state_;
};
}  // namespace byline::node
