#include "node/rpc/encoding/call_error.hpp"
#include "node/rpc/methods/call_setup.hpp"
#include "node/rpc/methods/context.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>

namespace byline::node::rpc
{
namespace
{
/// What a value transfer leaves its callee over the gas it is given (Yellow Paper appendix G).
constexpr std::uint64_t call_stipend = 2300;

Error too_dear(std::uint64_t most)
{
    return server_error("gas required exceeds allowance (" + std::to_string(most) + ")");
}

/// How much gas the sender could pay for, where the client names a price.
std::uint64_t affordable_gas(const PreparedCall& call, std::uint64_t most)
{
    const uint256& price = call.tx.max_fee_per_gas;
    if (price.is_zero())
        return most;
    const auto account = call.state().account(call.sender);
    const uint256 balance = account ? account->balance : uint256{};
    const uint256 spendable = balance > call.tx.value ? balance - call.tx.value : uint256{};
    return std::min(uint256{most}, spendable / price).words[0];
}

/// The greatest gas limit that a block would take.
std::uint64_t greatest_limit(const PreparedCall& call, std::optional<std::uint64_t> wanted)
{
    std::uint64_t most = call.at.block.gas_limit;
    if (wanted && *wanted >= 21'000)
        most = std::min(most, *wanted);
    if (call.at.block.revision >= Revision::osaka)
        most = std::min(most, vm::tx_gas_cap);
    return affordable_gas(call, most);
}

std::expected<bool, Error> succeeds(
    const Context& context, const PreparedCall& call, std::uint64_t gas)
{
    vm::Transaction tx = call.tx;
    tx.gas_limit = gas;
    BYLINE_TRY(outcome, execute(context, call, tx));
    return outcome.status == vm::Status::success;
}
}  // namespace

std::expected<std::uint64_t, Error> estimate_gas(
    const Context& context, const PreparedCall& call, std::optional<std::uint64_t> most)
{
    const vm::IntrinsicGas needed = vm::intrinsic_gas(call.tx, call.at.block.revision);
    const std::uint64_t least = std::max(needed.intrinsic, needed.floor);
    std::uint64_t enough = greatest_limit(call, most);
    if (enough < least)
        return std::unexpected{too_dear(enough)};

    vm::Transaction tx = call.tx;
    tx.gas_limit = enough;
    BYLINE_TRY(outcome, execute(context, call, tx));
    if (outcome.status == vm::Status::out_of_gas)
        return std::unexpected{too_dear(enough)};
    if (outcome.status != vm::Status::success)
        return std::unexpected{call_error(outcome, tx)};

    // Most calls need what they use, and no more: the answer is then exact. Others need more at
    // hand, since 1/64 stays with each caller (EIP-150) and refunds come at the end.
    std::uint64_t too_little = std::max(least, outcome.gas_used) - 1;
    const std::uint64_t with_reserve = (outcome.gas_used + call_stipend) / 63 * 64 + call_stipend;
    for (const std::uint64_t guess : {outcome.gas_used, with_reserve})
    {
        if (guess <= too_little || guess >= enough)
            continue;
        BYLINE_TRY(good, succeeds(context, call, guess));
        (good ? enough : too_little) = guess;
    }
    while (too_little + 1 < enough && (enough - too_little) * 1000 >= enough * 15)
    {
        const std::uint64_t middle =
            std::min(too_little + (enough - too_little) / 2, too_little * 2);
        BYLINE_TRY(good, succeeds(context, call, middle));
        (good ? enough : too_little) = middle;
    }
    return enough;
}
}  // namespace byline::node::rpc
