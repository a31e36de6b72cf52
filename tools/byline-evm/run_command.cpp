#include "tools/byline-evm/commands.hpp"
#include "tools/byline-evm/run_request.hpp"
#include "tools/byline-evm/t8n_output.hpp"
#include "tools/byline-evm/trace_output.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/evm/evm.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/trace/eip3155.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <cstdint>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
/// What a run came to.
struct RunOutcome
{
    vm::Result result;
    std::int64_t gas_used = 0;
    std::int64_t refund = 0;
    std::optional<address> created;  ///< of a creation that succeeded
    std::vector<vm::Log> logs;
    vm::Overlay state;  ///< after it
};

/// What a transaction finds warm (EIP-2929, EIP-3651).
void warm_up(vm::Journal& journal, const RunRequest& request)
{
    for (const address& precompile : vm::precompile_addresses(request.block.revision))
        journal.access_address(precompile);
    journal.access_address(request.block.coinbase);
    journal.access_address(request.sender);
    journal.access_address(request.recipient);
}

RunOutcome execute(const RunRequest& request, vm::Observer* observer)
{
    vm::Journal journal{request.state};
    const bool creates = request.kind == vm::CallKind::create;
    if (creates)
        journal.set_nonce(request.sender, journal.nonce(request.sender) + 1);
    warm_up(journal, request);
    const vm::Message message{.kind = request.kind,
        .gas = request.gas,
        .sender = request.sender,
        .recipient = request.recipient,
        .value = request.value,
        .input = request.input};
    RunOutcome outcome;
    outcome.result = vm::Machine{}.execute(
        journal, request.block, {request.sender, request.gas_price, {}}, message, observer);
    outcome.gas_used = request.gas - outcome.result.gas_left;
    outcome.refund = journal.refund();
    if (creates && outcome.result.status == vm::Status::success)
    {
        const BytesView code = journal.code(request.recipient);
        outcome.result.output.assign(code.begin(), code.end());
        outcome.created = request.recipient;
    }
    outcome.logs = journal.take_logs();
    outcome.state = request.state;
    outcome.state.apply(journal.finish());
    return outcome;
}

/// Nothing, if the trace could not be written.
std::optional<RunOutcome> execute_traced(const RunRequest& request)
{
    TraceOutput trace;
    vm::Eip3155Tracer tracer{[&](std::string_view line) { trace.write(line); }};
    RunOutcome outcome = execute(request, &tracer);
    trace.flush();
    return trace.failed() ? std::nullopt : std::optional{std::move(outcome)};
}

void print_json(const RunOutcome& outcome, bool dump)
{
    boost::json::object document{{"status", to_string(outcome.result.status)},
        {"gasUsed", outcome.gas_used}, {"refund", outcome.refund},
        {"output", to_hex(outcome.result.output)}};
    if (outcome.created)
        document["created"] = to_hex(*outcome.created);
    boost::json::array logs;
    for (const vm::Log& log : outcome.logs)
    {
        boost::json::array topics;
        for (const bytes32& topic : log.topics)
            topics.push_back(boost::json::string{to_hex(topic)});
        logs.push_back({{"address", to_hex(log.addr)}, {"topics", std::move(topics)},
            {"data", to_hex(log.data)}});
    }
    document["logs"] = std::move(logs);
    if (dump)
        document["alloc"] = alloc_json(outcome.state);
    std::cout << document << "\n";
}

void print_text(const RunOutcome& outcome, bool dump)
{
    std::cout << "status   " << to_string(outcome.result.status) << "\n"
              << "gas used " << outcome.gas_used << "\n"
              << "refund   " << outcome.refund << "\n"
              << "output   " << to_hex(outcome.result.output) << "\n";
    if (outcome.created)
        std::cout << "created  " << to_hex(*outcome.created) << "\n";
    for (const vm::Log& log : outcome.logs)
    {
        std::cout << "log      " << to_hex(log.addr);
        for (const bytes32& topic : log.topics)
            std::cout << " " << to_hex(topic);
        std::cout << " data " << to_hex(log.data) << "\n";
    }
    if (dump)
        std::cout << "alloc    " << alloc_json(outcome.state) << "\n";
}
}  // namespace

int run(std::span<const std::string> words)
{
    auto flags = request_flags();
    flags.add_options()("dump", "print the state after, as --pre reads it")(
        "trace", "every step on standard error, as lines of JSON (EIP-3155)")(
        "json", "the result as one JSON document");
    const auto line = parse_line(run_command, std::move(flags), {0, 1}, words);
    if (!line)
        return line.error();
    const auto request = read_request(*line);
    if (!request)
        return fail(run_command.name, request.error().text, request.error().code);
    const auto outcome =
        line->has("trace") ? execute_traced(*request) : std::optional{execute(*request, nullptr)};
    if (!outcome)
        return fail(run_command.name, "cannot write the trace");
    if (line->has("json"))
        print_json(*outcome, line->has("dump"));
    else
        print_text(*outcome, line->has("dump"));
    return outcome->result.status == vm::Status::success ? exit_done : exit_failed;
}
}  // namespace byline::tools
