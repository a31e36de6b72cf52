#pragma once

#include "vm/primitives/address.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace byline::node
{
/// Why a genesis document is refused: one sentence that names the place ("alloc.0xab…: balance is
/// not a number").
struct GenesisError
{
    std::string message;
};

/// A chain's first block, rules and state, from a geth-shaped genesis document (JSON: config,
/// alloc, gasLimit, timestamp, baseFeePerGas, extraData, ...).
struct Genesis
{
    vm::ChainConfig config;
    vm::Block block;  ///< its header's state root is that of `state`
    vm::Overlay state;
    std::string document;
};

/// Reads a genesis document. Forks before Cancun must be absent or active from the start.
std::expected<Genesis, GenesisError> read_genesis(std::string_view document);

/// The document of the development chain: chain id 31337, Osaka, gas limit 60,000,000, ten accounts
/// of 10,000 ether, the CREATE2 deployer and the system contracts.
std::string development_genesis_document();

/// The same with these accounts in place of the ten, each with 10,000 ether.
std::string development_genesis_document(std::span<const address> funded);
}  // namespace byline::node
