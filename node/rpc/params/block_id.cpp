#include "node/rpc/params/block_id.hpp"

#include "node/rpc/params/values.hpp"
#include "vm/primitives/error.hpp"

#include <expected>

namespace byline::node::rpc
{
namespace
{
/// {"blockHash": …, "requireCanonical": …} or {"blockNumber": …} (EIP-1898). Every block that is
/// stored is canonical, so the flag changes nothing.
Parsed<BlockId> read_block_object(const boost::json::object& object)
{
    BYLINE_TRY(number, read_member(object, "blockNumber", read_uint64));
    BYLINE_TRY(hash, read_member(object, "blockHash", read_hash));
    BYLINE_TRY(canonical, read_member(object, "requireCanonical", read_bool));
    if (number && hash)
        return std::unexpected{"cannot specify both blockHash and blockNumber"};
    if (number && canonical)
        return std::unexpected{"requireCanonical goes with blockHash only"};
    if (number)
        return BlockId{BlockId::Kind::number, *number, {}};
    if (hash)
        return BlockId{BlockId::Kind::hash, 0, *hash};
    return std::unexpected{"blockHash or blockNumber is missing"};
}
}  // namespace

Parsed<BlockId> read_block_id(const boost::json::value& value)
{
    if (const auto* object = value.if_object())
        return read_block_object(*object);
    BYLINE_TRY(text, read_text(value));
    if (text == "latest" || text == "safe" || text == "finalized")
        return BlockId{};
    if (text == "pending")
        return BlockId{BlockId::Kind::pending, 0, {}};
    if (text == "earliest")
        return BlockId{BlockId::Kind::number, 0, {}};
    if (text.size() == 66)
    {
        BYLINE_TRY(hash, read_hash(value));
        return BlockId{BlockId::Kind::hash, 0, hash};
    }
    BYLINE_TRY(number, read_uint64(value));
    return BlockId{BlockId::Kind::number, number, {}};
}
}  // namespace byline::node::rpc
