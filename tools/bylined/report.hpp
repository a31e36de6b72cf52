#pragma once

#include "node/chain/node.hpp"
#include "tools/bylined/settings.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace byline::tools
{
/// What the node tells its user when it starts.
struct Banner
{
    const Settings& settings;
    const node::Node& node;
    std::uint16_t port;
    std::span<const DevelopmentAccount> accounts;  ///< those that it signs for
};

void print_banner(const Banner& banner);

/// One line for a sealed block, and one for each transaction that was dropped meanwhile.
void print_block(const node::SealedBlock& block);

/// "http://127.0.0.1:8545", with brackets around an IPv6 address.
std::string url_of(const std::string& host, std::uint16_t port);
}  // namespace byline::tools
