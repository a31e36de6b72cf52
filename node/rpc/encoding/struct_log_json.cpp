#include "node/rpc/encoding/struct_log_json.hpp"

#include "node/rpc/encoding/values.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/trace/struct_log.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node::rpc
{
namespace
{
namespace json = boost::json;

std::string opcode_name(std::uint8_t opcode)
{
    const std::string_view name = opcode_table[opcode].name;
    if (!name.empty())
        return std::string{name};
    return "opcode " + to_hex(BytesView{&opcode, 1}) + " not defined";
}

/// Memory in words of 32 bytes, the last one as long as it is.
json::array memory_json(BytesView memory, const json::storage_ptr& sp)
{
    json::array words(sp);
    for (std::size_t at = 0; at < memory.size(); at += 32)
        words.emplace_back(
            data_json(memory.subspan(at, std::min<std::size_t>(32, memory.size() - at)), sp));
    return words;
}

json::object storage_json(const vm::StructLog& log, const json::storage_ptr& sp)
{
    json::object slots(sp);
    for (const auto& [key, value] : *log.storage)
        slots.emplace(to_hex(to_bytes32(key)), data_json(to_bytes32(value), sp));
    return slots;
}

json::object step_json(
    const vm::StructLog& log, const vm::StructLogOptions& options, const json::storage_ptr& sp)
{
    json::object o(sp);
    o.emplace("pc", log.pc);
    o.emplace("op", opcode_name(log.opcode));
    o.emplace("gas", log.gas);
    o.emplace("gasCost", log.gas_cost);
    o.emplace("depth", log.depth);
    if (log.refund != 0)
        o.emplace("refund", log.refund);
    if (log.error)
        o.emplace("error", text_json(vm::to_string(*log.error), sp));
    if (options.stack)
    {
        json::array stack(sp);
        stack.reserve(log.stack.size());
        for (const uint256& word : log.stack)
            stack.emplace_back(quantity_json(word, sp));
        o.emplace("stack", std::move(stack));
    }
    if (options.memory)
        o.emplace("memory", memory_json(log.memory, sp));
    if (options.return_data && !log.return_data.empty())
        o.emplace("returnData", data_json(log.return_data, sp));
    if (options.storage && log.storage)
        o.emplace("storage", storage_json(log, sp));
    return o;
}
}  // namespace

json::object trace_json(const vm::TxOutcome& outcome, const std::vector<vm::StructLog>& logs,
    const vm::StructLogOptions& options, const json::storage_ptr& sp)
{
    json::array steps(sp);
    steps.reserve(logs.size());
    for (const vm::StructLog& log : logs)
        steps.emplace_back(step_json(log, options, sp));
    const bool shows_output =
        outcome.status == vm::Status::success || outcome.status == vm::Status::revert;
    json::object o(sp);
    o.emplace("gas", outcome.gas_used);
    o.emplace("failed", outcome.status != vm::Status::success);
    o.emplace("returnValue", data_json(shows_output ? BytesView{outcome.output} : BytesView{}, sp));
    o.emplace("structLogs", std::move(steps));
    return o;
}
}  // namespace byline::node::rpc
