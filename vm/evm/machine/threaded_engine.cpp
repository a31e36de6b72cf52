#include "vm/evm/machine/engines.hpp"

#ifdef BYLINE_THREADED_ENGINE

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/fusion.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/sequence.hpp"
#include "vm/evm/machine/stack_window.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
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
// there. Instructions that can end the frame otherwise, or pass gas on, end their block; a JUMPI
// does so if something before it uses gas. Otherwise the block goes on behind the JUMPI, and the
// jump gives back what the rest would have cost.
namespace byline::vm
{
namespace threaded
{
#define BYLINE_REGISTERS                                                               \
    const std::uint8_t *at, uint256 *sp, Frame *frame, const HandlerTable *table,      \
        std::int64_t left, std::uint64_t top0, std::uint64_t top1, std::uint64_t top2, \
        std::uint64_t top3

using Handler = Flow (*)(BYLINE_REGISTERS) [[clang::preserve_none]];

struct HandlerTable
{
    std::array<std::array<Handler, 256>, 2> handlers;  ///< by Top

    template <Top T>
    [[nodiscard]] Handler at(std::uint8_t code) const noexcept
    {
        return handlers[static_cast<std::size_t>(T)][code];
    }
};
}  // namespace threaded

namespace
{
using namespace threaded;

// NOLINTBEGIN(readability-function-size): as many parameters as the machine has registers.

/// What is slow is a handler of its own, so that the fast ones need no stack frame for it.
#define BYLINE_HANDLER [[clang::preserve_none]] Flow
#define BYLINE_RARE_HANDLER [[clang::preserve_none, gnu::noinline, gnu::cold]] Flow

BYLINE_INLINE Registers take(BYLINE_REGISTERS) noexcept
{
    return {at, sp, frame, table, left, uint256{top3, top2, top1, top0}};
}

#define BYLINE_TAKE_REGISTERS Registers r = take(at, sp, frame, table, left, top0, top1, top2, top3)

#define BYLINE_TAIL_CALL(handler)                                                              \
    [[clang::musttail]] return (handler)(r.at, r.sp, r.frame, r.table, r.left, r.top.words[0], \
        r.top.words[1], r.top.words[2], r.top.words[3])

#define BYLINE_NEXT(top) BYLINE_TAIL_CALL(r.table->at<top>(*r.at))

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

/// Goes on with checked handlers at the beginning of a block, and up to the next jump: what is not
/// enough for a block may be enough for the part of it that is run.
BYLINE_RARE_HANDLER fall_back(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    Code& code = *r.frame->code;
    code.count_down_to_one_jump();
    r.at = code.data() + (r.at - r.frame->code_begin);
    r.frame->code_begin = code.data();
    r.table = &checked_table;
    BYLINE_NEXT(Top::dirty);
}

/// Where the block that a jump leads to could not be entered: there may be none.
BYLINE_RARE_HANDLER fall_back_at_destination(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    if (!r.frame->blocks[r.at - r.frame->code_begin].is_destination())
        BYLINE_TAIL_CALL(fail<Status::bad_jump_destination>);
    BYLINE_TAIL_CALL(fall_back);
}

/// Pays for the block that begins at `at`; false, and nothing changed, if the gas or the stack is
/// not such. `shared_record`, if not 0, is where its record is.
BYLINE_INLINE bool pay(Registers& r, std::uint8_t shared_record = 0) noexcept
{
    const CodeBlock block =
        r.frame->blocks[shared_record != 0 ? TunedCode::shared_place(shared_record)
                                           : r.at - r.frame->code_begin];
    const std::int64_t left = r.left - block.gas();
    if (left < 0 || r.height() - block.need > block.room) [[unlikely]]
        return false;
    r.left = left;
    return true;
}

/// Enters the block of the JUMPDEST at `at`.
BYLINE_INLINE bool enter_by_jump(Registers& r, std::uint8_t shared_record = 0) noexcept
{
    const bool paid = pay(r, shared_record);
    r.at += paid ? 1 : 0;
    return paid;
}

/// Enters the block at `at`; if that is one of a JUMPDEST, its handler will.
BYLINE_INLINE bool enter(Registers& r) noexcept
{
    return *r.at == OP_JUMPDEST || pay(r);
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

/// The code is hot: goes on in its tuned form, at the JUMPDEST where it is.
BYLINE_RARE_HANDLER tune(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    Frame& f = *r.frame;
    const Revision revision = f.environment->rules.revision;
    f.code->tune(revision);
    const TunedCode& tuned = *f.code->tuned(revision);
    r.at = tuned.data() + (r.at - f.code_begin);
    f.code_begin = tuned.data();
    f.blocks = tuned.blocks();
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
    const auto exit = run<Mode::checked, 0, 0, Op>(window_of<T>(r), r, flow);
    switch (exit.step)
    {
        case Onward::next:
            break;
        case Onward::jumped:
            if (r.frame->code->count_jump()) [[unlikely]]
                BYLINE_TAIL_CALL(tune);
            BYLINE_NEXT(exit.top);
        case Onward::enter:
            BYLINE_NEXT(exit.top);
        case Onward::leave:
            return leave(r, flow);
        case Onward::out_of_gas:
            BYLINE_TAIL_CALL(fail<Status::out_of_gas>);
        case Onward::bad_jump:
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

template <Top T, Mode M, Opcode... Ops>
BYLINE_HANDLER tuned(BYLINE_REGISTERS)
{
    BYLINE_TAKE_REGISTERS;
    Flow flow = Flow::next;
    const auto exit = run<M, 0, 0, Ops...>(window_of<T>(r), r, flow);
    switch (exit.step)
    {
        case Onward::next:
            break;
        case Onward::jumped:
            if (!enter_by_jump(r, exit.shared_record)) [[unlikely]]
                BYLINE_TAIL_CALL(fall_back_at_destination);
            BYLINE_NEXT(exit.top);
        case Onward::enter:
            if (!enter(r)) [[unlikely]]
                BYLINE_TAIL_CALL(fall_back);
            BYLINE_NEXT(exit.top);
        case Onward::leave:
            return leave(r, flow);
        case Onward::out_of_gas:
            BYLINE_TAIL_CALL(fail<Status::out_of_gas>);
        case Onward::bad_jump:
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

// NOLINTEND(readability-function-size)

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
consteval void add_fused_handlers(Handlers& handlers, std::index_sequence<Is...> /*sequence*/)
{
    constexpr Fusion fusion = fusions[Index];
    handlers[fusion.code] = tuned<T, Mode::tuned, fusion.opcodes[Is]...>;
    if constexpr (fusion.is_branch())
        handlers[fusion.inner_code] = tuned<T, Mode::inner, fusion.opcodes[Is]...>;
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
                    handlers[Codes] = tuned<T, Mode::tuned, static_cast<Opcode>(Codes)>;
            }(),
            ...);
    }(std::make_index_sequence<256>{});
    handlers[OP_JUMPDEST] = tuned_jumpdest<T>;
    handlers[paid_jumpdest_code] = skip_paid_jumpdests<T>;
    handlers[inner_jumpi_code] = tuned<T, Mode::inner, OP_JUMPI>;
    [&]<std::size_t... Is>(std::index_sequence<Is...> /*fusions*/) {
        (add_fused_handlers<T, Is>(handlers, std::make_index_sequence<fusions[Is].length>{}), ...);
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
    const Code& code = *frame.code;
    uint256* const sp = frame.stack() + frame.height - 1;
    const TunedCode* const tuned = code.tuned(frame.environment->rules.revision);
    if (tuned != nullptr && tuned->begins_block(frame.pc))
    {
        frame.blocks = tuned->blocks();
        frame.code_begin = tuned->data();
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
