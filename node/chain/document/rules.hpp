#pragma once

#include "node/chain/document/section.hpp"
#include "node/chain/genesis.hpp"
#include "vm/transition/chain_config.hpp"

#include <cstdint>
#include <expected>

namespace byline::node
{
/// Reads the `config` section: chain id, fork times, blob schedule, deposit contract. Forks that
/// are active at `genesis_timestamp` become the first activation.
std::expected<vm::ChainConfig, GenesisError> read_rules(
    const Section& config, std::uint64_t genesis_timestamp);
}  // namespace byline::node
