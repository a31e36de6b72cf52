#include "compiler/lower/pot.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/returns.hpp"

namespace byline::compiler
{
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
/// Anyone may call: it pays nobody but the party that the rule names.
void exit_pot(Lowering& l, const PotRule& rule, ValueId slot, ValueId word)
{
    const ValueId amount = amount_in(l, word);
    const ValueId empty = l.b.emit(Operation::iszero, {amount});
    l.b.leave_if(empty, l.failures.without_arguments("NothingToClaim"), "full");
    const ValueId at = l.b.emit(Operation::add, {time_in(l, word), l.b.constant(rule.exit_after)});
    const ValueId early = l.b.emit(Operation::gt, {at, l.b.emit(Operation::timestamp)});
    l.failures.end_if(early, "TooEarly(uint64)", {at}, "may_exit");
    l.b.emit(Operation::sstore, {slot, l.b.constant(0)});
    take_from_held(l, amount);
    const ValueId to = party_address(l, rule.exit_to);
    log_event(l, "Exited", {to, amount});
    send(l, to, amount);
    l.b.end(ExitKind::stop);
}
}  // namespace

void lower_pot_function(Lowering& l, const ExternalFunction& function)
{
    const ValueId slot = l.b.constant(l.context.storage.buckets[function.index].slot);
    const ValueId word = l.b.emit(Operation::sload, {slot});
    if (function.kind == FunctionKind::pot_exit)
        return exit_pot(
            l, std::get<PotRule>(l.context.licence.buckets[function.index].rule), slot, word);
    give(l, {amount_in(l, word), time_in(l, word)});
}
}  // namespace byline::compiler
