#include "tools/byline-evm/command_line.hpp"
#include "tools/byline-evm/commands.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/chain_config.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools
{
namespace
{
namespace po = boost::program_options;

constexpr address sender = hex_address("1000000000000000000000000000000000000001");
constexpr address contract = hex_address("1000000000000000000000000000000000000002");
constexpr std::uint64_t block_gas_limit = 30'000'000;

struct RunRequest
{
    Bytes code;
    Bytes input;
    std::int64_t gas = 0;
    Revision revision = latest_revision;
};

std::expected<Bytes, int> read_hex(const po::variables_map& values, const char* name)
{
    if (!values.contains(name))
        return Bytes{};
    const auto bytes = from_hex(values[name].as<std::string>());
    if (!bytes)
        return std::unexpected{refuse_usage(
            "--" + std::string{name} + " is not hex: " + std::string{to_string(bytes.error())})};
    return *bytes;
}

std::expected<RunRequest, int> read_request(const po::variables_map& values)
{
    RunRequest request;
    if (!values.contains("code"))
        return std::unexpected{refuse_usage("which code? --code HEX is missing")};
    BYLINE_TRY(code, read_hex(values, "code"));
    BYLINE_TRY(input, read_hex(values, "input"));
    request.code = code;
    request.input = input;
    request.gas = values["gas"].as<std::int64_t>();
    if (request.gas < 0)
        return std::unexpected{refuse_usage("--gas is below zero")};
    const auto revision = revision_from_string(values["fork"].as<std::string>());
    if (!revision)
        return std::unexpected{refuse_usage("--fork '" + values["fork"].as<std::string>() +
                                            "': there are Cancun, Prague and Osaka")};
    request.revision = *revision;
    return request;
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

int run_command(const std::vector<std::string>& arguments)
{
    CommandLine command{
        .usage =
            "byline-evm run --code HEX [options]\n\n"
            "Executes code as a contract of an empty chain and prints status, gas used, output "
            "and logs. Exit code 1 unless it succeeds.",
        .options = po::options_description{},
        .positional = {}};
    auto add = command.options.add_options();
    add("code", po::value<std::string>(), "runtime code");
    add("input", po::value<std::string>(), "call data");
    add("gas", po::value<std::int64_t>()->default_value(10'000'000), "gas of the call");
    add("fork", po::value<std::string>()->default_value(std::string{to_string(latest_revision)}),
        "rules: Cancun, Prague or Osaka");
    add("json", "the result as one JSON document");
    const auto values = parse(command, arguments);
    if (!values)
        return values.error();
    const auto request = read_request(*values);
    if (!request)
        return request.error();

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
    const vm::Result result = execute(journal, block, {sender, {}, {}}, message);
    if (values->contains("json"))
        print_json(*request, result, journal.logs());
    else
        print_text(*request, result, journal.logs());
    return result.status == vm::Status::success ? done : check_failed;
}

int disasm_command(const std::vector<std::string>& arguments)
{
    CommandLine command{
        .usage = "byline-evm disasm HEX\n\nPrints one instruction a line: offset, name, immediate.",
        .options = po::options_description{},
        .positional = "code"};
    const auto values = parse(command, arguments);
    if (!values)
        return values.error();
    if (!values->contains("code"))
        return refuse_usage("which code?");
    const auto& given = (*values)["code"].as<std::vector<std::string>>();
    if (given.size() > 1)
        return refuse_usage("one code at a time");
    const auto code = from_hex(given.front());
    if (!code)
        return refuse_usage("the code is not hex: " + std::string{to_string(code.error())});

    const BytesView bytes{*code};
    for (std::size_t pc = 0; pc < bytes.size();)
    {
        const OpcodeTraits& traits = opcode_table[bytes[pc]];
        std::cout << pc << "\t" << (traits.name.empty() ? "UNDEFINED" : traits.name);
        const std::size_t immediates =
            std::min<std::size_t>(traits.immediates, bytes.size() - pc - 1);
        if (immediates != 0)
            std::cout << " " << to_hex(bytes.subspan(pc + 1, immediates));
        if (traits.name.empty())
            std::cout << " " << to_hex(bytes.subspan(pc, 1));
        std::cout << "\n";
        pc += 1 + immediates;
    }
    return done;
}
}  // namespace byline::tools
