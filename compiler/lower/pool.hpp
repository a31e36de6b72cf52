#pragma once

#include "compiler/lower/position.hpp"
#include "compiler/sema/statement.hpp"

#include <cstddef>

namespace byline::compiler
{
/// The body of a pool's getters: the shares of an account, or all of them.
void lower_pool_function(Lowering& l, const ExternalFunction& function);

/// Rule M7: an account gets shares, or loses some, and the event says how many it has now. The
/// accounts zero and self are BadParty(account); more shares than 2^64 - 1, or less than none, are
/// Overflow().
void change_shares(Lowering& l, const GrantEffect& effect, ir::ValueId account, ir::ValueId amount);

ir::ValueId pool_shares(Lowering& l, std::size_t pool, ir::ValueId account);
ir::ValueId pool_total(Lowering& l, std::size_t pool);

/// Rule M15: all that `from` could withdraw from the pool is `to`'s; the shares stay. For the party
/// that gets what comes in while the pool is empty.
void hand_over_due(Lowering& l, std::size_t pool, ir::ValueId from, ir::ValueId to);

// The parts of position.hpp for pools.
ClaimPosition pool_position(Lowering& l, std::size_t bucket, ir::ValueId account);
void count_pool_claim(Lowering& l, std::size_t bucket, const ClaimPosition& position);
ir::ValueId paid_from_pool(Lowering& l, std::size_t bucket);
}  // namespace byline::compiler
