#include "node/rpc/encoding/struct_log_json.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/trace/struct_log.hpp"

#include <boost/json/object.hpp>
#include <malloc.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace byline::node::rpc
{
namespace
{
/// What a trace may take in memory before it is written out, bytes.
constexpr std::size_t trace_budget = std::size_t{64} << 20;

/// Memory from which on a trace's is given back to the system, bytes.
constexpr std::size_t large_trace = std::size_t{8} << 20;

/// How long a trace waits for another one: most take less, and the thread has others to answer.
constexpr std::chrono::milliseconds longest_wait{50};

struct TraceOptions
{
    vm::StructLogOptions log;
    bool cut = false;  ///< the client wants the first `log.limit` steps only
};

/// Passes an execution on to the struct logger for as long as the trace fits the budget. After that
/// nothing is kept any more, so that the rest runs as fast as it can.
class BoundedTracer final : public vm::Observer
{
public:
    explicit BoundedTracer(const TraceOptions& options)
        : options_{options.log}, cut_{options.cut}, tracer_{options.log}
    {}

    void on_enter(const vm::Entering& frame) override
    {
        if (!overflowed())
            tracer_.on_enter(frame);
    }

    void on_step(const vm::Step& step) override
    {
        if (overflowed())
            return;
        if (tracer_.logs().size() < options_.limit)
            spent_ += sizeof(vm::StructLog) + cost(step);
        if (!overflowed())
            tracer_.on_step(step);
    }

    void on_pause(int depth, std::int64_t gas_left) override
    {
        if (!overflowed())
            tracer_.on_pause(depth, gas_left);
    }

    void on_exit(int depth, const vm::Result& result) override
    {
        if (!overflowed())
            tracer_.on_exit(depth, result);
    }

    [[nodiscard]] bool overflowed() const noexcept
    {
        return spent_ > trace_budget || (!cut_ && tracer_.dropped() != 0);
    }

    [[nodiscard]] std::size_t spent() const noexcept { return spent_; }

    [[nodiscard]] const std::vector<vm::StructLog>& logs() const noexcept { return tracer_.logs(); }

private:
    [[nodiscard]] std::size_t cost(const vm::Step& step)
    {
        std::size_t bytes = 0;
        if (options_.stack)
            bytes += step.stack.size() * sizeof(uint256);
        if (options_.memory)
            bytes += step.memory.size();
        if (options_.return_data)
            bytes += step.return_data.size();
        const bool storage_step = step.opcode == OP_SLOAD || step.opcode == OP_SSTORE;
        if (options_.storage && storage_step && !step.stack.empty())
        {
            slots_.insert(step.stack.back());
            bytes += slots_.size() * 2 * sizeof(uint256);
        }
        return bytes;
    }

    vm::StructLogOptions options_;
    bool cut_;
    vm::StructLogTracer tracer_;
    std::set<uint256> slots_;  ///< seen so far
    std::size_t spent_ = 0;
};

Parsed<std::size_t> read_step_count(const boost::json::value& value)
{
    // Differs from EIP-1474: geth's `limit` is a JSON number.
    if (const auto* number = value.if_int64(); number != nullptr && *number >= 0)
        return static_cast<std::size_t>(*number);
    return std::unexpected{"must be a whole number, 0 for all steps"};
}

Parsed<TraceOptions> read_trace_options(const boost::json::value& value)
{
    const auto* object = value.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object"};
    BYLINE_TRY(tracer, read_member(*object, "tracer", read_text));
    if (tracer && !tracer->empty())
        return std::unexpected{"tracer \"" + std::string{*tracer} +
                               "\" is not supported, leave it out to get struct logs"};
    BYLINE_TRY(no_stack, read_member(*object, "disableStack", read_bool));
    BYLINE_TRY(no_storage, read_member(*object, "disableStorage", read_bool));
    BYLINE_TRY(memory, read_member(*object, "enableMemory", read_bool));
    BYLINE_TRY(return_data, read_member(*object, "enableReturnData", read_bool));
    BYLINE_TRY(limit, read_member(*object, "limit", read_step_count));
    TraceOptions options;
    options.log.stack = !no_stack.value_or(false);
    options.log.storage = !no_storage.value_or(false);
    options.log.memory = memory.value_or(false);
    options.log.return_data = return_data.value_or(false);
    options.cut = limit.value_or(0) > 0;
    if (options.cut)
        options.log.limit = *limit;
    return options;
}

Reply trace(Context& context, const bytes32& hash, const TraceOptions& options,
    const boost::json::storage_ptr& storage, std::size_t& spent)
{
    BoundedTracer tracer{options};
    const auto outcome = context.node.trace_transaction(hash, tracer);
    spent = tracer.spent();
    if (!outcome)
        return std::unexpected{server_error(outcome.error())};
    if (tracer.overflowed())
        return std::unexpected{Error{Code::transaction_rejected,
            "response too large: the trace is larger than this node gives out, try a limit of "
            "steps, disableStack, disableStorage or no enableMemory",
            {}}};
    return trace_json(*outcome, tracer.logs(), options.log, storage);
}
}  // namespace

Reply debug_trace_transaction(Context& context, const Params& params)
{
    BYLINE_TRY(hash, params.required(0, "transactionHash", read_hash));
    BYLINE_TRY(given, params.optional(1, "options", read_trace_options));
    if (!context.node.database().transaction_place(hash))
        return std::unexpected{server_error("transaction not found")};
    // One at a time: each may take all the memory that a trace may, and a thread for long.
    const std::unique_lock turn{context.trace_mutex, longest_wait};
    if (!turn)
        return std::unexpected{
            Error{Code::limit_exceeded, "another trace is being made; try again", {}}};
    std::size_t spent = 0;
    Reply reply = trace(context, hash, given.value_or(TraceOptions{}), params.storage(), spent);
    // The many small pieces of a trace would stay with the process for good.
    if (spent > large_trace)
        malloc_trim(0);
    return reply;
}
}  // namespace byline::node::rpc
