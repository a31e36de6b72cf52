#include "vm/evm/machine/engines.hpp"

#ifdef BYLINE_THREADED_ENGINE

#include "vm/evm/evm.hpp"
#include "vm/evm/instructions/table.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/fusion.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/stack_window.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

// One small function, a handler, for each byte that code can hold; each ends in a jump to the
// handler of what comes next (a tail call). Its arguments are the machine's registers, the top of
// the stack among them, and stay in the processor's from handler to handler (preserve_none).
//
// Two tables of handlers: `checked` runs any code and checks and charges each instruction for
// itself. `tuned` runs tuned codes (see TunedCode): gas and stack are checked where a block begins.
// Where such a check fails nothing of the block has happened yet, and the checked handlers take
// over from its beginning; so every frame ends as if each instruction had been checked.
//
// Inside a block the gas register is lower than what is left by the cost of the rest of the block.
// What uses gas there (memory, copies, hashes, cold accounts) fails too early for that; but then
// the frame would have run out of gas in the rest of the block, since nothing else can end it
// there. Instructions that can end the frame otherwise, or pass gas on, end their block.
namespace byline::vm
{
namespace
{
using instructions::Form;
using instructions::form_of;

struct HandlerTable;

#define BYLINE_REGISTERS                                                               \
    const std::uint8_t *at, uint256 *sp, Frame *frame, const HandlerTable *table,      \
        std::int64_t left, std::uint64_t top0, std::uint64_t top1, std::uint64_t top2, \
        std::uint64_t top3

/// What is slow is a handler of its own, so that the fast ones need no stack frame for it.
#define BYLINE_HANDLER [[clang::preserve_none]] Flow
#define BYLINE_RARE_HANDLER [[clang::preserve_none, gnu::noinline, gnu::cold]] Flow

using Handler = Flow (*)(BYLINE_REGISTERS) [[clang::preserve_none]];

/// Whether memory holds the top of the stack in its place too, so that pushing another word need
/// not store it. Each handler is there once for each; what it leaves is known when it is compiled.
enum class Top : std::uint8_t
{
    dirty,
    clean,
};

struct HandlerTable
{
    std::array<std::array<Handler, 256>, 2> handlers;  ///< by Top

    template <Top T>
    [[nodiscard]] Handler at(std::uint8_t code) const noexcept
    {
        return handlers[static_cast<std::size_t>(T)][code];
    }
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

#define BYLINE_TAKE_REGISTERS               \
    Registers r                             \
    {                                       \
        at, sp, frame, table, left, uint256 \
        {                                   \
            top3, top2, top1, top0          \
        }                                   \
    }

#define BYLINE_TAIL_CALL(handler)                                                              \
    [[clang::musttail]] return (handler)(r.at, r.sp, r.frame, r.table, r.left, r.top.words[0], \
        r.top.words[1], r.top.words[2], r.top.words[3])

#define BYLINE_NEXT(top) BYLINE_TAIL_CALL(r.table->at<top>(*r.at))

/// What a handler does at its end.
enum class Step : std::uint8_t
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
    Step step;
};

[[gnu::noinline]] Flow leave(const Registers& r, Flow flow) noexcept
{
    Frame& frame = *r.frame;
    *r.sp = r.top;
    frame.pc = static_cast<std::size_t>(r.at - frame.code_begin);
    frame.height = r.height() / sizeof(uint256);
    frame.gas = r.left;
    return flow;
}

/// Ends the frame by an exception: nothing but the status matters any more.
template <Status How>
BYLINE_RARE_HANDLER fail(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    return leave(r, r.frame->halt(How));
}

extern const HandlerTable checked_table;
extern const HandlerTable tuned_table;

/// Goes on with checked handlers at the beginning of a block.
BYLINE_RARE_HANDLER fall_back(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    const Code& code = *r.frame->code;
    r.at = code.data() + (r.at - r.frame->code_begin);
    r.frame->code_begin = code.data();
    r.table = &checked_table;
    BYLINE_NEXT(Top::dirty);
}

/// Pays for the block that begins at `at`; false, and nothing changed, if the gas or the stack is
/// not such.
BYLINE_INLINE bool pay(Registers& r) noexcept
{
    const Block block = r.frame->blocks[r.at - r.frame->code_begin];
    const std::int64_t left = r.left - block.gas();
    if (left < 0 || r.height() - block.need > block.room) [[unlikely]]
        return false;
    r.left = left;
    return true;
}

/// Enters the block of the JUMPDEST at `at`.
BYLINE_INLINE bool enter_by_jump(Registers& r) noexcept
{
    const bool paid = pay(r);
    r.at += paid ? 1 : 0;
    return paid;
}

/// Enters the block at `at`; if that is one of a JUMPDEST, its handler will.
BYLINE_INLINE bool enter(Registers& r) noexcept
{
    return *r.at == OP_JUMPDEST || pay(r);
}

/// Puts the words of the window where a handler expects them.
template <unsigned Count, unsigned Dirty>
BYLINE_INLINE auto settle(const StackWindow<Count, Dirty>& w, Registers& r, Step step) noexcept
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
};

/// What has been paid for beyond the GAS at `at` (see Block).
template <Mode M>
BYLINE_INLINE std::int64_t rest_of_block(const std::uint8_t* at, const Frame& frame) noexcept
{
    if constexpr (M == Mode::checked)
        return 0;
    else
    {
        const Block& next = frame.blocks[at + 1 - frame.code_begin];
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
BYLINE_INLINE bool jump(Registers& r, const uint256& target, bool known) noexcept
{
    const Frame& frame = *r.frame;
    const std::uint64_t offset = target.words[0];
    if (!known)
    {
        if (!target.fits_uint64() || offset >= frame.code->size()) [[unlikely]]
            return false;
        if (M == Mode::tuned ? !frame.blocks[offset].is_destination()
                             : !frame.code->is_jump_destination(offset)) [[unlikely]]
            return false;
    }
    r.at = frame.code_begin + offset;
    return true;
}

/// JUMP and JUMPI. `Known`: a PUSH of the same sequence named the destination, and it is one.
template <Mode M, Opcode Op, bool Known, typename Window>
BYLINE_INLINE auto run_jump(const Window& given, const std::uint8_t* at, Registers& r) noexcept
{
    constexpr unsigned inputs = opcode_table[Op].inputs;
    const auto w = window::hold<1>(given);
    const uint256 target = window::at<0>(w);
    const bool stays = Op == OP_JUMPI && window::at<inputs - 1>(w).is_zero();
    auto exit = settle(window::drop<inputs>(w), r, Step::jumped);
    if constexpr (Op == OP_JUMPI)
    {
        if (stays)
        {
            r.at = at + 1;
            exit.step = Step::enter;
            return exit;
        }
    }
    if (!jump<M>(r, target, Known))
        exit.step = Step::bad_jump;
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
    if (!can_leave && left < 0) [[unlikely]]
        return {Step::out_of_gas};
    r.sp += traits.outputs - traits.inputs;
    r.top = *r.sp;
    r.at = at + 1;
    if (!can_leave)
        return {Step::next};
    return {flow == Flow::next ? Step::enter : Step::leave};
}

/// Runs a sequence of instructions, the first of them at r.at + Offset.
template <Mode M, std::size_t Offset, bool AfterPush, Opcode Op, Opcode... Rest, typename Window>
BYLINE_INLINE auto run(const Window& w, Registers& r, Flow& flow)
{
    constexpr Form form = form_of<Op>();
    constexpr std::size_t after = Offset + 1 + opcode_table[Op].immediates;
    const std::uint8_t* const at = r.at + Offset;
    const auto go_on = [&](const auto& then) {
        if constexpr (sizeof...(Rest) > 0)
            return run<M, after, instructions::is_push(Op), Rest...>(then, r, flow);
        else
        {
            r.at += after;
            return settle(then, r, Step::next);
        }
    };
    if constexpr (Op == OP_JUMP || Op == OP_JUMPI)
    {
        constexpr bool known = M == Mode::tuned && AfterPush;
        return run_jump<M, Op, known>(w, at, r);
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
        return left < 0 ? Result{Step::out_of_gas} : go_on(then);
    }
    else
    {
        settle(w, r, Step::next);
        return run_in_memory<Op>(at, r, flow);
    }
}

template <Top T>
BYLINE_INLINE auto window_of(const Registers& r) noexcept
{
    return StackWindow<1, T == Top::dirty ? 1 : 0>{r.sp, {r.top}};
}

// ---- Blocks

/// A JUMPDEST that another instruction leads to, not a jump.
template <Top T>
BYLINE_HANDLER tuned_jumpdest(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    if (!enter_by_jump(r)) [[unlikely]]
        BYLINE_TAIL_CALL(fall_back);
    BYLINE_NEXT(T);
}

/// Where a run of the engine begins.
BYLINE_HANDLER begin_tuned(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    if (!enter(r)) [[unlikely]]
        BYLINE_TAIL_CALL(fall_back);
    BYLINE_NEXT(Top::clean);
}

// ---- Checked handlers

/// The code has become hot: goes on in its tuned form, at the JUMPDEST where it is.
BYLINE_RARE_HANDLER tune(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    Frame& f = *r.frame;
    const Revision revision = f.environment->rules.revision;
    f.code->tune(revision);
    const TunedCode& tuned = *f.code->tuned(revision);
    r.at = tuned.bytes.data() + (r.at - f.code_begin);
    f.code_begin = tuned.bytes.data();
    f.blocks = tuned.blocks.data();
    r.table = &tuned_table;
    BYLINE_TAIL_CALL(tuned_jumpdest<Top::dirty>);
}

/// JUMPDESTs stand in rows only in codes that are written to cost time: eight at a time.
BYLINE_INLINE const std::uint8_t* end_of_row(const std::uint8_t* at, std::uint8_t code) noexcept
{
    const std::uint64_t eight = 0x0101010101010101U * code;
    for (std::uint64_t bytes = 0; std::memcpy(&bytes, at, 8), bytes == eight;)
        at += 8;
    while (*at == code)
        ++at;
    return at;
}

template <Top T, Opcode Op>
BYLINE_HANDLER checked(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    constexpr OpcodeTraits traits = opcode_table[Op];
    constexpr int growth = traits.outputs - traits.inputs;
    constexpr unsigned word = sizeof(uint256);
    if constexpr (traits.first != Revision{})
    {
        if (!traits.defined(r.frame->environment->rules.revision)) [[unlikely]]
            BYLINE_TAIL_CALL(fail<Status::undefined_instruction>);
    }
    if constexpr (traits.inputs > 0)
    {
        if (r.height() < traits.inputs * word) [[unlikely]]
            BYLINE_TAIL_CALL(fail<Status::stack_underflow>);
    }
    if constexpr (growth > 0)
    {
        if (r.height() > (Frame::stack_limit - growth) * word) [[unlikely]]
            BYLINE_TAIL_CALL(fail<Status::stack_overflow>);
    }
    if constexpr (traits.gas > 0)
    {
        if (!gas::charge(r.left, traits.gas)) [[unlikely]]
            BYLINE_TAIL_CALL(fail<Status::out_of_gas>);
    }
    Flow flow = Flow::next;
    const auto exit = run<Mode::checked, 0, false, Op>(window_of<T>(r), r, flow);
    switch (exit.step)
    {
        case Step::next:
            break;
        case Step::jumped:
            if (r.frame->code->count_jump()) [[unlikely]]
                BYLINE_TAIL_CALL(tune);
            BYLINE_NEXT(exit.top);
        case Step::enter:
            BYLINE_NEXT(exit.top);
        case Step::leave:
            return leave(r, flow);
        case Step::out_of_gas:
            BYLINE_TAIL_CALL(fail<Status::out_of_gas>);
        case Step::bad_jump:
            BYLINE_TAIL_CALL(fail<Status::bad_jump_destination>);
    }
    BYLINE_NEXT(exit.top);
}

/// One JUMPDEST, and those that follow it directly as far as the gas goes.
template <Top T>
BYLINE_HANDLER checked_jumpdest(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    ++r.at;
    --r.left;
    if (*r.at == OP_JUMPDEST && r.left > 0) [[unlikely]]
    {
        const std::uint8_t* const end = end_of_row(r.at, OP_JUMPDEST);
        const std::int64_t count = std::min<std::int64_t>(end - r.at, r.left);
        r.at += count;
        r.left -= count;
    }
    if (r.left < 0) [[unlikely]]
        BYLINE_TAIL_CALL(fail<Status::out_of_gas>);
    BYLINE_NEXT(T);
}

// ---- Tuned handlers

template <Top T, Opcode... Ops>
BYLINE_HANDLER tuned(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    Flow flow = Flow::next;
    const auto exit = run<Mode::tuned, 0, false, Ops...>(window_of<T>(r), r, flow);
    switch (exit.step)
    {
        case Step::next:
            break;
        case Step::jumped:
            if (!enter_by_jump(r)) [[unlikely]]
                BYLINE_TAIL_CALL(fall_back);
            BYLINE_NEXT(exit.top);
        case Step::enter:
            if (!enter(r)) [[unlikely]]
                BYLINE_TAIL_CALL(fall_back);
            BYLINE_NEXT(exit.top);
        case Step::leave:
            return leave(r, flow);
        case Step::out_of_gas:
            BYLINE_TAIL_CALL(fail<Status::out_of_gas>);
        case Step::bad_jump:
            BYLINE_TAIL_CALL(fail<Status::bad_jump_destination>);
    }
    BYLINE_NEXT(exit.top);
}

template <Top T>
BYLINE_HANDLER skip_paid_jumpdests(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    r.at = end_of_row(r.at, paid_jumpdest_code);
    BYLINE_NEXT(T);
}

// ---- Tables

using Handlers = std::array<Handler, 256>;

template <Top T>
consteval Handlers make_checked_handlers()
{
    Handlers handlers{};
    handlers.fill(fail<Status::undefined_instruction>);
    [&]<std::size_t... Codes>(std::index_sequence<Codes...> /*codes*/) {
        (
            [&] {
                if constexpr (!opcode_table[Codes].name.empty() && Codes != OP_JUMPDEST)
                    handlers[Codes] = checked<T, static_cast<Opcode>(Codes)>;
            }(),
            ...);
    }(std::make_index_sequence<256>{});
    handlers[OP_JUMPDEST] = checked_jumpdest<T>;
    return handlers;
}

template <Top T, std::size_t Index, std::size_t... Is>
consteval Handler fused_handler(std::index_sequence<Is...> /*sequence*/)
{
    return tuned<T, fusions[Index].opcodes[Is]...>;
}

template <Top T>
consteval Handlers make_tuned_handlers()
{
    Handlers handlers{};
    handlers.fill(fail<Status::undefined_instruction>);
    [&]<std::size_t... Codes>(std::index_sequence<Codes...> /*codes*/) {
        (
            [&] {
                if constexpr (!opcode_table[Codes].name.empty() && Codes != OP_JUMPDEST)
                    handlers[Codes] = tuned<T, static_cast<Opcode>(Codes)>;
            }(),
            ...);
    }(std::make_index_sequence<256>{});
    handlers[OP_JUMPDEST] = tuned_jumpdest<T>;
    handlers[paid_jumpdest_code] = skip_paid_jumpdests<T>;
    [&]<std::size_t... Is>(std::index_sequence<Is...> /*fusions*/) {
        ((handlers[fusions[Is].code] =
                 fused_handler<T, Is>(std::make_index_sequence<fusions[Is].length>{})),
            ...);
    }(std::make_index_sequence<fusions.size()>{});
    return handlers;
}

constexpr HandlerTable checked_table{
    {make_checked_handlers<Top::dirty>(), make_checked_handlers<Top::clean>()}};
constexpr HandlerTable tuned_table{
    {make_tuned_handlers<Top::dirty>(), make_tuned_handlers<Top::clean>()}};
}  // namespace

Flow run_threaded(Frame& frame)
{
    Code& code = *frame.code;
    uint256* const sp = frame.stack() + frame.height - 1;
    const TunedCode* const tuned = code.tuned(frame.environment->rules.revision);
    if (tuned != nullptr && frame.pc < tuned->blocks.size() && tuned->blocks[frame.pc].begins())
    {
        frame.blocks = tuned->blocks.data();
        frame.code_begin = tuned->bytes.data();
        return begin_tuned(frame.code_begin + frame.pc, sp, &frame, &tuned_table, frame.gas,
            sp->words[0], sp->words[1], sp->words[2], sp->words[3]);
    }
    frame.code_begin = code.data();
    const std::uint8_t* const at = frame.code_begin + frame.pc;
    return checked_table.at<Top::clean>(*at)(at, sp, &frame, &checked_table, frame.gas,
        sp->words[0], sp->words[1], sp->words[2], sp->words[3]);
}
}  // namespace byline::vm

#endif
