#pragma once

#include "node/db/database.hpp"
#include "vm/transition/chain_config.hpp"

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>

#include <cstddef>

namespace byline::node::rpc
{
/// Log `position` of transaction `tx_index`; `log_index` counts through the block.
boost::json::object log_json(const StoredBlock& stored, std::size_t tx_index, std::size_t position,
    std::size_t log_index, const boost::json::storage_ptr& sp);

/// How many logs the transactions before `tx_index` have left: the block-wide index of its first.
std::size_t logs_before(const StoredBlock& stored, std::size_t tx_index) noexcept;

/// The receipt of transaction `tx_index`; `first_log` as `logs_before` gives it.
boost::json::object receipt_json(const StoredBlock& stored, std::size_t tx_index,
    std::size_t first_log, const vm::ChainConfig& config, const boost::json::storage_ptr& sp);
}  // namespace byline::node::rpc
