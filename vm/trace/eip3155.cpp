#include "vm/trace/eip3155.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace byline::vm
{
void Eip3155Tracer::on_enter(const Entering& frame)
{
    if (frame.depth == 0)
        gas_ = frame.gas;
}

void Eip3155Tracer::write_open_step(std::int64_t gas_left)
{
    if (!open_)
        return;
    open_ = false;
    boost::json::array stack;
    for (const uint256& word : stack_)
        stack.emplace_back(to_quantity(word));
    boost::json::object line;
    line["pc"] = step_.pc;
    line["op"] = step_.opcode;
    line["gas"] = to_quantity(static_cast<std::uint64_t>(step_.gas_left));
    line["gasCost"] = to_quantity(static_cast<std::uint64_t>(step_.gas_left - gas_left));
    line["memSize"] = memory_size_;
    line["stack"] = std::move(stack);
    if (!return_data_.empty())
        line["returnData"] = to_hex(return_data_);
    line["depth"] = step_.depth + 1;
    line["refund"] = step_.refund;
    const std::string_view name = opcode_table[step_.opcode].name;
    line["opName"] = name.empty() ? to_hex(BytesView{&step_.opcode, 1}) : std::string{name};
    sink_(boost::json::serialize(line));
}

void Eip3155Tracer::on_step(const Step& step)
{
    write_open_step(step.gas_left);
    step_ = step;
    stack_.assign(step.stack.begin(), step.stack.end());
    return_data_.assign(step.return_data.begin(), step.return_data.end());
    memory_size_ = step.memory.size();
    open_ = true;
}

void Eip3155Tracer::on_pause(int /*depth*/, std::int64_t gas_left)
{
    write_open_step(gas_left);
}

void Eip3155Tracer::on_exit(int depth, const Result& result)
{
    if (depth > 0)
        return;
    boost::json::object line;
    line["output"] = to_hex(result.output).substr(2);
    line["gasUsed"] = to_quantity(static_cast<std::uint64_t>(gas_ - result.gas_left));
    if (result.status != Status::success)
        line["error"] = to_string(result.status);
    sink_(boost::json::serialize(line));
}

std::string eip3155_summary(const TransactionSummary& summary)
{
    boost::json::object line;
    if (summary.status)
    {
        line["pass"] = *summary.status == Status::success;
        if (*summary.status != Status::success)
            line["error"] = to_string(*summary.status);
        line["gasUsed"] = to_quantity(summary.gas_used);
    }
    line["stateRoot"] = to_hex(summary.state_root);
    return boost::json::serialize(line);
}
}  // namespace byline::vm
