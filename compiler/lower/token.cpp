#include "compiler/lower/token.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/token_call.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
/// The slot of transient storage that says that a payment is under way.
constexpr std::uint64_t lock_slot = 0;

ValueId has_word(Lowering& l)
{
    return l.b.emit(
        Operation::lt, {l.b.constant(word_size - 1), l.b.emit(Operation::returndatasize)});
}

/// Goes on where a transfer was done; `called` is what CALL gave.
void require_done(Lowering& l, ValueId called)
{
    const ValueId is_true =
        l.b.emit(Operation::eq, {l.b.emit(Operation::mload, {l.b.constant(0)}), l.b.constant(1)});
    const ValueId said_so = l.b.emit(Operation::bit_and, {has_word(l), is_true});
    const BlockId done = l.b.new_block("transferred");
    l.b.leave_if(l.b.emit(Operation::bit_and, {called, said_so}), done, "said_nothing");
    const ValueId has_code =
        l.b.emit(Operation::gt, {l.b.emit(Operation::extcodesize, {token(l)}), l.b.constant(0)});
    const ValueId silent = l.b.emit(Operation::iszero, {l.b.emit(Operation::returndatasize)});
    const ValueId good =
        l.b.emit(Operation::bit_and, {l.b.emit(Operation::bit_and, {silent, has_code}), called});
    l.b.leave_if(l.b.emit(Operation::iszero, {good}),
        l.failures.without_arguments("TransferFailed"), "silently_transferred");
    l.b.jump(done);
    l.b.continue_in(done);
}
}  // namespace

void require_unlocked(Lowering& l)
{
    if (!l.context.licence.currency.is_token())
        return;
    l.b.leave_if(l.b.emit(Operation::tload, {l.b.constant(lock_slot)}),
        l.failures.without_arguments("Locked"), "unlocked");
}

void lock(Lowering& l)
{
    l.b.emit(Operation::tstore, {l.b.constant(lock_slot), l.b.constant(1)});
}

ValueId token_balance(Lowering& l)
{
    const std::uint64_t size = write_call(l, "balanceOf(address)", {l.b.emit(Operation::self)});
    const ValueId zero = l.b.constant(0);
    const ValueId called =
        l.b.emit(Operation::staticcall, {l.b.emit(Operation::gas), token(l), zero,
                                            l.b.constant(size), zero, l.b.constant(word_size)});
    const ValueId answered = l.b.emit(Operation::bit_and, {called, has_word(l)});
    l.b.leave_if(l.b.emit(Operation::iszero, {answered}),
        l.failures.without_arguments("TransferFailed"), "balance_known");
    return l.b.emit(Operation::mload, {zero});
}

void take_token(Lowering& l, ValueId price)
{
    const ValueId before = token_balance(l);
    const std::uint64_t size = write_call(l, "transferFrom(address,address,uint256)",
        {l.b.emit(Operation::caller), l.b.emit(Operation::self), price});
    require_done(l, call_token(l, size));
    const ValueId came = l.b.emit(Operation::sub, {token_balance(l), before});
    l.failures.end_if(l.b.emit(Operation::bit_xor, {came, price}), "WrongPayment(uint256,uint256)",
        {price, came}, "paid");
}

void unlock(Lowering& l)
{
    l.b.emit(Operation::tstore, {l.b.constant(lock_slot), l.b.constant(0)});
}

void send_token(Lowering& l, ValueId to, ValueId amount)
{
    // What was counted out already and has not left yet would be absorbed.
    const bool absorbs = default_bucket(l.context.licence) != nullptr;
    if (absorbs)
        lock(l);
    require_done(l, call_token(l, write_call(l, "transfer(address,uint256)", {to, amount})));
    if (absorbs)
        unlock(l);
}

void lower_absorb(Lowering& l)
{
    const ValueId balance = token_balance(l);
    const ValueId known = accounted_tokens(l);
    const ValueId none = l.b.emit(Operation::iszero, {l.b.emit(Operation::gt, {balance, known})});
    l.b.leave_if(none, l.failures.without_arguments("NothingToClaim"), "something_came");
    const Bucket* target = default_bucket(l.context.licence);
    receive_payment(l, {.price = {}, .group = target->group, .account = {}, .span = target->span},
        l.b.emit(Operation::sub, {balance, known}), {});
    l.b.end(ExitKind::stop);
}
}  // namespace byline::compiler
