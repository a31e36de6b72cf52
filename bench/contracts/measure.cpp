#include "bench/contracts/measure.hpp"

#include "bench/contracts/subject.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
/// PUSH1 1, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN: yes, to whatever is asked.
const Bytes always_yes{0x60, 0x01, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3};

constexpr std::uint64_t gas_limit = 16'000'000;

/// A chain of one state on which fees are zero, so that balances show payments alone.
class Chain
{
public:
    Chain()
    {
        block_.chain_id = chain_id;
        block_.timestamp = block_time;
        block_.gas_limit = 100'000'000;
        for (std::size_t i = 0; i < plain_contracts; ++i)
            state_.set_code(plain_contract(i), always_yes);
    }

    [[nodiscard]] uint256 balance(const address& who) const
    {
        const auto found = state_.account(who);
        return found ? found->balance : uint256{};
    }

    /// Whoever pays has the money.
    std::expected<vm::TxOutcome, std::string> send(const address& from,
        const std::optional<address>& to, const Bytes& data, const uint256& value)
    {
        state_.set_balance(from, balance(from) + value);
        vm::Transaction tx;
        tx.type = vm::TxType::fee_market;
        tx.chain_id = block_.chain_id;
        tx.nonce = state_.account(from)->nonce;
        tx.gas_limit = gas_limit;
        tx.to = to;
        tx.value = value;
        tx.data = data;
        const vm::BlockLimits limits{.gas_left = block_.gas_limit};
        auto outcome = vm::transition(machine_, state_, block_, limits, tx, from);
        if (!outcome)
            return std::unexpected{std::string{vm::to_string(outcome.error())}};
        if (outcome->status != vm::Status::success)
            return std::unexpected{
                std::string{vm::to_string(outcome->status)} + " " + to_hex(outcome->output)};
        state_.apply(outcome->diff);
        return std::move(*outcome);
    }

private:
    vm::Machine machine_;
    vm::Overlay state_;
    vm::BlockContext block_;
};

std::expected<std::uint64_t, std::string> perform(
    Chain& chain, const address& contract, const Step& step)
{
    const uint256 before = step.pays ? chain.balance(step.pays->payee) : uint256{};
    const auto outcome = chain.send(step.from, contract, step.data, step.value);
    if (!outcome)
        return std::unexpected{outcome.error()};
    if (step.pays)
    {
        const uint256 paid = chain.balance(step.pays->payee) - before;
        if (paid != step.pays->wei)
            return std::unexpected{
                "paid " + to_quantity(paid) + " wei instead of " + to_quantity(step.pays->wei)};
    }
    return outcome->gas_used;
}
}  // namespace

std::expected<Measured, std::string> measure(
    const CompiledContract& contract, const Version& version)
{
    Chain chain;
    Measured measured;
    address deployed;
    for (const Bytes& arguments : version.arguments)
    {
        Bytes code = contract.creation_code;
        code.insert(code.end(), arguments.begin(), arguments.end());
        const auto outcome = chain.send(deployer(), std::nullopt, code, 0);
        if (!outcome)
            return std::unexpected{version.contract + ", deployment: " + outcome.error()};
        measured.deploy_gas = outcome->gas_used;
        deployed = *outcome->created;
    }
    const std::vector<Step> steps = version.story(deployed);
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        const auto gas = perform(chain, deployed, steps[i]);
        if (!gas)
            return std::unexpected{version.contract + ", step " + std::to_string(i + 1) + " (" +
                                   steps[i].function + "): " + gas.error()};
        if (!steps[i].function.empty())
            measured.functions.push_back({steps[i].function, *gas});
    }
    return measured;
}
}  // namespace byline::bench
