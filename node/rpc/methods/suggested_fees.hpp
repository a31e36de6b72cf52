#pragma once

#include "vm/primitives/uint256.hpp"

namespace byline::node::rpc
{
/// The priority fee that wallets should offer, wei a gas. A chain that seals its own blocks takes
/// any; this is what other development nodes say.
inline constexpr uint256 suggested_tip{1'000'000'000};
}  // namespace byline::node::rpc
