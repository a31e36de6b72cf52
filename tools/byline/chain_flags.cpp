#include "tools/byline/chain_flags.hpp"

#include "compiler/artifact/artifact.hpp"
#include "node/client/abi_type.hpp"
#include "node/client/chain_client.hpp"
#include "node/client/contract.hpp"
#include "node/client/wallet.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/program_options.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace byline::tools
{
namespace options = boost::program_options;

options::options_description chain_flags()
{
    options::options_description flags{"Flags"};
    flags.add_options()("rpc",
        options::value<std::string>()->default_value("http://127.0.0.1:8545")->value_name("URL"),
        "the node's address")("timeout",
        options::value<unsigned>()->default_value(60)->value_name("SECONDS"),
        "how long to wait for an answer or a receipt")("json", "results as JSON");
    return flags;
}

void add_signer_flags(options::options_description& flags)
{
    flags.add_options()("account", options::value<std::string>()->value_name("N"),
        "sign as development account N (the default is 0)")("key",
        options::value<std::string>()->value_name("FILE"),
        "sign with the private key in FILE: 64 hexadecimal digits")("chain-id",
        options::value<std::uint64_t>()->value_name("ID"), "refuse to sign for any other chain");
}

void add_artifact_flag(options::options_description& flags)
{
    flags.add_options()("artifact", options::value<std::string>()->value_name("FILE"),
        "the licence's artifact, as 'bylinec build' wrote it");
}

std::expected<Artifact, int> load_artifact(const Command& command, const std::string& path)
{
    const auto text = read_file(path);
    if (!text)
        return std::unexpected{fail(command.name, text.error())};
    auto file = compiler::read_artifact(*text);
    if (!file)
        return std::unexpected{
            fail(command.name, path + " is not an artifact of bylinec: " + file.error())};
    auto abi = node::parse_abi(file->abi_json);
    if (!abi)
        return std::unexpected{
            fail(command.name, path + " is not an artifact of bylinec: " + abi.error())};
    return Artifact{std::move(*file), std::move(*abi)};
}

std::expected<Artifact, int> artifact_of(const Command& command, const ParsedLine& line)
{
    if (!line.has("artifact"))
        return std::unexpected{fail(command.name,
            "--artifact FILE is missing: the licence's artifact says what can be asked of it",
            exit_wrong_usage)};
    return load_artifact(command, line.text("artifact"));
}

std::expected<node::Wallet, int> signer_of(const Command& command, const ParsedLine& line)
{
    if (line.has("account") && line.has("key"))
        return std::unexpected{
            fail(command.name, "--account and --key exclude each other", exit_wrong_usage)};
    if (line.has("key"))
    {
        const auto text = read_file(line.text("key"));
        if (!text)
            return std::unexpected{fail(command.name, text.error())};
        const auto wallet = node::read_key(*text);
        if (!wallet)
            return std::unexpected{fail(command.name, line.text("key") + ": " + wallet.error())};
        return *wallet;
    }
    const std::string number = line.has("account") ? line.text("account") : "0";
    const auto index = node::parse_account_index(number.starts_with('#') ? number : '#' + number);
    if (!index)
        return std::unexpected{
            fail(command.name, "--account " + number + ": a development account is a number from 0",
                exit_wrong_usage)};
    return node::Wallet::development(*index);
}

std::expected<node::ChainClient, int> chain_of(const Command& command, const ParsedLine& line)
{
    const std::chrono::seconds timeout{line.flags["timeout"].as<unsigned>()};
    auto chain = node::ChainClient::connect(line.text("rpc"), timeout);
    if (!chain)
        return std::unexpected{fail(command, chain.error(), {})};
    return std::move(*chain);
}

node::SendOptions send_options_of(const ParsedLine& line)
{
    node::SendOptions result;
    result.timeout = std::chrono::seconds{line.flags["timeout"].as<unsigned>()};
    if (line.has("chain-id"))
        result.chain_id = line.flags["chain-id"].as<std::uint64_t>();
    return result;
}

std::expected<address, int> licence_of(const Command& command, const ParsedLine& line)
{
    const auto licence = address_from_hex(line.arguments[0]);
    if (!licence || !line.arguments[0].starts_with("0x"))
        return std::unexpected{fail(command.name,
            "'" + line.arguments[0] + "' is not an address: write 0x and 40 hexadecimal digits",
            exit_wrong_usage)};
    return *licence;
}

int fail(const Command& command, const node::ClientError& error, const node::Abi& abi)
{
    return fail(command.name, node::explain(error, abi).message,
        error.kind == node::ClientError::Kind::usage ? exit_wrong_usage : exit_failed);
}
}  // namespace byline::tools
