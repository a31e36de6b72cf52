#include "tests/support/model/frame.hpp"

#include "tests/support/model/word.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace byline::testing::model
{
namespace
{
constexpr std::size_t greatest_height = 1024;

/// Yellow Paper §H.1, equation 326: 3 a + ⌊a² / 512⌋.
Integer memory_cost(const Integer& size_in_words)
{
    return 3 * size_in_words + size_in_words * size_in_words / 512;
}

void record(Frame& frame, std::uint8_t opcode)
{
    if (!frame.execution.record)
        return;
    frame.execution.steps.push_back({frame.pc, opcode, frame.gas, frame.call.depth,
        frame.stack.size(), frame.stack.empty() ? uint256{} : to_uint256(frame.stack.back()),
        frame.memory.size(), frame.world().refund});
}

/// Beyond the end of the code everything is STOP (Yellow Paper §9.4.1).
std::uint8_t opcode_at(const Frame& frame)
{
    return frame.pc < frame.code.size() ? frame.code[frame.pc] : std::uint8_t{0};
}

void run_instruction(Frame& frame)
{
    const std::uint8_t opcode = opcode_at(frame);
    record(frame, opcode);
    const Instruction& instruction = instruction_set().at(opcode);
    if (instruction.name.empty() || frame.execution.block.revision < instruction.since)
        throw ExceptionalHalt{vm::Status::undefined_instruction};
    const std::size_t height = frame.stack.size();
    if (height < instruction.removed)
        throw ExceptionalHalt{vm::Status::stack_underflow};
    if (height - instruction.removed + instruction.added > greatest_height)
        throw ExceptionalHalt{vm::Status::stack_overflow};
    frame.charge(instruction.gas);
    ++frame.pc;
    instruction.run(frame);
}
}  // namespace

Integer Frame::pop()
{
    const Integer word = stack.back();
    stack.pop_back();
    return word;
}

void Frame::charge(const Integer& cost)
{
    if (cost > gas)
        throw ExceptionalHalt{vm::Status::out_of_gas};
    gas -= static_cast<std::int64_t>(cost);
}

void Frame::expand_memory(const Integer& offset, const Integer& size)
{
    if (size == 0)
        return;
    const Integer now = memory.size() / 32;
    const Integer needed = std::max(now, words(offset + size));
    charge(memory_cost(needed) - memory_cost(now));
    memory.resize(static_cast<std::size_t>(needed) * 32);
}

Bytes Frame::read_memory(const Integer& offset, const Integer& size) const
{
    Bytes data;
    if (size == 0)
        return data;
    const auto first = static_cast<std::size_t>(offset);
    for (std::size_t i = 0; i < static_cast<std::size_t>(size); ++i)
        data.push_back(memory.at(first + i));
    return data;
}

void Frame::write_memory(const Integer& offset, BytesView data)
{
    if (data.empty())
        return;
    const auto first = static_cast<std::size_t>(offset);
    for (std::size_t i = 0; i < data.size(); ++i)
        memory.at(first + i) = data[i];
}

void Frame::forbid_in_static_call() const
{
    if (call.read_only)
        throw ExceptionalHalt{vm::Status::static_mode_violation};
}

const InstructionSet& instruction_set()
{
    static const InstructionSet set = [] {
        InstructionSet all{};
        add_arithmetic(all);
        add_environment(all);
        add_memory_and_flow(all);
        add_storage(all);
        add_calls(all);
        return all;
    }();
    return set;
}

Ending run_frame(Frame& frame)
{
    // A JUMPDEST that is not data of a PUSH (Yellow Paper §9.4.3).
    frame.jump_destinations.assign(frame.code.size(), false);
    for (std::size_t at = 0; at < frame.code.size(); ++at)
    {
        frame.jump_destinations[at] = frame.code[at] == 0x5b;
        at += instruction_set().at(frame.code[at]).immediates;
    }
    try
    {
        while (!frame.ending)
            run_instruction(frame);
        return *frame.ending;
    }
    catch (const ExceptionalHalt& halt)
    {
        return {halt.status, 0, {}};
    }
}
}  // namespace byline::testing::model
