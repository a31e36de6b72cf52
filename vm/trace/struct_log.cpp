#include "vm/trace/struct_log.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::vm
{
void StructLogTracer::on_enter(const Entering& /*frame*/)
{
    last_log_.push_back(options_.limit);
}

void StructLogTracer::close(std::int64_t gas_left)
{
    if (open_)
        logs_.back().gas_cost = logs_.back().gas - gas_left;
    open_ = false;
}

/// The value that an SLOAD reads is on the stack at the next step; then it is put in.
void StructLogTracer::note_storage(StructLog& log, const Step& step)
{
    if (step.opcode != OP_SLOAD && step.opcode != OP_SSTORE)
        return;
    const std::size_t height = step.stack.size();
    if (height < opcode_table[step.opcode].inputs)
        return;
    auto& slots = storage_[step.executing];
    const uint256& key = step.stack[height - 1];
    if (step.opcode == OP_SSTORE)
        slots[key] = step.stack[height - 2];
    else if (!slots.contains(key))
    {
        loading_ = key;
        loading_from_ = step.executing;
    }
    log.storage = slots;
}

void StructLogTracer::on_step(const Step& step)
{
    if (loading_ && !step.stack.empty())
    {
        storage_[loading_from_][*loading_] = step.stack.back();
        if (open_)
            logs_.back().storage = storage_[loading_from_];
    }
    loading_.reset();
    close(step.gas_left);
    if (logs_.size() >= options_.limit)
    {
        ++dropped_;
        last_log_.back() = options_.limit;
        return;
    }
    StructLog log;
    log.pc = step.pc;
    log.opcode = step.opcode;
    log.gas = step.gas_left;
    log.depth = step.depth + 1;
    log.refund = step.refund;
    if (options_.stack)
        log.stack.assign(step.stack.begin(), step.stack.end());
    if (options_.memory)
        log.memory.assign(step.memory.begin(), step.memory.end());
    if (options_.return_data)
        log.return_data.assign(step.return_data.begin(), step.return_data.end());
    if (options_.storage)
        note_storage(log, step);
    last_log_.back() = logs_.size();
    logs_.push_back(std::move(log));
    open_ = true;
}

void StructLogTracer::on_pause(int /*depth*/, std::int64_t gas_left)
{
    loading_.reset();
    close(gas_left);
}

void StructLogTracer::on_exit(int /*depth*/, const Result& result)
{
    const std::size_t last = last_log_.back();
    last_log_.pop_back();
    if (result.status != Status::success && result.status != Status::revert && last < logs_.size())
        logs_[last].error = result.status;
}
}  // namespace byline::vm
