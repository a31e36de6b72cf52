#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/receipt.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace byline::node
{
/// Which check a block failed: a rule of blocks, or a transaction that may not stand in it.
struct BlockRejection
{
    std::optional<vm::BlockError> block_error;
    std::optional<vm::TxError> tx_error;
    std::size_t tx_index = 0;  ///< where `tx_error` is set
    std::string detail;        ///< "header says 0x…, execution gives 0x…"; may be empty
};

/// The name of the check in few words: "receipts root", "transaction 3".
std::string check_name(const BlockRejection& rejection);

/// One sentence: the check and its detail.
std::string to_string(const BlockRejection& rejection);

/// What executing a block gave, before the state root is known.
struct ExecutedBlock
{
    vm::StateDiff diff;
    std::vector<vm::Receipt> receipts;
    std::vector<address> senders;
    std::vector<bytes32> transaction_hashes;
};

/// The roots that a header has of lists in its block.
bytes32 receipts_root(const std::vector<vm::Receipt>& receipts);
bytes32 withdrawals_root(const std::vector<vm::Withdrawal>& withdrawals);

/// Every check of a block but its state root: header against parent, body against header
/// (transaction and withdrawal roots, ommers), execution against header (gas used, blob gas,
/// receipts root, logs bloom, requests). The caller computes the state root of `diff` and compares.
/// Pure.
std::expected<ExecutedBlock, BlockRejection> execute_and_check(vm::Machine& machine,
    const vm::StateView& parent_state, const vm::ChainConfig& config, const vm::BlockHeader& parent,
    const bytes32& parent_hash, const vm::Block& block);

/// The check that is left to the caller of `execute_and_check`.
std::expected<void, BlockRejection> check_state_root(
    const vm::BlockHeader& header, const bytes32& root);
}  // namespace byline::node
