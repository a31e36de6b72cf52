#include "node/rpc/encoding/struct_log_json.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/trace/struct_log.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <set>
#include <string>

namespace byline::node::rpc
{
namespace
{
/// What a trace may take in memory before it is written out, bytes.
constexpr std::size_t trace_budget = std::size_t{64} << 20;

/// Passes an execution on to the struct logger for as long as the trace fits the budget.
class BoundedTracer final : public vm::Observer
{
public:
    explicit BoundedTracer(const vm::StructLogOptions& options)
        : options_{options}, tracer_{options}
    {}

    void on_enter(const vm::Entering& frame) override
    {
        if (!overflowed())
            tracer_.on_enter(frame);
    }

    void on_step(const vm::Step& step) override
    {
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
        return spent_ > trace_budget || tracer_.dropped() != 0;
    }

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
    vm::StructLogTracer tracer_;
    std::set<uint256> slots_;  ///< seen so far
    std::size_t spent_ = 0;
};

Parsed<vm::StructLogOptions> read_trace_options(const boost::json::value& value)
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
    vm::StructLogOptions options;
    options.stack = !no_stack.value_or(false);
    options.storage = !no_storage.value_or(false);
    options.memory = memory.value_or(false);
    options.return_data = return_data.value_or(false);
    return options;
}
}  // namespace

Reply debug_trace_transaction(Context& context, const Params& params)
{
    BYLINE_TRY(hash, params.required(0, "transactionHash", read_hash));
    BYLINE_TRY(given, params.optional(1, "options", read_trace_options));
    if (!context.node.database().transaction_place(hash))
        return std::unexpected{server_error("transaction not found")};
    const vm::StructLogOptions options = given.value_or(vm::StructLogOptions{});
    BoundedTracer tracer{options};
    const auto outcome = context.node.trace_transaction(hash, tracer);
    if (!outcome)
        return std::unexpected{server_error(outcome.error())};
    if (tracer.overflowed())
        return std::unexpected{Error{Code::transaction_rejected,
            "response too large: the trace is larger than this node gives out, try disableStack, "
            "disableStorage or no enableMemory",
            {}}};
    return trace_json(*outcome, tracer.logs(), options, params.storage());
}
}  // namespace byline::node::rpc
