#pragma once

#include "node/rpc/params/values.hpp"
#include "vm/state/overlay.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace byline::node::rpc
{
/// Writes the state override of eth_call and eth_estimateGas into a state: an object from address
/// to {balance, nonce, code, state | stateDiff}.
Parsed<void> apply_state_override(const boost::json::value& overrides, vm::Overlay& state);
}  // namespace byline::node::rpc
