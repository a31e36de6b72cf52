#pragma once

#include "vm/evm/evm.hpp"
#include "vm/evm/instructions/table.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/stack_window.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

/// What a handler of the threaded engine does between taking the registers over and passing them
/// on: one instruction, or the few of a fused sequence.
namespace byline::vm::threaded
{
using instructions::Form;
using instructions::form_of;

struct HandlerTable;

/// Whether memory holds the top of the stack in its place too, so that pushing another word need
/// not store it. Each handler is there once for each; what it leaves is known when it is compiled.
enum class Top : std::uint8_t
{
    dirty,
    clean,
};

/// The arguments of a handler, to work with.
struct Registers
{
    const std::uint8_t* at;  ///< the instruction, in the padded code
    uint256* sp;             ///< the place of the top of the stack
    Frame* frame;
    const HandlerTable* table;
    std::int64_t left;  ///< gas
    uint256 top;

    /// The height of the stack in bytes: stacks begin at multiples of 2^16 (see Frame).
    [[nodiscard]] unsigned height() const noexcept
    {
        return static_cast<std::uint16_t>(reinterpret_cast<std::uintptr_t>(sp));
    }
};

/// What a handler does at its end.
enum class Onward : std::uint8_t
{
    next,    ///< the instruction at `at`
    jumped,  ///< the block of the JUMPDEST at `at`
    enter,   ///< the block at `at`
    leave,   ///< the frame has ended or waits; `flow` is set
    out_of_gas,
    bad_jump,
};

template <Top T>
struct Exit
{
    static constexpr Top top = T;
    Onward step;
    std::uint8_t shared_record = 0;  ///< of the destination, if known (see TunedCode)
};

/// Puts the words of the window where a handler expects them.
template <unsigned Count, unsigned Dirty>
BYLINE_INLINE auto settle(const StackWindow<Count, Dirty>& w, Registers& r, Onward step) noexcept
{
    if constexpr (Count == 0)
        return settle(window::pull(w), r, step);
    else
    {
        for (unsigned i = 0; i + 1 < Count; ++i)
        {
            if ((Dirty >> i & 1U) != 0)
                w.base[i] = w.words[i];
        }
        r.sp = w.base + (Count - 1);
        r.top = w.words[Count - 1];
        return Exit<(Dirty >> (Count - 1) & 1U) != 0 ? Top::dirty : Top::clean>{step};
    }
}

/// Calls a function on the operands at the top of the window; what it gives takes their place.
template <Opcode Op, typename Window, typename... Rest>
BYLINE_INLINE auto apply(const Window& w, Rest&... rest)
{
    constexpr auto function = instructions::function<Op>;
    constexpr unsigned inputs = opcode_table[Op].inputs;
    const auto below = window::drop<inputs>(w);
    const auto call = [&]<std::size_t... Is>(std::index_sequence<Is...> /*operands*/) {
        return function(window::at<Is>(w)..., rest...);
    };
    constexpr auto operands = std::make_index_sequence<inputs>{};
    if constexpr (opcode_table[Op].outputs == 0)
    {
        call(operands);
        return below;
    }
    else
        return window::push(below, call(operands));
}

enum class Mode : std::uint8_t
{
    checked,
    tuned,
    inner,  ///< tuned, and the block goes on behind the JUMPI
};

/// What has been paid for beyond the GAS at `at` (see CodeBlock).
template <Mode M>
BYLINE_INLINE std::int64_t rest_of_block(const std::uint8_t* at, const Frame& frame) noexcept
{
    if constexpr (M == Mode::checked)
        return 0;
    else
    {
        const CodeBlock& next = frame.blocks[at + 1 - frame.code_begin];
        return next.begins() ? 0 : next.gas();
    }
}

/// What an instruction without a function does, if it is no jump.
template <Mode M, Opcode Op, typename Window>
BYLINE_INLINE auto arrange(const Window& w, const std::uint8_t* at, const Registers& r) noexcept
{
    if constexpr (instructions::is_push(Op))
        return window::push(w, instructions::immediate<Op - OP_PUSH0>(at));
    else if constexpr (instructions::is_dup(Op))
        return window::push(w, window::at<Op - OP_DUP1>(w));
    else if constexpr (instructions::is_swap(Op))
        return window::swap<Op - OP_SWAP1 + 1>(w);
    else if constexpr (Op == OP_POP)
        return window::drop<1>(w);
    else if constexpr (Op == OP_PC)
        return window::push(w, static_cast<std::uint64_t>(at - r.frame->code_begin));
    else
    {
        static_assert(Op == OP_GAS);
        return window::push(w, static_cast<std::uint64_t>(r.left + rest_of_block<M>(at, *r.frame)));
    }
}

/// Whether `at` could be moved to the destination that is on top of the stack.
template <Mode M>
BYLINE_INLINE bool jump(Registers& r, const uint256& target) noexcept
{
    const Frame& frame = *r.frame;
    const std::uint64_t offset = target.words[0];
    if (!target.fits_uint64()) [[unlikely]]
        return false;
    if (M == Mode::checked ? !frame.code->is_jump_destination(offset)
                           : offset >= frame.code->size() || !frame.blocks[offset].is_destination())
        [[unlikely]]
        return false;
    r.at = frame.code_begin + offset;
    return true;
}

/// The destination that stands before the jump at `at`, in `Bytes` of a tuned code.
template <std::size_t Bytes>
BYLINE_INLINE std::size_t named_destination(const std::uint8_t* at) noexcept
{
    std::size_t destination = 0;
    for (std::size_t i = 0; i < Bytes; ++i)
        destination |= std::size_t{*(at - Bytes + i)} << (8 * i);
    return destination;
}

/// JUMP and JUMPI. If a PUSH of the same sequence named the destination, it had so many bytes
/// `Named`; if it is none, no block begins there.
template <Mode M, Opcode Op, std::size_t Named, typename Window>
BYLINE_INLINE auto run_jump(const Window& given, const std::uint8_t* at, Registers& r) noexcept
{
    constexpr unsigned inputs = opcode_table[Op].inputs;
    const auto w = window::hold<1>(given);
    const uint256 target = window::at<0>(w);
    const bool stays = Op == OP_JUMPI && window::at<inputs - 1>(w).is_zero();
    auto exit = settle(window::drop<inputs>(w), r, Onward::jumped);
    if constexpr (Op == OP_JUMPI)
    {
        if (stays)
        {
            r.at = at + 1;
            exit.step = M == Mode::inner ? Onward::next : Onward::enter;
            return exit;
        }
    }
    if constexpr (M == Mode::inner)
        r.left += r.frame->blocks[at + 1 - r.frame->code_begin].gas();
    if constexpr (Named != 0)
    {
        exit.shared_record = *at;
        r.at = r.frame->code_begin + named_destination<Named>(at);
    }
    else if (!jump<M>(r, target))
        exit.step = Onward::bad_jump;
    return exit;
}

/// Instructions that find their operands in memory and leave their result there.
template <Opcode Op>
BYLINE_INLINE Exit<Top::clean> run_in_memory(const std::uint8_t* at, Registers& r, Flow& flow)
{
    constexpr OpcodeTraits traits = opcode_table[Op];
    constexpr bool can_leave = form_of<Op>() == Form::full;
    *r.sp = r.top;
    std::int64_t left = r.left;
    if constexpr (can_leave)
        flow = instructions::function<Op>(r.sp, left, *r.frame);
    else
        instructions::function<Op>(r.sp, left, *r.frame);
    r.left = left;
    r.sp += traits.outputs - traits.inputs;
    r.top = *r.sp;
    r.at = at + 1;
    if (!can_leave && left < 0) [[unlikely]]
        return {Onward::out_of_gas};
    if (!can_leave)
        return {Onward::next};
    return {flow == Flow::next ? Onward::enter : Onward::leave};
}

/// Runs a sequence of instructions, the first of them at r.at + Offset.
/// If a PUSH is before it, that pushes `Pushed` bytes.
template <Mode M, std::size_t Offset, std::size_t Pushed, Opcode Op, Opcode... Rest,
    typename Window>
BYLINE_INLINE auto run(const Window& w, Registers& r, Flow& flow)
{
    constexpr Form form = form_of<Op>();
    constexpr std::size_t after = Offset + 1 + opcode_table[Op].immediates;
    const std::uint8_t* const at = r.at + Offset;
    const auto go_on = [&](const auto& then) {
        if constexpr (sizeof...(Rest) > 0)
            return run<M, after, opcode_table[Op].immediates, Rest...>(then, r, flow);
        else
        {
            r.at += after;
            return settle(then, r, Onward::next);
        }
    };
    if constexpr (Op == OP_JUMP || Op == OP_JUMPI)
    {
        return run_jump<M, Op, Pushed>(w, at, r);
    }
    else if constexpr (form == Form::arranges)
        return go_on(arrange<M, Op>(w, at, r));
    else if constexpr (form == Form::computes)
        return go_on(apply<Op>(w));
    else if constexpr (form == Form::reads_frame)
        return go_on(apply<Op>(w, *r.frame));
    else if constexpr (form == Form::uses_gas)
    {
        std::int64_t left = r.left;
        const auto then = apply<Op>(w, left, *r.frame);
        r.left = left;
        using Result = decltype(go_on(then));
        return left < 0 ? Result{Onward::out_of_gas} : go_on(then);
    }
    else
    {
        settle(w, r, Onward::next);
        return run_in_memory<Op>(at, r, flow);
    }
}

template <Top T>
BYLINE_INLINE auto window_of(const Registers& r) noexcept
{
    return StackWindow<1, T == Top::dirty ? 1 : 0>{r.sp, {r.top}};
}
}  // namespace byline::vm::threaded
