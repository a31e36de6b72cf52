#pragma once

#include "node/rpc/params/values.hpp"
#include "vm/primitives/bytes32.hpp"

#include <boost/json/value.hpp>

#include <cstdint>

namespace byline::node::rpc
{
/// Which block a client means. A chain that seals its own blocks has no doubt about any of them:
/// "safe" and "finalized" are the latest.
struct BlockId
{
    enum class Kind : std::uint8_t
    {
        latest,
        pending,
        number,
        hash,
    };
    Kind kind = Kind::latest;
    std::uint64_t number = 0;
    bytes32 hash;
};

/// "latest", "pending", "safe", "finalized", "earliest", a number, or the object of EIP-1898.
Parsed<BlockId> read_block_id(const boost::json::value& value);
}  // namespace byline::node::rpc
