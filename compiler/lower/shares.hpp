#pragma once

#include "compiler/lower/position.hpp"

#include <cstddef>

namespace byline::compiler
{
/// The parts of position.hpp for splits and waterfalls.
///
/// With the receipts R of the bucket's group, its factor and the tiers' bounds, a payee is entitled
/// to the sum over the tiers of what of R falls into the tier times the payee's share of it times
/// the factor, rounded down once. A bound that the factor leaves between two amounts is met by the
/// next one (R4 of the scenarios).
ClaimPosition share_position(Lowering& l, std::size_t bucket, ir::ValueId account);
void count_share_claim(Lowering& l, std::size_t bucket, const ClaimPosition& position);
ir::ValueId paid_from_shares(Lowering& l, std::size_t bucket);
}  // namespace byline::compiler
