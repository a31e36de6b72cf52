#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace byline::bench
{
/// One kept-alive HTTP connection to a node on this machine; each call waits for its answer. A call
/// that fails ends the program: there is nothing to measure then.
class Connection
{
public:
    explicit Connection(std::uint16_t port);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&& other) noexcept;
    ~Connection();

    /// The answer's body.
    std::string post(std::string_view body);

    /// The answer to a method, which must be a result.
    std::string call(std::string_view method, std::string_view params);

private:
    int socket_;
    std::string heard_;
};

/// bylined over a temporary folder, as a process of its own, with the default development accounts
/// and a few more.
class RunningNode
{
public:
    static constexpr std::size_t accounts = 16;

    /// Returns once it answers.
    RunningNode();
    RunningNode(const RunningNode&) = delete;
    RunningNode& operator=(const RunningNode&) = delete;
    ~RunningNode();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// From its start to the first answer to eth_blockNumber.
    [[nodiscard]] std::chrono::microseconds start_time() const noexcept { return start_time_; }

    /// Its resident memory now, MiB.
    [[nodiscard]] double resident_mib() const;

private:
    std::filesystem::path folder_;
    std::uint16_t port_;
    pid_t process_ = 0;
    std::chrono::microseconds start_time_{};
};

/// The private key of a development account.
bytes32 development_key(std::size_t account);
}  // namespace byline::bench
