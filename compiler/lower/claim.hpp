#pragma once

#include "compiler/lower/context.hpp"

#include <cstddef>
#include <optional>

namespace byline::compiler
{
/// The body of claim(), claimFor(address) or claimTo(address): all that the payee may withdraw from
/// all splits, waterfalls and pools goes out in one transfer. A stranger gets NotAllowed(payee),
/// who has nothing to withdraw NothingToClaim().
void lower_claim(Lowering& l, FunctionKind kind);

/// The body of claimable(address), or of one bucket's.
void lower_claimable(Lowering& l, std::optional<std::size_t> bucket);

/// The body of received(), or of one bucket's.
void lower_received(Lowering& l, std::optional<std::size_t> bucket);

/// The body of surplus(): the ether, or the tokens, that belong to nobody (rule M1).
void lower_surplus(Lowering& l);

/// What the account may withdraw from a split, waterfall or pool.
ir::ValueId claimable(Lowering& l, std::size_t bucket, ir::ValueId account);

/// All that the bucket ever received: its part of the group's receipts, rounded down.
ir::ValueId received(Lowering& l, std::size_t bucket);
}  // namespace byline::compiler
