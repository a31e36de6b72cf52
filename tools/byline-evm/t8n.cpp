#include "tools/byline-evm/commands.hpp"
#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/t8n_error.hpp"
#include "tools/byline-evm/t8n_execution.hpp"
#include "tools/byline-evm/t8n_input.hpp"
#include "tools/byline-evm/t8n_output.hpp"
#include "tools/byline-evm/t8n_transactions.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace byline::tools
{
namespace
{
namespace json = boost::json;
namespace options = boost::program_options;

options::options_description t8n_flags()
{
    const auto text = [](const char* value_name, const std::string& standard) {
        return options::value<std::string>()->value_name(value_name)->default_value(standard);
    };
    options::options_description flags{
        "Flags (FILE: a path, or stdin; stdout and stderr for output)"};
    auto add = flags.add_options();
    add("input.alloc", text("FILE", "alloc.json"), "the state before");
    add("input.env", text("FILE", "env.json"), "the block to be made");
    add("input.txs", text("FILE", "txs.json"),
        "its transactions: an array, or a text, the RLP of their list in hex");
    add("input.blobParams", options::value<std::string>()->value_name("FILE"),
        "other blob parameters than the fork's: target, max, baseFeeUpdateFraction");
    add("output.basedir", text("FOLDER", ""), "where output files go; made if it is not there");
    add("output.alloc", text("FILE", "alloc.json"), "the state after");
    add("output.result", text("FILE", "result.json"), "roots, receipts, rejected transactions");
    add("output.body", text("FILE", ""), "RLP of the included transactions in hex");
    add("state.fork", text("NAME", std::string{to_string(latest_revision)}),
        "rules: Cancun, Prague, Osaka, BPO1 or BPO2");
    add("state.chainid", text("N", "1"), "chain id");
    add("state.reward", text("N", "0"), "0 or -1: there is no reward since Paris");
    add("trace", "a file trace-INDEX-HASH.jsonl for each transaction (EIP-3155)");
    return flags;
}

std::unexpected<T8nError> refuse(T8nFault fault, std::string text)
{
    return std::unexpected{T8nError{fault, std::move(text)}};
}

std::expected<json::value, T8nError> parse(std::string_view what, std::string_view text)
{
    auto document = parse_json(text);
    if (!document)
        return refuse(T8nFault::json,
            "failed unmarshalling " + std::string{what} + ": it " + document.error());
    return *std::move(document);
}

/// Where the documents come from: files, or members of the one object on standard input.
class Inputs
{
public:
    explicit Inputs(const ParsedLine& line) : line_{&line} {}

    std::expected<json::value, T8nError> read(const char* flag, std::string_view what)
    {
        const std::string& from = line_->text(flag);
        if (from != "stdin")
        {
            const auto text = read_file(from);
            if (!text)
                return refuse(
                    T8nFault::io, "failed reading " + std::string{what} + " file: " + text.error());
            return parse(std::string{what} + " file", *text);
        }
        BYLINE_TRY_VOID(read_standard_input());
        // go-ethereum's name of the RLP form here.
        const json::value* rlp = what == "txs" ? stdin_->if_contains("txsRlp") : nullptr;
        const json::value* member = rlp != nullptr ? rlp : stdin_->if_contains(what);
        if (member == nullptr)
            return refuse(
                T8nFault::json, "failed unmarshalling stdin: " + std::string{what} + " is missing");
        return *member;
    }

    /// In the object on standard input they may also be there without a flag.
    std::expected<std::optional<json::value>, T8nError> read_blob_parameters()
    {
        if (line_->has("input.blobParams"))
            return read("input.blobParams", "blobParams");
        const json::value* member = stdin_ ? stdin_->if_contains("blobParams") : nullptr;
        return member == nullptr || member->is_null() ? std::optional<json::value>{}
                                                      : std::optional{*member};
    }

private:
    std::expected<void, T8nError> read_standard_input()
    {
        if (stdin_)
            return {};
        const std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
        BYLINE_TRY(document, parse("stdin", text));
        if (!document.is_object())
            return refuse(T8nFault::json, "failed unmarshalling stdin: it is not an object");
        stdin_ = std::move(document.get_object());
        return {};
    }

    const ParsedLine* line_;
    std::optional<json::object> stdin_;
};

std::expected<std::uint64_t, T8nError> read_chain_id(const std::string& text)
{
    const auto decimal = from_decimal(text);
    const auto value = decimal ? decimal : text.starts_with("0x") ? fixture_number(text) : decimal;
    if (!value || !value->fits_uint64())
        return refuse(
            T8nFault::configuration, "--state.chainid '" + text + "' is no number of 64 bits");
    return value->words[0];
}

std::expected<std::filesystem::path, T8nError> make_folder(const std::string& name)
{
    std::error_code failure;
    if (!name.empty())
        std::filesystem::create_directories(name, failure);
    if (failure)
        return refuse(T8nFault::io, "failed creating output basedir: " + failure.message());
    return std::filesystem::path{name};
}

std::expected<T8nResult, T8nError> make_transition(
    const ParsedLine& line, const std::filesystem::path& folder)
{
    const std::string& reward = line.text("state.reward");
    if (reward != "0" && reward != "-1")
        return refuse(T8nFault::configuration,
            "--state.reward '" + reward + "': there is no reward since Paris, only 0 or -1");
    BYLINE_TRY(chain_id, read_chain_id(line.text("state.chainid")));
    BYLINE_TRY(config, t8n_rules(line.text("state.fork"), chain_id));

    Inputs inputs{line};
    BYLINE_TRY(alloc, inputs.read("input.alloc", "alloc"));
    BYLINE_TRY(env, inputs.read("input.env", "env"));
    BYLINE_TRY(txs, inputs.read("input.txs", "txs"));
    BYLINE_TRY(blob_parameters, inputs.read_blob_parameters());
    if (blob_parameters)
        BYLINE_TRY_VOID(set_blob_parameters(config, *blob_parameters));

    BYLINE_TRY(pre, read_alloc(alloc));
    BYLINE_TRY(environment, read_environment(env, config));
    BYLINE_TRY(transactions, read_t8n_transactions(txs, chain_id));
    return execute_transition(config, pre, environment, transactions,
        line.has("trace") ? std::optional{folder} : std::nullopt);
}

/// Files get their document at once; what goes to one stream is one object.
std::expected<void, T8nError> write_outputs(
    const ParsedLine& line, const std::filesystem::path& folder, const T8nResult& result)
{
    json::object to_stdout;
    json::object to_stderr;
    const auto dispatch = [&](const char* flag, std::string_view name,
                              json::value document) -> std::expected<void, T8nError> {
        const std::string& to = line.text(flag);
        if (to == "stdout")
            to_stdout[name] = std::move(document);
        else if (to == "stderr")
            to_stderr[name] = std::move(document);
        else if (!to.empty())
        {
            const auto written =
                write_file((folder / to).string(), json::serialize(document) + "\n");
            if (!written)
                return refuse(T8nFault::io, "failed writing output: " + written.error());
        }
        return {};
    };
    BYLINE_TRY_VOID(dispatch("output.alloc", "alloc", alloc_json(result.state)));
    BYLINE_TRY_VOID(dispatch("output.result", "result", result_json(result)));
    BYLINE_TRY_VOID(dispatch("output.body", "body", json::string{body_hex(result)}));
    if (!to_stdout.empty())
        std::cout << to_stdout << "\n";
    if (!to_stderr.empty() && !(std::cerr << to_stderr << "\n"))
        return refuse(T8nFault::io, "failed writing output: cannot write to standard error");
    return {};
}

std::expected<void, T8nError> run_t8n(const ParsedLine& line)
{
    BYLINE_TRY(folder, make_folder(line.text("output.basedir")));
    BYLINE_TRY(result, make_transition(line, folder));
    return write_outputs(line, folder, result);
}
}  // namespace

int t8n(std::span<const std::string> words)
{
    const auto line = parse_line(t8n_command, t8n_flags(), {0, 0}, words);
    if (!line)
        return line.error();
    const auto done = run_t8n(*line);
    if (done)
        return exit_done;
    const int code = static_cast<int>(done.error().fault);
    std::cerr << "ERROR(" << code << "): " << done.error().text << "\n";
    return code;
}
}  // namespace byline::tools
