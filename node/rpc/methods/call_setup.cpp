#include "node/rpc/methods/call_setup.hpp"

#include "node/rpc/encoding/call_error.hpp"
#include "node/rpc/methods/context.hpp"
#include "node/rpc/params/call_object.hpp"
#include "node/rpc/params/params.hpp"
#include "node/rpc/params/state_override.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <memory>
#include <utility>

namespace byline::node::rpc
{
namespace
{
/// What a call may burn at most, whatever the client asks for.
constexpr std::uint64_t call_gas_cap = 50'000'000;

/// Prices are checked only where the client gave some: a call without any is free, and then sees
/// no base fee either, so that it does not run into its own zero price.
std::expected<void, Error> settle_prices(const CallObject& call, PreparedCall& prepared)
{
    vm::Transaction& tx = prepared.tx;
    if (!call.has_fees())
    {
        prepared.at.block.base_fee = {};
        return {};
    }
    if (!call.gas_price && !call.max_fee_per_gas)
        tx.max_fee_per_gas = prepared.at.block.base_fee * uint256{2} + tx.max_priority_fee_per_gas;
    if (tx.max_fee_per_gas.is_zero())
    {
        prepared.at.block.base_fee = {};
        return {};
    }
    if (tx.max_fee_per_gas < prepared.at.block.base_fee)
        return std::unexpected{
            server_error(std::string{vm::to_string(vm::TxError::fee_below_base_fee)} +
                         ": maxFeePerGas " + to_decimal(tx.max_fee_per_gas) + ", baseFee " +
                         to_decimal(prepared.at.block.base_fee))};
    return {};
}
}  // namespace

std::expected<PreparedCall, Error> prepare_call(const CallObject& call, StateOfBlock at)
{
    PreparedCall prepared{
        call.transaction(), call.from.value_or(address{}), std::move(at), nullptr};
    prepared.tx.gas_limit = std::min(call.gas.value_or(call_gas_cap), call_gas_cap);
    // A call is not signed: its nonce is not looked at, and the greatest would be refused.
    prepared.tx.nonce = 0;
    BYLINE_TRY_VOID(settle_prices(call, prepared));
    return prepared;
}

std::expected<PreparedCall, Error> prepare_call(
    const Context& context, const Params& params, DefaultBlock default_block)
{
    BYLINE_TRY(call, params.required(0, "transaction", read_call_object));
    BYLINE_TRY(id, params.optional(1, "block", read_block_id));
    const BlockId unnamed{
        default_block == DefaultBlock::pending ? BlockId::Kind::pending : BlockId::Kind::latest, 0,
        {}};
    BYLINE_TRY(at, state_of(context, id.value_or(unnamed)));
    BYLINE_TRY(prepared, prepare_call(call, std::move(at)));
    if (const boost::json::value* overrides = params.find(2))
    {
        prepared.overridden = std::make_unique<vm::Overlay>(*prepared.at.state);
        if (auto done = apply_state_override(*overrides, *prepared.overridden); !done)
            return std::unexpected{invalid_argument(2, "stateOverride", done.error())};
    }
    return prepared;
}

std::expected<void, Error> check_funds(const PreparedCall& call)
{
    const uint512 gas = full_mul(uint256{call.tx.gas_limit}, call.tx.max_fee_per_gas);
    const auto [sum, carry] =
        add_with_carry(uint256{gas[3], gas[2], gas[1], gas[0]}, call.tx.value);
    const bool fits = !carry && (gas[4] | gas[5] | gas[6] | gas[7]) == 0;
    const uint256 want = fits ? sum : max_uint256;
    const auto account = call.state().account(call.sender);
    const uint256 have = account ? account->balance : uint256{};
    if (have < want)
        return std::unexpected{funds_error(call.sender, have, want)};
    return {};
}

std::expected<vm::TxOutcome, Error> execute(
    const Context& context, const PreparedCall& call, const vm::Transaction& tx)
{
    auto outcome = context.node.call(tx, call.sender, call.state(), call.at.block);
    if (!outcome)
        return std::unexpected{
            call_error(outcome.error(), tx, call.sender, call.state(), call.at.block)};
    return *std::move(outcome);
}
}  // namespace byline::node::rpc
