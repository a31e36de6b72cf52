#pragma once

#include "node/rpc/envelope/error.hpp"
#include "node/rpc/methods/context.hpp"
#include "node/rpc/params/call_object.hpp"
#include "node/rpc/params/params.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/transaction.hpp"

#include <expected>
#include <memory>
#include <optional>

namespace byline::node::rpc
{
/// A call that is ready to be executed, as often as wanted.
struct PreparedCall
{
    vm::Transaction tx;
    address sender;
    StateOfBlock at;
    std::unique_ptr<vm::Overlay> overridden;  ///< where the client overrides the state

    [[nodiscard]] const vm::StateView& state() const noexcept
    {
        return overridden ? static_cast<const vm::StateView&>(*overridden) : *at.state;
    }
};

/// The block of a call where the client names none.
enum class DefaultBlock : std::uint8_t
{
    latest,
    pending,
};

/// The call, block and state override of eth_call and eth_estimateGas: parameters 0 to 2.
std::expected<PreparedCall, Error> prepare_call(
    const Context& context, const Params& params, DefaultBlock default_block);

/// Makes a call of fields, which are checked against the base fee as the pool would.
std::expected<PreparedCall, Error> prepare_call(const CallObject& call, StateOfBlock at);

/// Refuses a call whose sender cannot pay for all its gas at its price.
std::expected<void, Error> check_funds(const PreparedCall& call);

/// Executes it; what fails comes back as the error that the client gets.
std::expected<vm::TxOutcome, Error> execute(
    const Context& context, const PreparedCall& call, const vm::Transaction& tx);

/// The smallest gas limit, within 1.5 %, with which the call succeeds.
std::expected<std::uint64_t, Error> estimate_gas(
    const Context& context, const PreparedCall& call, std::optional<std::uint64_t> most);
}  // namespace byline::node::rpc
