#pragma once

#include "compiler/lower/context.hpp"
#include "compiler/sema/statement.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace byline::compiler
{
/// Where money lies: a bucket, or an account's tab.
struct Holding
{
    std::size_t bucket = 0;
    std::optional<ir::ValueId> account = {};  ///< of a tab
};

/// R of rule M1: all that the group ever received, below 2^128, or Overflow(). Of epochs that are
/// residual: what lies in them (rule M8).
ir::ValueId receipts(Lowering& l, std::size_t group);

/// The same, for who checks it together with other numbers.
ir::ValueId unchecked_receipts(Lowering& l, std::size_t group);

/// Counts what came in with an act: a tab, a pot or a counter of receipts grows, and H with it. The
/// residual group counts nothing.
void receive_payment(
    Lowering& l, const Takes& takes, ir::ValueId amount, std::optional<ir::ValueId> account);

/// What a pot or an account's tab holds.
ir::ValueId held(Lowering& l, std::size_t bucket, std::optional<ir::ValueId> account);

/// Takes the amount out of a tab or a pot, for somebody who is paid by `send` at the end of the
/// function. Goes to `not_enough` where it holds less, or where the account is leaving its tab and
/// may withdraw already (rule M9).
void draw(Lowering& l, const Holding& from, ir::ValueId amount, ir::BlockId not_enough);

/// The same into another bucket.
void move(Lowering& l, const Holding& from, const Holding& to, ir::ValueId amount,
    ir::BlockId not_enough);

/// The one transfer of a function, after all counters are written (rule M2); TransferFailed() where
/// it fails. What the other side answers is not read.
void send(Lowering& l, ir::ValueId to, ir::ValueId amount);

/// The end of the name of a function that reads receipts: what it gives depends on whether the
/// payment is among them yet.
std::string when_read(const Lowering& l);

/// Goes on only where the value is below 2^128; else Overflow() (rule M3).
void require_amount(Lowering& l, ir::ValueId value);

/// The parts of a tab's or a pot's word: {amount 128 | a time}.
ir::ValueId amount_in(Lowering& l, ir::ValueId word);
ir::ValueId time_in(Lowering& l, ir::ValueId word);
ir::ValueId amount_and_time(Lowering& l, ir::ValueId amount, ir::ValueId time);

/// The slot of an account's tab.
ir::ValueId tab_slot(Lowering& l, std::size_t bucket, ir::ValueId account);

/// What the licence must have of its token: receipts that were not paid out, and H.
ir::ValueId accounted_tokens(Lowering& l);

/// Whether what the bucket holds is a part of H.
bool is_held(const Lowering& l, std::size_t bucket);

/// H of rule M1 grows or shrinks; nothing where it is not counted. What makes it 2^128 reverts with
/// Overflow().
void add_to_held(Lowering& l, ir::ValueId amount);
void take_from_held(Lowering& l, ir::ValueId amount);
}  // namespace byline::compiler
