#include "vm/evm/evm.hpp"
#include "vm/evm/instructions/table.hpp"
#include "vm/evm/machine/engines.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

// The portable engine: code byte by byte, the stack in memory, every instruction checked and
// charged for itself. The only one that tells an observer.
namespace byline::vm
{
namespace
{
using instructions::Form;
using instructions::form_of;

/// What the loop keeps in registers. Instructions that need one of them by reference get a copy, so
/// that the address of the original is never taken.
struct Registers
{
    const std::uint8_t* at;  ///< the instruction, in the padded code
    uint256* top;
    std::int64_t left;  ///< gas
};

/// Calls a function on the operands on top of the stack; what it gives takes their place.
template <Opcode Op, typename... Rest>
[[gnu::always_inline]] inline void apply(uint256* top, Rest&... rest)
{
    constexpr auto function = instructions::function<Op>;
    constexpr OpcodeTraits traits = opcode_table[Op];
    if constexpr (traits.outputs == 0)
    {
        static_assert(traits.inputs == 2);
        function(top[0], top[-1], rest...);
    }
    else if constexpr (traits.inputs == 0)
        top[1] = function(rest...);
    else if constexpr (traits.inputs == 1)
        top[0] = function(top[0], rest...);
    else if constexpr (traits.inputs == 2)
        top[-1] = function(top[0], top[-1], rest...);
    else
        top[-2] = function(top[0], top[-1], top[-2], rest...);
}

[[gnu::always_inline]] inline Flow jump(Registers& r, const uint256& target, Frame& frame) noexcept
{
    if (!target.fits_uint64() || !frame.code->is_jump_destination(target.words[0]))
        return frame.halt(Status::bad_jump_destination);
    r.at = frame.code->data() + target.words[0];
    return Flow::next;
}

/// PUSH, DUP, SWAP, POP, PC, GAS, JUMPDEST: what an instruction without a function does.
template <Opcode Op>
[[gnu::always_inline]] inline void arrange(const Registers& r, const Frame& frame) noexcept
{
    uint256* const top = r.top;
    if constexpr (instructions::is_push(Op))
        top[1] = instructions::immediate<Op - OP_PUSH0>(r.at);
    else if constexpr (instructions::is_dup(Op))
        top[1] = top[OP_DUP1 - Op];
    else if constexpr (instructions::is_swap(Op))
        std::swap(top[0], top[OP_SWAP1 - Op - 1]);
    else if constexpr (Op == OP_PC)
        top[1] = static_cast<std::uint64_t>(r.at - frame.code->data());
    else if constexpr (Op == OP_GAS)
        top[1] = static_cast<std::uint64_t>(r.left);
    else
        static_assert(Op == OP_POP || Op == OP_JUMPDEST);
}

/// What the instruction does; `at` is moved on, `top` is not.
template <Opcode Op>
[[gnu::always_inline]] inline Flow perform(Registers& r, Frame& frame)
{
    constexpr Form form = form_of<Op>();
    if constexpr (Op == OP_JUMP)
        return jump(r, r.top[0], frame);
    else if constexpr (Op == OP_JUMPI)
    {
        if (!r.top[-1].is_zero())
            return jump(r, r.top[0], frame);
    }
    else if constexpr (form == Form::arranges)
        arrange<Op>(r, frame);
    else if constexpr (form == Form::computes)
        apply<Op>(r.top);
    else if constexpr (form == Form::reads_frame)
        apply<Op>(r.top, frame);
    else
    {
        std::int64_t left = r.left;
        Flow flow = Flow::next;
        if constexpr (form == Form::full)
            flow = instructions::function<Op>(r.top, left, frame);
        else
        {
            if constexpr (form == Form::in_place)
                instructions::function<Op>(r.top, left, frame);
            else
                apply<Op>(r.top, left, frame);
            if (left < 0) [[unlikely]]
                flow = frame.halt(Status::out_of_gas);
        }
        r.left = left;
        r.at += 1 + opcode_table[Op].immediates;
        return flow;
    }
    r.at += 1 + opcode_table[Op].immediates;
    return Flow::next;
}

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
    if constexpr (traits.inputs > 0)
    {
        if (r.top < frame.stack() + traits.inputs - 1) [[unlikely]]
            return frame.halt(Status::stack_underflow);
    }
    if constexpr (growth > 0)
    {
        if (r.top >= frame.stack() + Frame::stack_limit - growth) [[unlikely]]
            return frame.halt(Status::stack_overflow);
    }
    if constexpr (traits.gas > 0)
    {
        if (!gas::charge(r.left, traits.gas)) [[unlikely]]
            return frame.halt(Status::out_of_gas);
    }
    const Flow flow = perform<Op>(r, frame);
    r.top += growth;
    return flow;
}

/// Puts the registers back into the frame.
void save(Frame& frame, const Registers& r) noexcept
{
    frame.pc = static_cast<std::size_t>(r.at - frame.code->data());
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

Flow run_plainly(Frame& frame, Observer* observer)
{
    return observer != nullptr ? run<true>(frame, observer) : run<false>(frame, nullptr);
}
}  // namespace byline::vm
