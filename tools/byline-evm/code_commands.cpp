#include "tools/byline-evm/commands.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/evm/disassembler.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <cstdint>
#include <expected>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr address sender = hex_address("1000000000000000000000000000000000000001");
constexpr address contract = hex_address("1000000000000000000000000000000000000002");
constexpr std::uint64_t default_gas = 10'000'000;
constexpr std::uint64_t block_gas_limit = 30'000'000;

struct RunRequest
{
    Bytes code;
    Bytes input;
    std::int64_t gas = 0;
    Revision revision = latest_revision;
};

options::options_description revision_flag()
{
    options::options_description flags{"Flags"};
    flags.add_options()("fork",
        options::value<std::string>()->value_name("NAME")->default_value(
            std::string{to_string(latest_revision)}),
        "rules: Cancun, Prague or Osaka");
    return flags;
}

options::options_description run_flags()
{
    options::options_description flags = revision_flag();
    auto add = flags.add_options();
    add("code", options::value<std::string>()->value_name("HEX"), "runtime code");
    add("input", options::value<std::string>()->value_name("HEX")->default_value(""), "call data");
    add("gas", options::value<std::uint64_t>()->value_name("N")->default_value(default_gas),
        "gas of the call");
    add("json", "the result as one JSON document");
    return flags;
}

std::expected<Revision, std::string> read_revision(const ParsedLine& line)
{
    const auto revision = revision_from_string(line.text("fork"));
    if (!revision)
        return std::unexpected{
            "--fork '" + line.text("fork") + "': there are Cancun, Prague and Osaka"};
    return *revision;
}

std::expected<Bytes, std::string> read_hex(std::string_view what, const std::string& text)
{
    auto bytes = from_hex(text);
    if (!bytes)
        return std::unexpected{
            std::string{what} + " is not hex: " + std::string{to_string(bytes.error())}};
    return *std::move(bytes);
}

std::expected<RunRequest, std::string> read_request(const ParsedLine& line)
{
    if (!line.has("code"))
        return std::unexpected{std::string{"which code? --code HEX is missing"}};
    BYLINE_TRY(code, read_hex("--code", line.text("code")));
    BYLINE_TRY(input, read_hex("--input", line.text("input")));
    BYLINE_TRY(revision, read_revision(line));
    const std::uint64_t gas = line.flags["gas"].as<std::uint64_t>();
    if (gas > block_gas_limit)
        return std::unexpected{"--gas is above " + std::to_string(block_gas_limit)};
    return RunRequest{std::move(code), std::move(input), static_cast<std::int64_t>(gas), revision};
}

void print_json(const RunRequest& request, const vm::Result& result, std::span<const vm::Log> logs)
{
    boost::json::array log_items;
    for (const vm::Log& log : logs)
    {
        boost::json::array topics;
        for (const bytes32& topic : log.topics)
            topics.push_back(boost::json::string{to_hex(topic)});
        log_items.push_back({{"topics", std::move(topics)}, {"data", to_hex(log.data)}});
    }
    std::cout << boost::json::object{{"status", to_string(result.status)},
                     {"gasUsed", request.gas - result.gas_left}, {"output", to_hex(result.output)},
                     {"logs", std::move(log_items)}}
              << "\n";
}

void print_text(const RunRequest& request, const vm::Result& result, std::span<const vm::Log> logs)
{
    std::cout << "status   " << to_string(result.status) << "\n"
              << "gas used " << request.gas - result.gas_left << "\n"
              << "output   " << to_hex(result.output) << "\n";
    for (const vm::Log& log : logs)
    {
        std::cout << "log     ";
        for (const bytes32& topic : log.topics)
            std::cout << " " << to_hex(topic);
        std::cout << " data " << to_hex(log.data) << "\n";
    }
}
}  // namespace

int run(std::span<const std::string> words)
{
    const auto line = parse_line(run_command, run_flags(), {0, 0}, words);
    if (!line)
        return line.error();
    const auto request = read_request(*line);
    if (!request)
        return fail(run_command.name, request.error(), exit_wrong_usage);

    vm::Overlay state;
    state.set_code(contract, request->code);
    vm::Journal journal{state};
    journal.access_address(sender);
    journal.access_address(contract);
    vm::BlockContext block;
    block.revision = request->revision;
    block.gas_limit = block_gas_limit;
    const vm::Message message{.kind = vm::CallKind::call,
        .gas = request->gas,
        .sender = sender,
        .recipient = contract,
        .value = {},
        .input = request->input};
    const vm::Result result = vm::Machine{}.execute(journal, block, {sender, {}, {}}, message);
    if (line->has("json"))
        print_json(*request, result, journal.logs());
    else
        print_text(*request, result, journal.logs());
    return result.status == vm::Status::success ? exit_done : exit_failed;
}

int disasm(std::span<const std::string> words)
{
    const auto line = parse_line(disasm_command, revision_flag(), {1, 1}, words);
    if (!line)
        return line.error();
    const auto revision = read_revision(*line);
    if (!revision)
        return fail(disasm_command.name, revision.error(), exit_wrong_usage);
    const auto code = read_hex("the code", line->arguments.front());
    if (!code)
        return fail(disasm_command.name, code.error(), exit_wrong_usage);
    std::cout << vm::disassemble(*code, *revision);
    return exit_done;
}
}  // namespace byline::tools
