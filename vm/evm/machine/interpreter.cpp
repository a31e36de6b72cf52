#include "vm/evm/machine/interpreter.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/instructions/table.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace byline::vm
{
namespace
{
/// What the loop keeps in registers. Instructions that need one of them by reference get a copy, so
/// that the address of the original is never taken.
struct Registers
{
    const std::uint8_t* at;  ///< the instruction, in the padded code
    uint256* top;
    std::int64_t left;  ///< gas
};

/// Calls the function of an instruction in the way its signature asks for, and moves `at` on.
// NOLINTBEGIN(misc-const-correctness): which branch writes depends on the opcode.
template <Opcode Op>
[[gnu::always_inline]] inline Flow call(Registers& r, Frame& frame)
{
    constexpr auto function = instructions::function<Op>;
    using Function = std::remove_const_t<decltype(function)>;
    Flow flow = Flow::next;
    if constexpr (std::is_invocable_r_v<Flow, Function, uint256*, const std::uint8_t*&, Frame&>)
    {
        const std::uint8_t* at = r.at;
        flow = function(r.top, at, frame);
        r.at = at;
        return flow;
    }
    else if constexpr (std::is_invocable_v<Function, uint256*, std::int64_t&, Frame&>)
    {
        std::int64_t left = r.left;
        flow = function(r.top, left, frame);
        r.left = left;
    }
    else if constexpr (std::is_invocable_v<Function, uint256*, const std::uint8_t*, Frame&>)
        function(r.top, r.at, frame);
    else if constexpr (std::is_invocable_v<Function, uint256*, const std::uint8_t*>)
        function(r.top, r.at);
    else if constexpr (std::is_invocable_v<Function, uint256*, std::int64_t>)
        function(r.top, r.left);
    else if constexpr (std::is_invocable_v<Function, uint256*, Frame&>)
        function(r.top, frame);
    else
        function(r.top);
    r.at += 1 + opcode_table[Op].immediates;
    return flow;
}

// NOLINTEND(misc-const-correctness)

/// One instruction: what opcodes.def says about it is checked and charged here for all.
template <Opcode Op>
[[gnu::always_inline]] inline Flow step(Registers& r, Frame& frame)
{
    constexpr OpcodeTraits traits = opcode_table[Op];
    constexpr std::ptrdiff_t growth = traits.outputs - traits.inputs;
    if constexpr (traits.first != Revision{})
    {
        if (!traits.defined(frame.environment->rules.revision))
            return frame.halt(Status::undefined_instruction);
    }
    const std::ptrdiff_t height = r.top - frame.stack() + 1;
    if constexpr (traits.inputs > 0)
    {
        if (height < traits.inputs)
            return frame.halt(Status::stack_underflow);
    }
    if constexpr (growth > 0)
    {
        if (height + growth > static_cast<std::ptrdiff_t>(Frame::stack_limit))
            return frame.halt(Status::stack_overflow);
    }
    if constexpr (traits.gas > 0)
    {
        if (!gas::charge(r.left, traits.gas))
            return frame.halt(Status::out_of_gas);
    }
    const Flow flow = call<Op>(r, frame);
    r.top += growth;
    return flow;
}

/// Puts the registers back into the frame. After a bad jump there is no instruction to go on at.
void save(Frame& frame, const Registers& r) noexcept
{
    frame.pc = r.at != nullptr ? static_cast<std::size_t>(r.at - frame.code->data()) : 0;
    frame.height = static_cast<std::size_t>(r.top - frame.stack() + 1);
    frame.gas = r.left;
}

void tell(Frame& frame, const Registers& r, Observer& observer)
{
    save(frame, r);
    Step step;
    step.pc = frame.pc;
    step.opcode = *r.at;
    step.gas_left = frame.gas;
    step.depth = frame.call.depth;
    step.stack = frame.stack_items();
    step.memory = frame.memory.bytes();
    step.return_data = frame.return_data;
    step.refund = frame.environment->journal.refund();
    step.executing = frame.call.recipient;
    observer.on_step(step);
}

template <bool Observed>
Flow run(Frame& frame, [[maybe_unused]] Observer* observer)
{
    Registers r{frame.code->data() + frame.pc,
        frame.stack() + static_cast<std::ptrdiff_t>(frame.height) - 1, frame.gas};
    Flow flow = Flow::next;
    while (flow == Flow::next)
    {
        if constexpr (Observed)
            tell(frame, r, *observer);
        switch (*r.at)
        {
#define BYLINE_OPCODE(code, name, immediates, inputs, outputs, gas, fork) \
    case OP_##name:                                                       \
        flow = step<OP_##name>(r, frame);                                 \
        break;
#include "vm/primitives/opcodes.def"
            default:
                flow = frame.halt(Status::undefined_instruction);
        }
    }
    save(frame, r);
    if constexpr (Observed)
        observer->on_pause(frame.call.depth, r.left);
    return flow;
}
}  // namespace

Flow interpret(Frame& frame, Observer* observer)
{
    return observer != nullptr ? run<true>(frame, observer) : run<false>(frame, nullptr);
}
}  // namespace byline::vm
