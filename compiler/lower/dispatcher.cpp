#include "compiler/lower/dispatcher.hpp"

#include "compiler/lower/context.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
/// Of more functions, a comparison finds out first in which half the selector is. It costs as much
/// as a test for one selector.
constexpr std::size_t max_in_a_row = 8;

/// What a call pays to reach a function depends on how many are asked for before it.
enum class Rank : std::uint8_t
{
    takes_payment,
    claim,
    act,
    view,
    other,
    getter,
};

Rank rank_of(const Licence& licence, const ExternalFunction& function)
{
    switch (function.kind)
    {
        case FunctionKind::act:
        case FunctionKind::act_with_permit:
            return licence.acts[function.index].takes ? Rank::takes_payment : Rank::act;
        case FunctionKind::claim:
        case FunctionKind::claim_for:
        case FunctionKind::claim_to:
        case FunctionKind::epochs_claim:
            return Rank::claim;
        case FunctionKind::view:
            return Rank::view;
        default:
            return function.is_view ? Rank::getter : Rank::other;
    }
}

constexpr std::array ranks{
    Rank::takes_payment, Rank::claim, Rank::act, Rank::view, Rank::other, Rank::getter};

/// Within a rank, in the order of the ABI.
std::vector<const ExternalFunction*> by_rank(const Context& context)
{
    std::vector<const ExternalFunction*> functions;
    for (const Rank rank : ranks)
    {
        for (const ExternalFunction& function : context.interface.functions)
        {
            if (rank_of(context.licence, function) == rank)
                functions.push_back(&function);
        }
    }
    return functions;
}

bool has_account_alone(const ExternalFunction& function)
{
    return function.inputs.size() == 1 && function.inputs.front().type == "address";
}

std::uint32_t own_selector(const ExternalFunction& function)
{
    return selector_of(signature_of(function));
}
}  // namespace

Dispatcher::Dispatcher(Lowering& l, Body body) : l_{l}, body_{std::move(body)}
{}

void Dispatcher::body(const ExternalFunction& function)
{
    l_.b.locate(function.span);
    // A call of fewer than four bytes reads as one whose selector ends in zeros.
    if (function.inputs.empty() && (own_selector(function) & 0xff) == 0)
    {
        const ValueId size = l_.b.emit(Operation::calldatasize);
        const ValueId short_of = l_.b.emit(Operation::lt, {size, l_.b.constant(selector_size)});
        l_.b.leave_if(short_of, l_.failures.refuse(), "complete");
    }
    body_(function);
}

void Dispatcher::one_by_one(const List& list, BlockId otherwise)
{
    for (const ExternalFunction* function : list)
    {
        l_.b.locate(function->span);
        const BlockId target = l_.b.new_block(function->name);
        const ValueId own = l_.b.constant(own_selector(*function));
        l_.b.leave_if(l_.b.emit(Operation::eq, {selector_, own}), target, "not_" + function->name);
        const BlockId next = l_.b.current();
        l_.b.continue_in(target);
        body(*function);
        l_.b.continue_in(next);
    }
    l_.b.jump(otherwise);
}

// A list is halved at each step.
// NOLINTNEXTLINE(misc-no-recursion)
void Dispatcher::among(const List& list, BlockId otherwise)
{
    if (list.size() <= max_in_a_row)
        return one_by_one(list, otherwise);
    std::vector<std::uint32_t> selectors;
    for (const ExternalFunction* function : list)
        selectors.push_back(own_selector(*function));
    std::ranges::sort(selectors);
    const std::uint32_t middle = selectors[selectors.size() / 2];
    List lower;
    List upper;
    for (const ExternalFunction* function : list)
        (own_selector(*function) < middle ? lower : upper).push_back(function);
    const BlockId below = l_.b.new_block("below");
    const ValueId is_below = l_.b.emit(Operation::lt, {selector_, l_.b.constant(middle)});
    l_.b.leave_if(is_below, below, "not_below");
    among(upper, otherwise);
    l_.b.continue_in(below);
    among(lower, otherwise);
}

/// The first one is reached without a jump.
void Dispatcher::paid(const List& list)
{
    if (list.empty())
        return;
    const ExternalFunction& first = *list.front();
    l_.b.locate(first.span);
    const BlockId others = l_.b.new_block("others");
    const ValueId own = l_.b.constant(own_selector(first));
    l_.b.leave_if(l_.b.emit(Operation::bit_xor, {selector_, own}), others, first.name);
    body(first);
    l_.b.continue_in(others);
    const BlockId unpaid = l_.b.new_block("unpaid");
    among({list.begin() + 1, list.end()}, unpaid);
    l_.b.continue_in(unpaid);
}

void Dispatcher::receive()
{
    // Rule M6: 2,300 gas must do, so nothing is written or logged.
    const BlockId receive = l_.b.new_block("receive");
    l_.b.leave_if(
        l_.b.emit(Operation::iszero, {l_.b.emit(Operation::calldatasize)}), receive, "call");
    const BlockId next = l_.b.current();
    l_.b.continue_in(receive);
    l_.b.end(ExitKind::stop);
    l_.b.continue_in(next);
}

void Dispatcher::run()
{
    const Interface& interface = l_.context.interface;
    List payable;
    List taking;
    List without_words;
    List with_words;
    List with_account;
    List getters;
    for (const ExternalFunction* function : by_rank(l_.context))
    {
        const bool takes = rank_of(l_.context.licence, *function) == Rank::takes_payment;
        List& list = function->is_payable           ? payable
                     : takes                        ? taking
                     : has_account_alone(*function) ? with_account
                     : !function->inputs.empty()    ? with_words
                     : function->is_view            ? getters
                                                    : without_words;
        list.push_back(function);
    }
    const Span span = l_.context.licence.span;
    l_.b.locate(span);
    selector_ = l_.b.emit(Operation::shr,
        {l_.b.constant(224), l_.b.emit(Operation::calldataload, {l_.b.constant(0)})});
    paid(payable);
    l_.b.locate(span);
    if (interface.receives)
        receive();
    l_.b.leave_if(l_.b.emit(Operation::callvalue), l_.failures.refuse(), "free");
    paid(taking);
    const BlockId plain = l_.b.new_block("plain");
    const BlockId worded = l_.b.new_block("worded");
    among(without_words, worded);
    l_.b.continue_in(worded);
    arguments(with_words, with_account, plain);
    l_.b.continue_in(plain);
    among(getters, l_.failures.refuse());
}

/// Data behind the selector does not make a getter another function: what has no argument, or none
/// that is an account, may still be one.
void Dispatcher::arguments(const List& with_words, const List& with_account, BlockId plain)
{
    l_.b.locate(l_.context.licence.span);
    const ValueId size = l_.b.emit(Operation::calldatasize);
    const ValueId none = l_.b.emit(Operation::lt, {size, l_.b.constant(selector_size + word_size)});
    l_.b.leave_if(none, plain, "argument");
    l_.known_words = 1;
    const BlockId accounts = l_.b.new_block("accounts");
    among(with_words, accounts);
    l_.b.continue_in(accounts);
    l_.b.locate(l_.context.licence.span);
    const ValueId account = l_.b.emit(Operation::calldataload, {l_.b.constant(selector_size)});
    const ValueId dirty = l_.b.emit(Operation::shr, {l_.b.constant(160), account});
    l_.b.leave_if(dirty, plain, "account");
    l_.first_is_account = true;
    among(with_account, plain);
    l_.first_is_account = false;
    l_.known_words = 0;
}
}  // namespace byline::compiler
