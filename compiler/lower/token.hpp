#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// ERC-20 tokens under rule M13. A call succeeded where it did not fail and answered 1, or nothing
/// while there is code.

/// Reverts with Locked() where the call comes from inside a payment. Nothing in ether licences.
void require_unlocked(Lowering& l);

/// From here on to `unlock` no function that writes can be called: the token may call anybody.
void lock(Lowering& l);

/// Takes exactly that much of the token from the caller: WrongPayment(price, what came) where the
/// balance grew by something else, TransferFailed() where the token refused. Only while locked.
void take_token(Lowering& l, ir::ValueId price);

/// The end of a function that took tokens.
void unlock(Lowering& l);

/// Sends tokens; TransferFailed(). Locked meanwhile where the licence has absorb().
void send_token(Lowering& l, ir::ValueId to, ir::ValueId amount);

/// The licence's balance of the token; TransferFailed() where it has none to tell.
ir::ValueId token_balance(Lowering& l);

/// The body of absorb() (rule M6): tokens that nobody has counted become receipts of the default
/// bucket. NothingToClaim() where there are none.
void lower_absorb(Lowering& l);
}  // namespace byline::compiler
