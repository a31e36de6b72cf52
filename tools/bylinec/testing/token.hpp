#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

namespace byline::tools::testing
{
/// The code of a plain ERC-20: what a token does that has no fee, no hook and no owner. Balances
/// lie in the slot that is the account's address, allowances at keccak256(owner . spender); who
/// mints writes there.
Bytes token_code(unsigned decimals);

/// The slot of what `owner` allows `spender`.
uint256 allowance_slot(const address& owner, const address& spender);
}  // namespace byline::tools::testing
