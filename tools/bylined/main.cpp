#include "node/chain/genesis.hpp"
#include "node/chain/node.hpp"
#include "node/client/mnemonic.hpp"
#include "node/rpc/server.hpp"
#include "tools/bylined/report.hpp"
#include "tools/bylined/settings.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/address.hpp"

#include <malloc.h>
#include <signal.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <exception>
#include <expected>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
int fail_start(const std::string& message)
{
    return fail("bylined", message);
}

/// The document of the chain to be made or checked; nothing leaves it to the folder. Accounts other
/// than the usual ones need a genesis that funds them.
std::expected<std::optional<std::string>, std::string> genesis_document(const Settings& settings)
{
    constexpr std::uint32_t usual_accounts = 10;
    if (settings.genesis)
    {
        auto document = read_file(*settings.genesis);
        if (!document)
            return std::unexpected{document.error()};
        return *std::move(document);
    }
    if (settings.mnemonic == node::development_mnemonic && settings.accounts <= usual_accounts)
        return std::nullopt;
    std::vector<address> funded;
    for (const DevelopmentAccount& account :
        development_accounts(settings.mnemonic, std::max(settings.accounts, usual_accounts)))
        funded.push_back(account.addr);
    return node::development_genesis_document(funded);
}

node::NodeOptions node_options(const Settings& settings, std::optional<std::string> document)
{
    node::NodeOptions options;
    options.folder = settings.data;
    options.genesis_document = std::move(document);
    options.coinbase = settings.coinbase;
    if (settings.interval)
    {
        options.sealing = node::Sealing::interval;
        options.interval = *settings.interval;
    }
    return options;
}

/// "Byline/v0.1.0/linux-x86_64/clang19"
std::string client_version()
{
#if defined(__x86_64__)
    const std::string machine = "x86_64";
#elif defined(__aarch64__)
    const std::string machine = "aarch64";
#else
    const std::string machine = "other";
#endif
#if defined(__clang__)
    const std::string compiler = "clang" + std::to_string(__clang_major__);
#else
    const std::string compiler = "gcc" + std::to_string(__GNUC__);
#endif
    return "Byline/v" BYLINE_VERSION "/linux-" + machine + "/" + compiler;
}

bool exposed(const Settings& settings)
{
    return settings.expose_accounts || node::is_loopback(settings.host);
}

node::ServerOptions server_options(
    const Settings& settings, const std::vector<DevelopmentAccount>& accounts)
{
    node::ServerOptions options;
    options.host = settings.host;
    options.port = settings.port;
    options.threads = std::clamp(std::thread::hardware_concurrency(), 2U, 8U);
    options.client_version = client_version();
    options.exposure = exposed(settings) ? node::Exposure::development : node::Exposure::outside;
    for (const DevelopmentAccount& account : accounts)
        options.development_keys.push_back(account.key);
    return options;
}

void warn_of_exposure(const Settings& settings)
{
    if (node::is_loopback(settings.host))
        return;
    std::fprintf(stderr,
        "bylined: warning: %s can be reached from other machines, without any password; %s\n",
        settings.host.c_str(),
        settings.expose_accounts
            ? "anybody there can spend from the development accounts"
            : "the development accounts and debug_ and evm_ methods are withheld "
              "(--expose-development-accounts offers them)");
}

/// Waits for SIGINT or SIGTERM, which every thread has blocked, or for the node to fail; its reason
/// then.
std::optional<std::string> wait_for_end(const node::Node& node, const sigset_t& signals)
{
    constexpr timespec look_every{1, 0};
    while (sigtimedwait(&signals, nullptr, &look_every) < 0)
    {
        if (auto failure = node.failure())
            return failure;
    }
    return std::nullopt;
}

/// Transactions behind a gap of nonces have no block to go into, and are kept in memory only.
void report_lost(const node::Node& node)
{
    if (const std::size_t lost = node.pending_count(); lost > 0)
        std::fprintf(stderr,
            "bylined: warning: %zu queued transaction%s dropped: no block could take %s (an "
            "earlier "
            "nonce is missing, or the fee is too low)\n",
            lost, lost == 1 ? " is" : "s are", lost == 1 ? "it" : "them");
}

int run(const Settings& settings, const sigset_t& signals)
{
    auto document = genesis_document(settings);
    if (!document)
        return fail_start(document.error());
    auto node = node::Node::open(node_options(settings, *std::move(document)));
    if (!node)
        return fail_start(node.error());

    std::vector<DevelopmentAccount> accounts;
    if (exposed(settings))
        accounts = development_accounts(settings.mnemonic, settings.accounts);
    auto server = node::Server::start(**node, server_options(settings, accounts));
    if (!server)
        return fail_start(server.error());
    warn_of_exposure(settings);
    if (!settings.quiet)
    {
        print_banner({settings, **node, (*server)->port(), accounts});
        (*node)->on_sealed(print_block);
    }

    const auto failure = wait_for_end(**node, signals);
    (*server)->stop();
    (*node)->stop();
    if (failure)
        return fail_start(*failure);
    report_lost(**node);
    if (!settings.quiet)
        std::printf("stopped at block %llu\n",
            static_cast<unsigned long long>((*node)->tip()->header.number));
    return exit_done;
}
}  // namespace
}  // namespace byline::tools

int main(int argc, char** argv)
{
    // One arena a thread costs more memory than it saves time here.
    mallopt(M_ARENA_MAX, 2);
    std::signal(SIGPIPE, SIG_IGN);  // a reader of the log that goes away must not end the node
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    try
    {
        const std::vector<std::string> arguments(argv + 1, argv + std::max(argc, 1));
        const auto settings = byline::tools::read_settings(arguments);
        return settings ? byline::tools::run(*settings, signals) : settings.error();
    }
    catch (const std::exception& error)
    {
        return byline::tools::fail("bylined", error.what());
    }
}
