#include "tools/bylinec/testing/world.hpp"

#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace byline::tools::testing
{
namespace
{
/// Ordinary numbers of a chain: time is no 0, and no account is the receiver of fees.
constexpr std::uint64_t first_time = 1'750'000'000;
constexpr std::uint64_t chain = 31'337;
constexpr address fees_receiver{{0xfe, 0xe5}};
}  // namespace

struct World::Ran
{
    Outcome outcome;
    vm::StateDiff diff;
};

World::World() : machine_{std::make_shared<vm::Machine>()}
{
    block_.revision = Revision::osaka;
    block_.chain_id = chain;
    block_.number = 1;
    block_.timestamp = first_time;
    block_.gas_limit = 2 * vm::tx_gas_cap;
    block_.coinbase = fees_receiver;
}

World::World(const World& parent, vm::Overlay state)
    : state_{std::move(state)}, block_{parent.block_}, machine_{parent.machine_}
{}

World World::fork() const
{
    return World{*this, vm::Overlay{state_}};
}

Outcome World::send(
    const address& from, std::optional<address> to, Bytes data, const uint256& value)
{
    state_.set_balance(from, balance(from) + value);
    Ran ran = run(from, to, std::move(data), value, state_);
    state_.apply(ran.diff);
    if (!ran.outcome.is_done())
        state_.set_balance(from, balance(from) - value);
    return std::move(ran.outcome);
}

Outcome World::look(
    const address& from, std::optional<address> to, Bytes data, const uint256& value) const
{
    if (value.is_zero())
        return run(from, to, std::move(data), value, state_).outcome;
    return fork().send(from, to, std::move(data), value);
}

World::Ran World::run(const address& from, std::optional<address> to, Bytes data,
    const uint256& value, const vm::StateView& state) const
{
    vm::Transaction tx;
    tx.type = vm::TxType::fee_market;
    tx.chain_id = block_.chain_id;
    const auto sender = state.account(from);
    tx.nonce = sender ? sender->nonce : 0;
    tx.gas_limit = vm::tx_gas_cap;
    tx.to = to;
    tx.value = value;
    tx.data = std::move(data);
    const vm::BlockLimits limits{.gas_left = block_.gas_limit};
    // A party that is itself a licence has code; its messages come without a transaction.
    const bool is_contract = sender && sender->code_hash != empty_code_hash;
    auto done = vm::transition(*machine_, state, block_, limits, tx, from,
        {.checks = is_contract ? vm::Checks::call_only : vm::Checks::all});
    // What the runner sends is well formed and paid for; only too much data can be refused.
    if (!done)
    {
        Ran refused;
        refused.outcome.status = vm::Status::out_of_gas;
        return refused;
    }
    const std::uint64_t before = vm::intrinsic_gas(tx, block_.revision).intrinsic;
    return {.outcome = {.status = done->status,
                .output = std::move(done->output),
                .gas = done->gas_used - before,
                .logs = std::move(done->logs),
                .created = done->created},
        .diff = std::move(done->diff)};
}

uint256 World::balance(const address& who) const
{
    const auto found = state_.account(who);
    return found ? found->balance : uint256{};
}

bool World::has_code(const address& who) const
{
    const auto found = state_.account(who);
    return found && found->code_hash != empty_code_hash;
}
}  // namespace byline::tools::testing
