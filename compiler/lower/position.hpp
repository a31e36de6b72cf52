#pragma once

#include "compiler/lower/context.hpp"

#include <cstddef>

namespace byline::compiler
{
/// How an account stands in a bucket that can be claimed from.
struct ClaimPosition
{
    ir::ValueId receipts = 0;  ///< R of the bucket's group
    ir::ValueId key = 0;       ///< not zero: the bucket knows the account
    ir::ValueId amount = 0;    ///< what it may withdraw now
    ir::ValueId counter = 0;   ///< the word that counts what was withdrawn
    ir::ValueId slot = 0;      ///< of a pool: where `counter` lies
    ir::ValueId claimed = 0;   ///< of a pool: the word that counts what all have withdrawn
};

/// Finds it out. Rule M3: reverts with Overflow() where a number is too large to be counted.
ClaimPosition position_of(Lowering& l, std::size_t bucket, ir::ValueId account);

/// Counts that all of `position.amount` was withdrawn.
void count_claim(Lowering& l, std::size_t bucket, const ClaimPosition& position);

/// All that was ever withdrawn from the bucket.
ir::ValueId paid_from(Lowering& l, std::size_t bucket);
}  // namespace byline::compiler
