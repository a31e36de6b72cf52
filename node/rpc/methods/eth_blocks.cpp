#include "node/rpc/encoding/block_json.hpp"
#include "node/rpc/encoding/receipt_json.hpp"
#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <expected>

namespace byline::node::rpc
{
namespace
{
std::expected<BlockId, Error> number_argument(const Params& params)
{
    return params.required(0, "block", read_block_id);
}

std::expected<BlockId, Error> hash_argument(const Params& params)
{
    BYLINE_TRY(hash, params.required(0, "blockHash", read_hash));
    return BlockId{BlockId::Kind::hash, 0, hash};
}

/// The header of the block to come, as far as it is known.
vm::BlockHeader pending_header(const Context& context)
{
    const auto tip = context.node.tip();
    const vm::BlockContext block = context.node.pending_context();
    vm::BlockHeader header;
    header.parent_hash = tip->hash;
    header.coinbase = block.coinbase;
    header.number = block.number;
    header.gas_limit = block.gas_limit;
    header.timestamp = block.timestamp;
    header.prev_randao = block.prev_randao;
    header.base_fee_per_gas = block.base_fee;
    header.withdrawals_root = empty_trie_root;
    header.blob_gas_used = 0;
    header.excess_blob_gas =
        vm::next_excess_blob_gas(tip->header, context.node.config().at(block.timestamp));
    return header;
}

Reply block_reply(Context& context, const Params& params, const BlockId& id)
{
    BYLINE_TRY(full, params.optional(1, "fullTransactions", read_bool));
    if (id.kind == BlockId::Kind::pending)
        return pending_block_json(pending_header(context), params.storage());
    const auto stored = stored_block(context, id);
    if (!stored)
        return nullptr;
    return block_json(
        *stored, full.value_or(false) ? Detail::full : Detail::hashes, params.storage());
}

Reply size_reply(Context& context, const Params& params, const BlockId& id)
{
    if (id.kind == BlockId::Kind::pending)
        return text_json("0x0", params.storage());
    const auto stored = stored_block(context, id);
    if (!stored)
        return nullptr;
    return quantity_json(stored->block.transactions.size(), params.storage());
}

/// Blocks have had no uncles since Paris.
Reply uncle_reply(const Context& context, const Params& params, const BlockId& id)
{
    if (!stored_number(context, id))
        return nullptr;
    return text_json("0x0", params.storage());
}
}  // namespace

Reply eth_get_block_by_number(Context& context, const Params& params)
{
    BYLINE_TRY(id, number_argument(params));
    return block_reply(context, params, id);
}

Reply eth_get_block_by_hash(Context& context, const Params& params)
{
    BYLINE_TRY(id, hash_argument(params));
    return block_reply(context, params, id);
}

Reply eth_block_size_by_number(Context& context, const Params& params)
{
    BYLINE_TRY(id, number_argument(params));
    return size_reply(context, params, id);
}

Reply eth_block_size_by_hash(Context& context, const Params& params)
{
    BYLINE_TRY(id, hash_argument(params));
    return size_reply(context, params, id);
}

Reply eth_uncle_count_by_number(Context& context, const Params& params)
{
    BYLINE_TRY(id, number_argument(params));
    return uncle_reply(context, params, id);
}

Reply eth_uncle_count_by_hash(Context& context, const Params& params)
{
    BYLINE_TRY(id, hash_argument(params));
    return uncle_reply(context, params, id);
}

Reply eth_get_block_receipts(Context& context, const Params& params)
{
    BYLINE_TRY(id, params.required(0, "block", read_block_id));
    const auto stored = stored_block(context, id);
    if (!stored)
        return nullptr;
    boost::json::array receipts(params.storage());
    std::size_t first_log = 0;
    for (std::size_t i = 0; i < stored->receipts.size(); ++i)
    {
        receipts.emplace_back(
            receipt_json(*stored, i, first_log, context.node.config(), params.storage()));
        first_log += stored->receipts[i].logs.size();
    }
    return receipts;
}
}  // namespace byline::node::rpc
