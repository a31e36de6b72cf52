#pragma once

#include "node/db/database.hpp"
#include "vm/transition/block.hpp"

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>

#include <cstdint>

namespace byline::node::rpc
{
/// How a block shows its transactions.
enum class Detail : std::uint8_t
{
    hashes,
    full,
};

/// A block with all header fields that it has.
boost::json::object block_json(
    const StoredBlock& stored, Detail detail, const boost::json::storage_ptr& sp);

/// The block that would be sealed next: what only sealing brings is null.
boost::json::object pending_block_json(
    const vm::BlockHeader& header, const boost::json::storage_ptr& sp);
}  // namespace byline::node::rpc
