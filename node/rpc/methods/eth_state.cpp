#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <expected>

namespace byline::node::rpc
{
namespace
{
std::expected<BlockId, Error> block_argument(const Params& params, std::size_t index)
{
    BYLINE_TRY(id, params.optional(index, "block", read_block_id));
    return id.value_or(BlockId{});
}
}  // namespace

Reply eth_get_balance(Context& context, const Params& params)
{
    BYLINE_TRY(addr, params.required(0, "address", read_address));
    BYLINE_TRY(id, block_argument(params, 1));
    BYLINE_TRY(at, state_of(context, id));
    const auto account = at.state->account(addr);
    return quantity_json(account ? account->balance : uint256{}, params.storage());
}

Reply eth_get_code(Context& context, const Params& params)
{
    BYLINE_TRY(addr, params.required(0, "address", read_address));
    BYLINE_TRY(id, block_argument(params, 1));
    BYLINE_TRY(at, state_of(context, id));
    const auto account = at.state->account(addr);
    return data_json(account ? at.state->code(account->code_hash) : Bytes{}, params.storage());
}

Reply eth_get_storage_at(Context& context, const Params& params)
{
    BYLINE_TRY(addr, params.required(0, "address", read_address));
    BYLINE_TRY(slot, params.required(1, "slot", read_slot));
    BYLINE_TRY(id, block_argument(params, 2));
    BYLINE_TRY(at, state_of(context, id));
    return data_json(to_bytes32(at.state->storage(addr, slot)), params.storage());
}

Reply eth_get_transaction_count(Context& context, const Params& params)
{
    BYLINE_TRY(addr, params.required(0, "address", read_address));
    BYLINE_TRY(id, block_argument(params, 1));
    if (id.kind == BlockId::Kind::pending)
        return quantity_json(context.node.pending_nonce(addr), params.storage());
    BYLINE_TRY(at, state_of(context, id));
    const auto account = at.state->account(addr);
    return quantity_json(account ? account->nonce : 0, params.storage());
}
}  // namespace byline::node::rpc
