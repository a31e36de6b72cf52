#include "tools/bylined/report.hpp"

#include "node/chain/node.hpp"
#include "tools/bylined/settings.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>

namespace byline::tools
{
namespace
{
void print_row(const char* name, const std::string& value)
{
    std::printf("  %-13s %s\n", name, value.c_str());
}

std::string absolute_text(const std::filesystem::path& path)
{
    std::error_code error;
    const auto whole = std::filesystem::absolute(path, error);
    return (error ? path : whole).lexically_normal().string();
}

std::string sealing_text(const Settings& settings)
{
    if (!settings.interval)
        return "a block for each transaction";
    return "a block every " + std::to_string(settings.interval->count()) + " ms";
}

void print_accounts(std::span<const DevelopmentAccount> accounts)
{
    if (accounts.empty())
        return;
    std::printf(
        "\nDevelopment accounts, with their private keys. Everybody knows these keys:\n"
        "never send real money to them.\n");
    for (std::size_t i = 0; i < accounts.size(); ++i)
        std::printf("  (%zu) %s  %s\n", i, to_checksum_hex(accounts[i].addr).c_str(),
            to_hex(accounts[i].key).c_str());
}
}  // namespace

std::string url_of(const std::string& host, std::uint16_t port)
{
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return "http://" + (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

void print_banner(const Banner& banner)
{
    const auto tip = banner.node.tip();
    const vm::ChainConfig& config = banner.node.config();
    const auto genesis = banner.node.database().block_hash(0);
    std::printf("Byline v" BYLINE_VERSION "\n");
    print_row("chain id", std::to_string(config.chain_id) + " (" +
                              std::string{to_string(config.at(tip->header.timestamp).revision)} +
                              ")");
    print_row("genesis", genesis ? to_hex(*genesis) : "-");
    print_row("head", "block " + std::to_string(tip->header.number) + ", " + to_hex(tip->hash));
    print_row("data folder", absolute_text(banner.settings.data));
    print_row("sealing", sealing_text(banner.settings));
    print_row("JSON-RPC", url_of(banner.settings.host, banner.port));
    if (!banner.node.recovery_note().empty())
        print_row("recovery", banner.node.recovery_note());
    print_accounts(banner.accounts);
    std::printf("\n");
    std::fflush(stdout);
}

void print_block(const node::SealedBlock& block)
{
    constexpr std::size_t short_hash = 2 + 8;
    std::printf("block %" PRIu64 "  %s  %zu tx  %" PRIu64 " gas  %.2f ms\n", block.header.number,
        to_hex(block.hash).substr(0, short_hash).c_str(), block.transactions, block.header.gas_used,
        static_cast<double>(block.took.count()) / 1000);
    for (const node::DroppedTransaction& dropped : block.dropped)
        std::printf("dropped %s: %s\n", to_hex(dropped.hash).c_str(),
            std::string{vm::to_string(dropped.reason)}.c_str());
    std::fflush(stdout);
}
}  // namespace byline::tools
