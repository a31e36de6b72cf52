#include "tools/bylined/settings.hpp"

#include "node/client/mnemonic.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/program_options.hpp>

#include <cstdint>
#include <expected>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr Command bylined{"bylined", "",
    "Runs a Byline node: a chain in a data folder, answering JSON-RPC over HTTP.", nullptr};
constexpr int most_accounts = 1000;
constexpr int most_port = 65'535;

options::options_description describe_flags()
{
    options::options_description flags{"Flags"};
    auto add = flags.add_options();
    add("data", options::value<std::string>()->value_name("DIR")->default_value("byline-data"),
        "data folder; made if it is not there");
    add("genesis", options::value<std::string>()->value_name("FILE"),
        "genesis document (geth's JSON) of a new chain, or to check the folder's against; "
        "without it the folder's own, or the development chain 31337");
    add("host", options::value<std::string>()->value_name("ADDRESS")->default_value("127.0.0.1"),
        "address to listen on");
    add("port", options::value<int>()->value_name("PORT")->default_value(8545),
        "port to listen on; 0 takes a free one");
    add("accounts", options::value<int>()->value_name("N")->default_value(10),
        "how many development accounts the node signs for");
    add("no-accounts", options::bool_switch(), "sign for none");
    add("mnemonic",
        options::value<std::string>()->value_name("WORDS")->default_value(
            std::string{node::development_mnemonic}, "\"test test ... junk\""),
        "what the development accounts come from");
    add("interval", options::value<double>()->value_name("SECONDS"),
        "seal a block so often, instead of one for each transaction; a transaction is on disk once "
        "its receipt is there, not when its hash is answered");
    add("coinbase", options::value<std::string>()->value_name("ADDRESS"),
        "account that gets the priority fees");
    add("quiet", options::bool_switch(), "no banner, no line for each block");
    add("expose-development-accounts", options::bool_switch(),
        "let callers beyond loopback spend from the development accounts, trace and move the time");
    add("version", options::bool_switch(), "print the version and do nothing else");
    return flags;
}

int wrong(const std::string& message)
{
    return fail(bylined.name, message, exit_wrong_usage);
}

std::expected<void, int> read_sealing(const options::variables_map& values, Settings& settings)
{
    if (values.count("interval") == 0)
        return {};
    const double seconds = values["interval"].as<double>();
    // NOLINTNEXTLINE(readability-simplify-boolean-expr): what is no number is refused, too
    if (!(seconds >= 0.001 && seconds <= 86'400))
        return std::unexpected{wrong("--interval wants seconds from 0.001 to 86400")};
    settings.interval = std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
    return {};
}

std::expected<void, int> read_accounts(const options::variables_map& values, Settings& settings)
{
    const int accounts = values["accounts"].as<int>();
    if (accounts < 0 || accounts > most_accounts)
        return std::unexpected{
            wrong("--accounts wants a number up to " + std::to_string(most_accounts))};
    settings.accounts = static_cast<std::uint32_t>(accounts);
    settings.mnemonic = values["mnemonic"].as<std::string>();
    if (values["no-accounts"].as<bool>())
        settings.accounts = 0;
    if (values.count("coinbase") == 0)
        return {};
    const auto coinbase = address_from_hex(values["coinbase"].as<std::string>());
    if (!coinbase)
        return std::unexpected{wrong("--coinbase wants an address of 40 hex digits: " +
                                     std::string{to_string(coinbase.error())})};
    settings.coinbase = *coinbase;
    return {};
}
}  // namespace

std::expected<Settings, int> read_settings(std::span<const std::string> arguments)
{
    BYLINE_TRY(line, parse_line(bylined, describe_flags(), {}, arguments));
    const options::variables_map& values = line.flags;
    if (values["version"].as<bool>())
    {
        std::cout << "bylined " BYLINE_VERSION "\n";
        return std::unexpected{static_cast<int>(exit_done)};
    }
    Settings settings;
    settings.data = values["data"].as<std::string>();
    if (values.count("genesis") > 0)
        settings.genesis = values["genesis"].as<std::string>();
    settings.host = values["host"].as<std::string>();
    const int port = values["port"].as<int>();
    if (port < 0 || port > most_port)
        return std::unexpected{wrong(
            "--port wants a number up to " + std::to_string(most_port) + "; 0 takes a free one")};
    settings.port = static_cast<std::uint16_t>(port);
    settings.quiet = values["quiet"].as<bool>();
    settings.expose_accounts = values["expose-development-accounts"].as<bool>();
    BYLINE_TRY_VOID(read_sealing(values, settings));
    BYLINE_TRY_VOID(read_accounts(values, settings));
    return settings;
}

std::vector<DevelopmentAccount> development_accounts(
    const std::string& mnemonic, std::uint32_t count)
{
    // The path is walked once: deriving the seed is slow by design (2,048 rounds).
    std::optional<node::ExtendedKey> parent =
        count == 0 ? std::nullopt : node::master_key(node::mnemonic_seed(mnemonic));
    for (const std::uint32_t step : {44 | node::hardened, 60 | node::hardened, node::hardened, 0U})
    {
        if (parent)
            parent = node::child_key(*parent, step);
    }
    std::vector<DevelopmentAccount> accounts;
    for (std::uint32_t i = 0; parent && i < count; ++i)
    {
        const auto child = node::child_key(*parent, i);
        const auto addr = child ? vm::address_of_key(child->key) : std::nullopt;
        if (addr)
            accounts.push_back({*addr, child->key});
    }
    return accounts;
}
}  // namespace byline::tools
