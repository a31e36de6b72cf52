#pragma once

#include "node/chain/document/section.hpp"
#include "node/chain/genesis.hpp"
#include "vm/state/overlay.hpp"

#include <expected>

namespace byline::node
{
/// Reads the `alloc` section: accounts by address with balance, nonce, code and storage.
std::expected<vm::Overlay, GenesisError> read_alloc(const Section& alloc);
}  // namespace byline::node
