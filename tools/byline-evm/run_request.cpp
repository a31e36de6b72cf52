#include "tools/byline-evm/run_request.hpp"

#include "node/client/amount.hpp"
#include "tools/byline-evm/code_flags.hpp"
#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/t8n_input.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/evm/create_address.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <boost/program_options.hpp>

#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <utility>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr std::uint64_t default_gas = 10'000'000;
constexpr std::uint64_t default_gas_limit = 30'000'000;
constexpr auto most_gas = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

void add_message_flags(options::options_description& flags)
{
    auto add = flags.add_options();
    add("input", options::value<std::string>()->value_name("HEX")->default_value(""),
        "call data; with --create, the constructor's arguments");
    add("gas", options::value<std::uint64_t>()->value_name("N")->default_value(default_gas),
        "gas of the call");
    add("value", options::value<std::string>()->value_name("AMOUNT")->default_value("0"),
        "what is paid: wei, or with a unit 0.001ether, 5gwei");
    add("sender",
        options::value<std::string>()->value_name("ADDRESS")->default_value(
            "0x1000000000000000000000000000000000000001"),
        "who calls; has what it pays, if the state before does not know it");
    add("address", options::value<std::string>()->value_name("ADDRESS"),
        "where the code stands, by default 0x1000000000000000000000000000000000000002; with "
        "--create, where it will, by default as CREATE has it");
    add("create", "the code is initialisation code: make a contract");
    add("pre", options::value<std::string>()->value_name("FILE"),
        "the state before: a JSON map of accounts, as genesis documents have it in alloc; without "
        "code on the command line, the code that stands at --address is called");
}

void add_block_flags(options::options_description& flags)
{
    auto add = flags.add_options();
    add("gas-price", options::value<std::string>()->value_name("AMOUNT")->default_value("0"),
        "what GASPRICE gives, wei or with a unit");
    add("number", options::value<std::uint64_t>()->value_name("N")->default_value(1),
        "of the block");
    add("timestamp", options::value<std::uint64_t>()->value_name("SECONDS")->default_value(0),
        "of the block");
    add("gas-limit",
        options::value<std::uint64_t>()->value_name("N")->default_value(default_gas_limit),
        "of the block");
    add("base-fee", options::value<std::string>()->value_name("AMOUNT")->default_value("0"),
        "of the block, wei or with a unit");
    add("blob-base-fee", options::value<std::string>()->value_name("AMOUNT")->default_value("1"),
        "of the block, wei or with a unit");
    add("coinbase",
        options::value<std::string>()->value_name("ADDRESS")->default_value(to_hex(address{})),
        "of the block");
    add("prevrandao", options::value<std::string>()->value_name("HASH")->default_value("0x00"),
        "of the block, at most 32 bytes");
    add("chain-id", options::value<std::uint64_t>()->value_name("ID")->default_value(1),
        "what CHAINID gives");
}

std::string flag_name(const char* flag)
{
    return "--" + std::string{flag};
}

std::expected<uint256, std::string> amount_of(const ParsedLine& line, const char* flag)
{
    const auto amount = node::parse_amount(line.text(flag));
    if (!amount)
        return std::unexpected{flag_name(flag) + ": " + amount.error()};
    return *amount;
}

std::expected<address, std::string> address_of(const ParsedLine& line, const char* flag)
{
    const auto value = address_from_hex(line.text(flag));
    if (!value)
        return std::unexpected{
            flag_name(flag) + " wants 0x and 40 hex digits, not '" + line.text(flag) + "'"};
    return *value;
}

std::expected<vm::BlockContext, std::string> block_of(const ParsedLine& line)
{
    vm::BlockContext block;
    BYLINE_TRY(revision, fork_of(line));
    BYLINE_TRY(base_fee, amount_of(line, "base-fee"));
    BYLINE_TRY(blob_base_fee, amount_of(line, "blob-base-fee"));
    BYLINE_TRY(coinbase, address_of(line, "coinbase"));
    const auto random = uint256_from_hex(line.text("prevrandao"));
    if (!random)
        return std::unexpected{
            "--prevrandao wants up to 64 hex digits, not '" + line.text("prevrandao") + "'"};
    block.revision = revision;
    block.chain_id = line.flags["chain-id"].as<std::uint64_t>();
    block.number = line.flags["number"].as<std::uint64_t>();
    block.timestamp = line.flags["timestamp"].as<std::uint64_t>();
    block.gas_limit = line.flags["gas-limit"].as<std::uint64_t>();
    block.coinbase = coinbase;
    block.prev_randao = to_bytes32(*random);
    block.base_fee = base_fee;
    block.blob_base_fee = blob_base_fee;
    return block;
}

std::expected<vm::Overlay, FlagError> state_before(const ParsedLine& line)
{
    if (!line.has("pre"))
        return vm::Overlay{};
    const std::string& path = line.text("pre");
    const auto damaged = [](std::string message) {
        return std::unexpected{FlagError{std::move(message), exit_failed}};
    };
    const auto text = read_file(path);
    if (!text)
        return damaged("--pre: " + text.error());
    const auto document = parse_json(*text);
    if (!document)
        return damaged("--pre " + path + " " + document.error());
    auto state = read_alloc(*document);
    if (!state)
        return damaged("--pre " + path + ": " + state.error().text);
    return *std::move(state);
}

/// Where the code comes from: the command line, or for a call the state before.
std::expected<void, FlagError> place_code(const ParsedLine& line, RunRequest& request)
{
    const bool creates = request.kind == vm::CallKind::create;
    const bool given = line.has("file") || !line.arguments.empty();
    if (!given && !creates && line.has("pre"))
        return {};
    BYLINE_TRY(code, code_of(line));
    if (!creates)
    {
        request.state.set_code(request.recipient, code);
        return {};
    }
    code.insert(code.end(), request.input.begin(), request.input.end());
    request.input = std::move(code);
    return {};
}

std::expected<void, std::string> place_accounts(const ParsedLine& line, RunRequest& request)
{
    BYLINE_TRY(sender, address_of(line, "sender"));
    request.sender = sender;
    if (!request.state.account(sender))
        request.state.set_balance(sender, request.value);
    if (line.has("address"))
    {
        BYLINE_TRY(at, address_of(line, "address"));
        request.recipient = at;
    }
    else if (request.kind == vm::CallKind::create)
        request.recipient = vm::create_address(sender, request.state.account(sender)->nonce);
    else
        request.recipient = *address_from_hex("0x1000000000000000000000000000000000000002");
    return {};
}
}  // namespace

options::options_description request_flags()
{
    options::options_description flags{"Flags"};
    add_file_flag(flags);
    add_fork_flag(flags);
    add_message_flags(flags);
    add_block_flags(flags);
    return flags;
}

std::expected<RunRequest, FlagError> read_request(const ParsedLine& line)
{
    RunRequest request;
    BYLINE_TRY(block, block_of(line));
    BYLINE_TRY(input, read_hex("--input", line.text("input")));
    BYLINE_TRY(value, amount_of(line, "value"));
    BYLINE_TRY(gas_price, amount_of(line, "gas-price"));
    BYLINE_TRY(state, state_before(line));
    const auto gas = line.flags["gas"].as<std::uint64_t>();
    if (gas > most_gas)
        return std::unexpected{"--gas is above " + std::to_string(most_gas)};
    request.state = std::move(state);
    request.block = block;
    request.kind = line.has("create") ? vm::CallKind::create : vm::CallKind::call;
    request.gas = static_cast<std::int64_t>(gas);
    request.value = value;
    request.gas_price = gas_price;
    request.input = std::move(input);
    BYLINE_TRY_VOID(place_accounts(line, request));
    BYLINE_TRY_VOID(place_code(line, request));
    return request;
}
}  // namespace byline::tools
