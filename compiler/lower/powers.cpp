#include "compiler/lower/powers.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/keep.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/returns.hpp"
#include "compiler/sema/rational.hpp"

#include <cstddef>

namespace byline::compiler
{
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned time_bits = 64;
constexpr unsigned address_bits = 160;

ValueId load(Lowering& l, std::size_t slot)
{
    return l.b.emit(Operation::sload, {l.b.constant(slot)});
}

/// Ends a pause, or begins one: until when is all that is kept of it.
void set_pause(Lowering& l, ValueId until)
{
    l.b.emit(Operation::sstore, {l.b.constant(*l.context.storage.pause), until});
    log_event(l, "PausedUntil", {until});
    l.b.end(ExitKind::stop);
}

/// After a pause there is none for as long as a pause may be.
void begin_pause(Lowering& l)
{
    const ValueId longest = l.b.constant(l.context.licence.pause->longest);
    const ValueId ended = load(l, *l.context.storage.pause);
    const ValueId earliest =
        l.b.emit(Operation::mul, {l.b.emit(Operation::add, {ended, longest}),
                                     l.b.emit(Operation::gt, {ended, l.b.constant(0)})});
    const ValueId now = l.b.emit(Operation::timestamp);
    l.failures.end_if(
        l.b.emit(Operation::lt, {now, earliest}), "TooEarly(uint64)", {earliest}, "may_pause");
    set_pause(l, l.b.emit(Operation::add, {l.b.emit(Operation::timestamp), longest}));
}

/// What has ended already stays as it was: the time without a pause counts from its end.
void end_pause(Lowering& l)
{
    const ValueId until = load(l, *l.context.storage.pause);
    const ir::BlockId over = l.b.new_block("no_pause");
    const ValueId running = l.b.emit(
        Operation::iszero, {l.b.emit(Operation::gt, {until, l.b.emit(Operation::timestamp)})});
    l.b.leave_if(running, over, "paused");
    set_pause(l, l.b.emit(Operation::timestamp));
    l.b.continue_in(over);
    l.b.end(ExitKind::stop);
}
}  // namespace

void lower_royalty_info(Lowering& l)
{
    const Rational& share = l.context.licence.royalty->share;
    require_words(l, 2);
    const ValueId price =
        l.b.emit(Operation::calldataload, {l.b.constant(selector_size + word_size)});
    const ValueId numerator = l.b.constant(share.numerator());
    const ValueId denominator = l.b.constant(share.denominator());
    // price / d * n + price % d * n / d: neither product can wrap, for n < d < 2^128.
    const ValueId whole =
        l.b.emit(Operation::mul, {l.b.emit(Operation::div, {price, denominator}), numerator});
    const ValueId rest =
        l.b.emit(Operation::mul, {l.b.emit(Operation::mod, {price, denominator}), numerator});
    give(l, {l.b.emit(Operation::self),
                l.b.emit(Operation::add, {whole, l.b.emit(Operation::div, {rest, denominator})})});
}

void lower_pause_function(Lowering& l, const ExternalFunction& function)
{
    require_actor(l, {l.context.licence.pause->by});
    if (function.kind == FunctionKind::pause)
        begin_pause(l);
    else
        end_pause(l);
}

void lower_upgrade_function(Lowering& l, const ExternalFunction& function)
{
    const std::size_t slot = *l.context.storage.successor;
    if (function.kind == FunctionKind::successor)
    {
        const ValueId word = load(l, slot);
        return give(l, {field_of(l, word, 0, address_bits),
                           l.b.emit(Operation::shr, {l.b.constant(address_bits), word})});
    }
    require_actor(l, {*l.context.licence.upgrade->by});
    require_words(l, 1);
    const ValueId successor = load_argument(l, 0, account_type());
    // Published once, and never replaced.
    l.b.leave_if(load(l, slot), l.failures.with_caller("NotAllowed(address)"), "first");
    const ValueId bad = l.b.emit(
        Operation::bit_or, {l.b.emit(Operation::iszero, {successor}),
                               l.b.emit(Operation::eq, {successor, l.b.emit(Operation::self)})});
    l.failures.end_if(bad, "BadParty(address)", {successor}, "another");
    const ValueId at = l.b.emit(Operation::add,
        {l.b.emit(Operation::timestamp), l.b.constant(l.context.licence.upgrade->notice)});
    l.b.emit(Operation::sstore,
        {l.b.constant(slot),
            l.b.emit(Operation::bit_or,
                {l.b.emit(Operation::shl, {l.b.constant(address_bits), at}), successor})});
    log_event(l, "Successor", {successor, at});
    l.b.end(ExitKind::stop);
}

void require_running(Lowering& l)
{
    if (l.context.storage.pause)
    {
        const ValueId until = load(l, *l.context.storage.pause);
        l.failures.end_if(l.b.emit(Operation::gt, {until, l.b.emit(Operation::timestamp)}),
            "Paused(uint64)", {until}, "not_paused");
    }
    if (!l.context.storage.successor)
        return;
    const ValueId at = l.b.emit(
        Operation::shr, {l.b.constant(address_bits), load(l, *l.context.storage.successor)});
    // at <= now, and not 0: less 1 that would be the largest of all.
    const ValueId over = l.b.emit(Operation::lt,
        {l.b.emit(Operation::sub, {at, l.b.constant(1)}), l.b.emit(Operation::timestamp)});
    const ValueId for_ever = l.b.constant((uint256{1} << time_bits) - 1);
    l.failures.end_if(over, "Paused(uint64)", {for_ever}, "not_succeeded");
}
}  // namespace byline::compiler
