#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/call_setup.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/methods/suggested_fees.hpp"
#include "node/rpc/params/call_object.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace byline::node::rpc
{
namespace
{
Error submit_error(const SubmitError& error)
{
    const auto or_else = [&](const char* text) {
        return error.message.empty() ? std::string{text} : error.message;
    };
    switch (error.kind)
    {
        case SubmitError::Kind::undecodable:
            return {Code::invalid_params, or_else("failed to decode signed transaction"), {}};
        case SubmitError::Kind::invalid:
            return server_error(or_else("invalid transaction"));
        case SubmitError::Kind::already_known:
            return server_error("already known");
        case SubmitError::Kind::underpriced_replacement:
            return server_error("replacement transaction underpriced");
        case SubmitError::Kind::pool_full:
            return server_error("txpool is full");
        case SubmitError::Kind::stopped:
            return {Code::resource_unavailable, or_else("the node takes no more transactions"), {}};
    }
    return server_error("invalid transaction");
}

/// A first byte that is no list and names no type (EIP-2718).
bool has_unknown_type(BytesView raw)
{
    constexpr std::uint8_t last_type = static_cast<std::uint8_t>(vm::TxType::set_code);
    return !raw.empty() && raw[0] < 0x80 && (raw[0] == 0 || raw[0] > last_type);
}

std::expected<void, Error> fill_prices(
    const CallObject& call, const uint256& base_fee, vm::Transaction& tx)
{
    if (call.gas_price)
        return {};
    const uint256 tip = call.max_priority_fee_per_gas.value_or(
        call.max_fee_per_gas ? std::min(suggested_tip, *call.max_fee_per_gas) : suggested_tip);
    if (call.type == vm::TxType::legacy || call.type == vm::TxType::access_list)
    {
        tx.max_fee_per_gas = tx.max_priority_fee_per_gas = base_fee + suggested_tip;
        return {};
    }
    const uint256 most = call.max_fee_per_gas.value_or(base_fee * uint256{2} + tip);
    if (tip > most)
        return std::unexpected{
            server_error(std::string{vm::to_string(vm::TxError::tip_above_fee_cap)})};
    tx.max_priority_fee_per_gas = tip;
    tx.max_fee_per_gas = most;
    return {};
}

/// What the client left out: prices, nonce, and gas by an estimate.
std::expected<vm::Transaction, Error> fill_in(
    const Context& context, const CallObject& call, const address& sender)
{
    vm::Transaction tx = call.transaction();
    BYLINE_TRY(at, state_of(context, BlockId{BlockId::Kind::pending, 0, {}}));
    if (!tx.chain_id)
        tx.chain_id = context.node.config().chain_id;
    if (!call.nonce)
        tx.nonce = context.node.pending_nonce(sender);
    BYLINE_TRY_VOID(fill_prices(call, at.block.base_fee, tx));
    if (!call.gas)
    {
        BYLINE_TRY(prepared, prepare_call(call, std::move(at)));
        BYLINE_TRY(gas, estimate_gas(context, prepared, std::nullopt));
        tx.gas_limit = gas;
    }
    return tx;
}
}  // namespace

Reply eth_send_raw_transaction(Context& context, const Params& params)
{
    BYLINE_TRY(raw, params.required(0, "data", read_data));
    if (has_unknown_type(raw))
        return std::unexpected{server_error("transaction type not supported")};
    const auto hash = context.node.submit(raw);
    if (!hash)
        return std::unexpected{submit_error(hash.error())};
    return data_json(*hash, params.storage());
}

Reply eth_send_transaction(Context& context, const Params& params)
{
    BYLINE_TRY(call, params.required(0, "transaction", read_call_object));
    if (!call.from)
        return std::unexpected{invalid_argument(0, "transaction", "from is missing")};
    if (call.type == vm::TxType::blob)
        return std::unexpected{server_error("transaction type not supported")};
    const Accounts::Account* account = context.accounts.find(*call.from);
    if (account == nullptr)
        return std::unexpected{server_error("unknown account")};
    const std::scoped_lock lock{context.accounts.nonce_mutex()};
    BYLINE_TRY(tx, fill_in(context, call, account->addr));
    vm::sign(tx, account->key);
    const auto hash = context.node.submit(tx);
    if (!hash)
        return std::unexpected{submit_error(hash.error())};
    return data_json(*hash, params.storage());
}
}  // namespace byline::node::rpc
