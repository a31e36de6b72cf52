#include "bench/node/running_node.hpp"

#include "node/client/mnemonic.hpp"
#include "vm/primitives/bytes32.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
[[noreturn]] void give_up(const std::string& what)
{
    std::fprintf(stderr, "node bench: %s\n", what.c_str());
    std::exit(1);
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in endpoint{};
    endpoint.sin_family = AF_INET;
    endpoint.sin_port = htons(port);
    endpoint.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return endpoint;
}

int stream_socket()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (socket < 0)
        give_up("no socket");
    return socket;
}

/// -1 if nobody listens there.
int connect_to(std::uint16_t port)
{
    const int socket = stream_socket();
    const sockaddr_in to = loopback(port);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) != 0)
    {
        ::close(socket);
        return -1;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return socket;
}

std::uint16_t free_port()
{
    const int socket = stream_socket();
    sockaddr_in endpoint = loopback(0);
    socklen_t size = sizeof(endpoint);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&endpoint), size) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&endpoint), &size) != 0)
        give_up("no free port");
    ::close(socket);
    return ntohs(endpoint.sin_port);
}

std::filesystem::path temporary_folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "byline-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        give_up("no temporary folder");
    return name;
}

pid_t start_bylined(const std::filesystem::path& folder, std::uint16_t port)
{
    std::vector<std::string> words{BYLINED, "--data", (folder / "data").string(), "--port",
        std::to_string(port), "--accounts", std::to_string(RunningNode::accounts)};
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = (folder / "node.log").string();
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_CREAT | O_WRONLY, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t process = 0;
    if (posix_spawn(&process, BYLINED, &actions, nullptr, arguments.data(), environ) != 0)
        give_up("cannot start " BYLINED);
    posix_spawn_file_actions_destroy(&actions);
    return process;
}
}  // namespace

Connection::Connection(std::uint16_t port) : socket_{connect_to(port)}
{
    if (socket_ < 0)
        give_up("nobody listens");
}

Connection::Connection(Connection&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, heard_{std::move(other.heard_)}
{}

Connection::~Connection()
{
    if (socket_ >= 0)
        ::close(socket_);
}

std::string Connection::post(std::string_view body)
{
    std::string request =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n";
    request += body;
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
        give_up("the connection was lost");
    std::size_t whole = std::string::npos;
    std::size_t head = std::string::npos;
    while (heard_.size() < whole || whole == std::string::npos)
    {
        char buffer[65536];
        const ssize_t size = ::recv(socket_, buffer, sizeof(buffer), 0);
        if (size <= 0)
            give_up("the connection was lost");
        heard_.append(buffer, static_cast<std::size_t>(size));
        if (head != std::string::npos)
            continue;
        head = heard_.find("\r\n\r\n");
        if (head != std::string::npos)
        {
            const std::size_t length = heard_.find("Content-Length: ");
            if (length > head)
                give_up("an answer without length: " + heard_);
            whole = head + 4 + std::strtoull(heard_.c_str() + length + 16, nullptr, 10);
        }
    }
    std::string answer = heard_.substr(head + 4, whole - head - 4);
    heard_.erase(0, whole);
    return answer;
}

std::string Connection::call(std::string_view method, std::string_view params)
{
    std::string body = R"({"jsonrpc":"2.0","id":1,"method":")";
    body.append(method).append(R"(","params":)").append(params).append("}");
    std::string answer = post(body);
    if (answer.find("\"result\":") == std::string::npos)
        give_up(std::string{method} + ": " + answer);
    return answer;
}

RunningNode::RunningNode() : folder_{temporary_folder()}, port_{free_port()}
{
    const auto begin = std::chrono::steady_clock::now();
    process_ = start_bylined(folder_, port_);
    int socket = -1;
    while ((socket = connect_to(port_)) < 0)
    {
        if (std::chrono::steady_clock::now() - begin > std::chrono::seconds{20})
            give_up("bylined does not answer");
        std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
    ::close(socket);
    Connection{port_}.call("eth_blockNumber", "[]");
    start_time_ = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
}

RunningNode::~RunningNode()
{
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

double RunningNode::resident_mib() const
{
    std::ifstream status{"/proc/" + std::to_string(process_) + "/status"};
    for (std::string line; std::getline(status, line);)
    {
        if (line.starts_with("VmRSS:"))
            return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
    return 0;
}

bytes32 development_key(std::size_t account)
{
    return node::derive_key(node::development_mnemonic, static_cast<std::uint32_t>(account));
}
}  // namespace byline::bench
