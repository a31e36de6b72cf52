#pragma once

#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/t8n_error.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

/// What the transition tool reads, but for the transactions. Numbers are hex with "0x", decimal
/// without, or JSON numbers.
namespace byline::tools
{
/// The rules that `--state.fork` names, as a chain that had them from its first block on.
std::expected<vm::ChainConfig, T8nError> t8n_rules(const std::string& fork, std::uint64_t chain_id);

/// Replaces the blob parameters: an object with `target`, `max` (blobs a block) and
/// `baseFeeUpdateFraction`, as execution-spec-tests pass it.
std::expected<void, T8nError> set_blob_parameters(
    vm::ChainConfig& config, const boost::json::value& document);

/// The state before the block, from a map of accounts; each field of an account may be left out.
std::expected<vm::Overlay, T8nError> read_alloc(const boost::json::value& document);

/// The block that is made, as far as it is known before execution.
struct T8nEnvironment
{
    vm::BlockHeader header;
    std::vector<vm::Withdrawal> withdrawals;
    std::map<std::uint64_t, bytes32> block_hashes;
};

/// Reads `env`. The base fee and the excess blob gas are computed from the parent's fields where
/// they are not given; ommers and what else belongs to blocks before Paris is not read.
std::expected<T8nEnvironment, T8nError> read_environment(
    const boost::json::value& document, const vm::ChainConfig& config);
}  // namespace byline::tools
