#pragma once

#include "node/db/database.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>

#include <cstddef>

namespace byline::node::rpc
{
/// A transaction that waits for a block: the fields of its place are null.
boost::json::object pending_transaction_json(const vm::Transaction& tx, const bytes32& hash,
    const address& sender, const boost::json::storage_ptr& sp);

/// Transaction `index` of a block, with the price it paid.
boost::json::object transaction_json(
    const StoredBlock& stored, std::size_t index, const boost::json::storage_ptr& sp);
}  // namespace byline::node::rpc
