#pragma once

#include "node/chain/node.hpp"
#include "node/pool/pool.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"

#include <cstdint>
#include <expected>

namespace byline::node
{
/// Decodes what a client sent and recovers its sender: the dear part of taking a transaction, which
/// needs no lock.
std::expected<PooledTransaction, SubmitError> read_submission(BytesView raw);

/// Hash and sender of a transaction that was signed here.
std::expected<PooledTransaction, SubmitError> complete_submission(const vm::Transaction& tx);

/// The rules that need the coming block but no state: chain id, type, fees, gas.
std::expected<void, SubmitError> check_against_block(
    const vm::Transaction& tx, const vm::BlockContext& block);

/// The rules that need the sender's account: nonce, funds, no code. Gives the account's nonce.
std::expected<std::uint64_t, SubmitError> check_against_state(
    const PooledTransaction& pooled, const vm::StateView& state, const vm::BlockContext& block);

/// A transaction that was refused for `error`, with no more to say than its words.
SubmitError refusal(vm::TxError error);
}  // namespace byline::node
