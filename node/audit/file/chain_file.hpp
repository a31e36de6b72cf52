#pragma once

#include "node/audit/audit.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iosfwd>
#include <string_view>

/// The exported chain: docs/formats/chain.md.
namespace byline::node
{
/// The record of the genesis block.
Bytes first_record(
    std::uint64_t head_number, const bytes32& genesis_hash, std::string_view document);

/// What stands before a block's RLP.
Bytes block_record_head(const bytes32& hash, std::size_t block_size);

/// The record that ends the file.
Bytes last_record(std::uint64_t head_number, const bytes32& head_hash, const bytes32& state_root);

/// Replays a chain file of that many bytes from a stream.
std::expected<ReplayReport, ReplayFailure> replay_stream(
    std::istream& in, std::uint64_t size, const Progress& progress = {});
}  // namespace byline::node
