#pragma once

#include "node/chain/node.hpp"
#include "node/db/database.hpp"
#include "node/pool/pool.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"

#include <cstdint>
#include <expected>
#include <vector>

namespace byline::node
{
/// The header of the block after `parent` with all that is known before execution. Its timestamp is
/// `now`, or the parent's plus one if that is later.
vm::BlockHeader next_header(const vm::BlockHeader& parent, const bytes32& parent_hash,
    const vm::ChainConfig& config, const address& coinbase, std::uint64_t now);

/// A block whose header lacks nothing but the state root.
struct BuiltBlock
{
    StoredBlock stored;  ///< its hash is not set yet
    vm::StateDiff diff;
    std::vector<DroppedTransaction> dropped;
};

/// Executes as many transactions of the pool as the block takes and completes the header. Pure; the
/// pool must not change meanwhile. The error is a rule of the end of a block: a system contract
/// failed.
std::expected<BuiltBlock, vm::BlockError> build_block(vm::Machine& machine,
    const vm::StateView& parent_state, const vm::ChainConfig& config, const vm::BlockHeader& header,
    Pool::Selection selection);
}  // namespace byline::node
