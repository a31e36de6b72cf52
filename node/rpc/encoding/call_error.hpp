#pragma once

#include "node/rpc/envelope/error.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <string>

namespace byline::node::rpc
{
/// What Solidity's Error(string) and Panic(uint256) say; empty for other revert data.
std::string revert_reason(BytesView data);

/// The error of a call that ended in that way: code 3 with the data for a revert. `outcome` is not
/// a success.
Error call_error(const vm::TxOutcome& outcome, const vm::Transaction& tx);

/// A sender who has less wei than its gas and value would take.
Error funds_error(const address& sender, const uint256& have, const uint256& want);

/// The error of a call that could not start, with the figures that people want to see.
Error call_error(vm::TxError error, const vm::Transaction& tx, const address& sender,
    const vm::StateView& state, const vm::BlockContext& block);
}  // namespace byline::node::rpc
