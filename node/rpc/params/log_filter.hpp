#pragma once

#include "node/rpc/params/block_id.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/log.hpp"
#include "vm/transition/bloom.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <vector>

namespace byline::node::rpc
{
/// What eth_getLogs looks for, and where.
struct LogFilter
{
    std::optional<bytes32> block_hash;  ///< one block (EIP-234), instead of a range
    BlockId from;
    BlockId to;
    std::vector<address> addresses;            ///< one of these; empty: any
    std::vector<std::vector<bytes32>> topics;  ///< by position, one of these; empty: any

    [[nodiscard]] bool matches(const vm::Log& log) const noexcept;
    /// False: no log of a block with that bloom can match.
    [[nodiscard]] bool may_match(const vm::Bloom& bloom) const noexcept;
};

Parsed<LogFilter> read_log_filter(const boost::json::value& value);
}  // namespace byline::node::rpc
