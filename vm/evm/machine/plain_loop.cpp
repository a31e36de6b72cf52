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

/// Limb by limb: a compiler that copies 16 bytes at a time makes the processor wait for the limbs
/// that have just been stored one by one.
[[gnu::always_inline]] inline void copy(uint256& to, const uint256& from) noexcept
{
    to.words[0] = from.words[0];
    to.words[1] = from.words[1];
    to.words[2] = from.words[2];
    to.words[3] = from.words[3];
}

[[gnu::always_inline]] inline void exchange(uint256& a, uint256& b) noexcept
{
    for (std::size_t i = 0; i < 4; ++i)
    {
        const std::uint64_t limb = a.words[i];
        a.words[i] = b.words[i];
        b.words[i] = limb;
    }
}

/// Calls a function on the operands on top of the stack; what it gives takes their place.
template <Opcode Op, typename... Rest>
[[gnu::always_inline]] inline void apply(uint256* top, Rest&... rest)
{
    constexpr auto function = instructions::function<Op>;
    constexpr OpcodeTraits traits = opcode_table[Op];
    if constexpr (traits.outputs == 0 && traits.inputs == 2)
        function(top[0], top[-1], rest...);
    else if constexpr (traits.outputs == 0)
        function(top[0], top[-1], top[-2], rest...);
    else if constexpr (traits.inputs == 0)
        copy(top[1], function(rest...));
    else if constexpr (traits.inputs == 1)
        copy(top[0], function(top[0], rest...));
    else if constexpr (traits.inputs == 2)
        copy(top[-1], function(top[0], top[-1], rest...));
    else
        copy(top[-2], function(top[0], top[-1], top[-2], rest...));
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
        copy(top[1], instructions::immediate<Op - OP_PUSH0>(r.at));
    else if constexpr (instructions::is_dup(Op))
        copy(top[1], top[OP_DUP1 - Op]);
    else if constexpr (instructions::is_swap(Op))
        exchange(top[0], top[OP_SWAP1 - Op - 1]);
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
void save(Frame& frame, Registers r) noexcept
{
    frame.pc = static_cast<std::size_t>(r.at - frame.code->data());
    frame.height = static_cast<std::size_t>(r.top - frame.stack() + 1);
    frame.gas = r.left;
}

void tell(Frame& frame, Registers r, Observer& observer)
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

// One jump at the end of each instruction, not one for all, so that the processor learns what
// follows what: addresses of labels, which both compilers know (GNU C, "Labels as Values").
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
// clang-format off

#define BYLINE_ROW(high)                                                                              \
    &&code_0x##high##0, &&code_0x##high##1, &&code_0x##high##2, &&code_0x##high##3,                   \
    &&code_0x##high##4, &&code_0x##high##5, &&code_0x##high##6, &&code_0x##high##7,                   \
    &&code_0x##high##8, &&code_0x##high##9, &&code_0x##high##a, &&code_0x##high##b,                   \
    &&code_0x##high##c, &&code_0x##high##d, &&code_0x##high##e, &&code_0x##high##f

#define BYLINE_GO_ON                            \
    if constexpr (Observed)                     \
        tell(frame, r, *observer);              \
    goto* labels[*r.at]

template <bool Observed>
// NOLINTNEXTLINE(readability-function-size): one label an opcode.
Flow run(Frame& frame, [[maybe_unused]] Observer* observer)
{
    static const void* const labels[256] = {
        BYLINE_ROW(0), BYLINE_ROW(1), BYLINE_ROW(2), BYLINE_ROW(3), BYLINE_ROW(4), BYLINE_ROW(5),
        BYLINE_ROW(6), BYLINE_ROW(7), BYLINE_ROW(8), BYLINE_ROW(9), BYLINE_ROW(a), BYLINE_ROW(b),
        BYLINE_ROW(c), BYLINE_ROW(d), BYLINE_ROW(e), BYLINE_ROW(f)};
    Registers r{frame.code->data() + frame.pc,
        frame.stack() + static_cast<std::ptrdiff_t>(frame.height) - 1, frame.gas};
    Flow flow = Flow::next;
    BYLINE_GO_ON;

#define BYLINE_OPCODE(code, name, immediates, inputs, outputs, gas, fork) \
    code_##code:                                                          \
    flow = step<OP_##name>(r, frame);                                     \
    if (flow != Flow::next)                                               \
        goto stop;                                                        \
    BYLINE_GO_ON;
#include "vm/primitives/opcodes.def"

#define BYLINE_NONE(code) code_##code:
    BYLINE_NONE(0x0c) BYLINE_NONE(0x0d) BYLINE_NONE(0x0e) BYLINE_NONE(0x0f) BYLINE_NONE(0x1f)
    BYLINE_NONE(0x21) BYLINE_NONE(0x22) BYLINE_NONE(0x23) BYLINE_NONE(0x24) BYLINE_NONE(0x25)
    BYLINE_NONE(0x26) BYLINE_NONE(0x27) BYLINE_NONE(0x28) BYLINE_NONE(0x29) BYLINE_NONE(0x2a)
    BYLINE_NONE(0x2b) BYLINE_NONE(0x2c) BYLINE_NONE(0x2d) BYLINE_NONE(0x2e) BYLINE_NONE(0x2f)
    BYLINE_NONE(0x4b) BYLINE_NONE(0x4c) BYLINE_NONE(0x4d) BYLINE_NONE(0x4e) BYLINE_NONE(0x4f)
    BYLINE_NONE(0xa5) BYLINE_NONE(0xa6) BYLINE_NONE(0xa7) BYLINE_NONE(0xa8) BYLINE_NONE(0xa9)
    BYLINE_NONE(0xaa) BYLINE_NONE(0xab) BYLINE_NONE(0xac) BYLINE_NONE(0xad) BYLINE_NONE(0xae)
    BYLINE_NONE(0xaf) BYLINE_NONE(0xb0) BYLINE_NONE(0xb1) BYLINE_NONE(0xb2) BYLINE_NONE(0xb3)
    BYLINE_NONE(0xb4) BYLINE_NONE(0xb5) BYLINE_NONE(0xb6) BYLINE_NONE(0xb7) BYLINE_NONE(0xb8)
    BYLINE_NONE(0xb9) BYLINE_NONE(0xba) BYLINE_NONE(0xbb) BYLINE_NONE(0xbc) BYLINE_NONE(0xbd)
    BYLINE_NONE(0xbe) BYLINE_NONE(0xbf) BYLINE_NONE(0xc0) BYLINE_NONE(0xc1) BYLINE_NONE(0xc2)
    BYLINE_NONE(0xc3) BYLINE_NONE(0xc4) BYLINE_NONE(0xc5) BYLINE_NONE(0xc6) BYLINE_NONE(0xc7)
    BYLINE_NONE(0xc8) BYLINE_NONE(0xc9) BYLINE_NONE(0xca) BYLINE_NONE(0xcb) BYLINE_NONE(0xcc)
    BYLINE_NONE(0xcd) BYLINE_NONE(0xce) BYLINE_NONE(0xcf) BYLINE_NONE(0xd0) BYLINE_NONE(0xd1)
    BYLINE_NONE(0xd2) BYLINE_NONE(0xd3) BYLINE_NONE(0xd4) BYLINE_NONE(0xd5) BYLINE_NONE(0xd6)
    BYLINE_NONE(0xd7) BYLINE_NONE(0xd8) BYLINE_NONE(0xd9) BYLINE_NONE(0xda) BYLINE_NONE(0xdb)
    BYLINE_NONE(0xdc) BYLINE_NONE(0xdd) BYLINE_NONE(0xde) BYLINE_NONE(0xdf) BYLINE_NONE(0xe0)
    BYLINE_NONE(0xe1) BYLINE_NONE(0xe2) BYLINE_NONE(0xe3) BYLINE_NONE(0xe4) BYLINE_NONE(0xe5)
    BYLINE_NONE(0xe6) BYLINE_NONE(0xe7) BYLINE_NONE(0xe8) BYLINE_NONE(0xe9) BYLINE_NONE(0xea)
    BYLINE_NONE(0xeb) BYLINE_NONE(0xec) BYLINE_NONE(0xed) BYLINE_NONE(0xee) BYLINE_NONE(0xef)
    BYLINE_NONE(0xf6) BYLINE_NONE(0xf7) BYLINE_NONE(0xf8) BYLINE_NONE(0xf9) BYLINE_NONE(0xfb)
    BYLINE_NONE(0xfc)
    flow = frame.halt(Status::undefined_instruction);

stop:
    save(frame, r);
    if constexpr (Observed)
        observer->on_pause(frame.call.depth, r.left);
    return flow;
}

#undef BYLINE_NONE
#undef BYLINE_GO_ON
#undef BYLINE_ROW
// clang-format on
#pragma GCC diagnostic pop
}  // namespace

Flow run_plainly(Frame& frame, Observer* observer)
{
    return observer != nullptr ? run<true>(frame, observer) : run<false>(frame, nullptr);
}
}  // namespace byline::vm
