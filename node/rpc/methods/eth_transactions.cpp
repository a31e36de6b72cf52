#include "node/rpc/encoding/receipt_json.hpp"
#include "node/rpc/encoding/transaction_json.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>

namespace byline::node::rpc
{
namespace
{
Reply transaction_at(Context& context, const Params& params, const BlockId& id)
{
    BYLINE_TRY(index, params.required(1, "index", read_uint64));
    const auto stored = stored_block(context, id);
    if (!stored || index >= stored->block.transactions.size())
        return nullptr;
    return transaction_json(*stored, static_cast<std::size_t>(index), params.storage());
}
}  // namespace

Reply eth_get_transaction_by_hash(Context& context, const Params& params)
{
    BYLINE_TRY(hash, params.required(0, "transactionHash", read_hash));
    if (const auto place = context.node.database().transaction_place(hash))
    {
        const auto stored = context.blocks.get(context.node.database(), place->block_number);
        if (stored && place->index < stored->block.transactions.size())
            return transaction_json(*stored, place->index, params.storage());
        return nullptr;
    }
    if (const auto pending = context.node.pending_transaction(hash))
        return pending_transaction_json(
            pending->tx, pending->hash, pending->sender, params.storage());
    return nullptr;
}

Reply eth_transaction_by_number(Context& context, const Params& params)
{
    BYLINE_TRY(id, params.required(0, "block", read_block_id));
    return transaction_at(context, params, id);
}

Reply eth_transaction_by_block_hash(Context& context, const Params& params)
{
    BYLINE_TRY(hash, params.required(0, "blockHash", read_hash));
    return transaction_at(context, params, BlockId{BlockId::Kind::hash, 0, hash});
}

Reply eth_get_transaction_receipt(Context& context, const Params& params)
{
    BYLINE_TRY(hash, params.required(0, "transactionHash", read_hash));
    const auto place = context.node.database().transaction_place(hash);
    if (!place)
        return nullptr;
    const auto stored = context.blocks.get(context.node.database(), place->block_number);
    if (!stored || place->index >= stored->receipts.size())
        return nullptr;
    return receipt_json(*stored, place->index, logs_before(*stored, place->index),
        context.node.config(), params.storage());
}
}  // namespace byline::node::rpc
