#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace byline::tools
{
/// What the flags of bylined ask for.
struct Settings
{
    std::filesystem::path data = "byline-data";
    std::optional<std::string> genesis;  ///< path of a document
    std::string host = "127.0.0.1";
    std::uint16_t port = 8545;
    std::uint32_t accounts = 10;
    std::string mnemonic;
    std::optional<std::chrono::milliseconds> interval;  ///< absent: a block for each transaction
    address coinbase;
    bool quiet = false;
    bool expose_accounts = false;  ///< also beyond loopback
};

/// Reads the flags; the exit code where there is nothing more to do (help, or an error told).
std::expected<Settings, int> read_settings(std::span<const std::string> arguments);

struct DevelopmentAccount
{
    address addr;
    bytes32 key;
};

/// The accounts 0 to count - 1 of the mnemonic (BIP-44 path m/44'/60'/0'/0/i); fewer for a mnemonic
/// whose tree has gaps there.
std::vector<DevelopmentAccount> development_accounts(
    const std::string& mnemonic, std::uint32_t count);
}  // namespace byline::tools
