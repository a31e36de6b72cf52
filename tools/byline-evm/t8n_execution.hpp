#pragma once

#include "tools/byline-evm/t8n_error.hpp"
#include "tools/byline-evm/t8n_input.hpp"
#include "tools/byline-evm/t8n_transactions.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace byline::tools
{
/// A transaction that stands in the block, and what it came to.
struct T8nIncluded
{
    vm::Transaction tx;
    bytes32 hash;
    vm::Receipt receipt;
    std::uint64_t gas_used = 0;
    std::optional<address> created;
    uint256 effective_gas_price;  ///< wei a gas
};

struct T8nRejected
{
    std::size_t index = 0;  ///< in the input
    std::string error;
};

/// The block that came out. Its header has all fields but those of its place in a chain.
struct T8nResult
{
    vm::BlockHeader header;
    vm::Overlay state;  ///< the whole state after it
    uint256 blob_base_fee;
    std::vector<T8nIncluded> included;
    std::vector<T8nRejected> rejected;
    std::vector<Bytes> requests;  ///< Prague, EIP-7685
    /// Why no block is valid after these transactions; the rest of the result is then as far as
    /// execution came.
    std::optional<vm::BlockError> exception;
};

/// Executes the transactions one after the other, leaving out those that may not stand in the
/// block, then what ends a block. With a folder, each transaction that is included is traced there
/// to trace-INDEX-HASH.jsonl (EIP-3155), INDEX being that of its receipt.
std::expected<T8nResult, T8nError> execute_transition(const vm::ChainConfig& config,
    const vm::Overlay& pre, const T8nEnvironment& environment,
    const std::vector<T8nTransaction>& transactions,
    const std::optional<std::filesystem::path>& trace_folder);
}  // namespace byline::tools
