#include "tests/compiler/bound/metered_chain.hpp"

#include "compiler/bound/call_data.hpp"
#include "tests/stdlib-contracts/licence_world.hpp"
#include "vm/evm/observer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace byline::testing
{
namespace
{
constexpr std::uint64_t gas_limit = 16'777'216;
constexpr std::uint64_t stipend = 2'300;

/// Whoever is called with no more than this is limited by the licence: it is in the bound.
constexpr std::int64_t most_limited = 100'000;

/// Adds up what the outermost frame spends, and what those spend that it calls with all its gas.
class Meter : public vm::Observer
{
public:
    void on_enter(const vm::Entering& frame) override
    {
        if (frame.depth == 0)
            all_ = frame.gas;
        if (frame.depth == 1)
        {
            inner_ = frame.gas > most_limited ? frame.gas : 0;
            free_ = frame.value.is_zero() ? 0 : stipend;
        }
    }

    void on_step(const vm::Step&) override {}

    void on_exit(int depth, const vm::Result& result) override
    {
        if (depth == 0)
            spent_ = static_cast<std::uint64_t>(all_ - result.gas_left);
        // Precompiles are called with all gas too, but what they cost is known.
        if (depth == 1 && inner_ != 0 && inner_ - result.gas_left != ecrecover)
        {
            const auto spent = static_cast<std::uint64_t>(inner_ - result.gas_left);
            outside_ += spent - std::min(spent, free_);
        }
    }

    [[nodiscard]] std::uint64_t own() const { return spent_ - outside_; }

private:
    static constexpr std::int64_t ecrecover = 3'000;

    std::int64_t all_ = 0;
    std::int64_t inner_ = 0;
    std::uint64_t free_ = 0;
    std::uint64_t spent_ = 0;
    std::uint64_t outside_ = 0;
};
}  // namespace

MeteredChain::MeteredChain(const compiler::CompiledLicence& licence, vm::Overlay state,
    const std::vector<address>& parties)
    : licence_{licence}, state_{std::move(state)}
{
    block_.gas_limit = 100'000'000;
    block_.coinbase = account(999);
    block_.timestamp = 1'800'000'000;
    Bytes code = licence.code.creation.code;
    for (const address& party : parties)
        append(code, to_uint256(party));
    const vm::TxOutcome outcome = run(account(900), std::nullopt, code, 0, nullptr);
    EXPECT_EQ(outcome.status, vm::Status::success) << licence.licence.name;
    contract_ = outcome.created.value_or(address{});
    deployment_ = outcome.gas_used;
    EXPECT_LE(deployment_, licence.gas.deployment) << licence.licence.name;
}

vm::TxOutcome MeteredChain::run(const address& from, std::optional<address> to, const Bytes& data,
    const uint256& value, vm::Observer* observer)
{
    vm::Transaction tx;
    tx.type = vm::TxType::fee_market;
    tx.chain_id = block_.chain_id;
    const auto sender = state_.account(from);
    tx.nonce = sender ? sender->nonce : 0;
    tx.gas_limit = gas_limit;
    tx.to = to;
    tx.value = value;
    tx.data = data;
    state_.set_balance(from, (sender ? sender->balance : uint256{}) + value);
    vm::Machine machine;
    const auto outcome = vm::transition(
        machine, state_, block_, {.gas_left = block_.gas_limit}, tx, from, {.observer = observer});
    EXPECT_TRUE(outcome) << (outcome ? "" : vm::to_string(outcome.error()));
    if (!outcome)
        return {};
    state_.apply(outcome->diff);
    return *outcome;
}

const compiler::FunctionBound* MeteredChain::bound_for(const Bytes& data) const
{
    for (const compiler::FunctionBound& bound : licence_.gas.functions)
    {
        if (bound.signature.empty()
                ? data.empty()
                : data.size() >= 4 && std::ranges::equal(selector(bound.signature),
                                          Bytes{data.begin(), data.begin() + 4}))
            return &bound;
    }
    return nullptr;
}

std::uint64_t MeteredChain::longest_data(const compiler::FunctionBound& bound) const
{
    for (const compiler::ExternalFunction& function : licence_.interface.functions)
    {
        if (signature_of(function) == bound.signature)
            return compiler::longest_call_data(licence_.licence, function);
    }
    return 0;
}

vm::TxOutcome MeteredChain::send(const address& from, const Bytes& data, const uint256& value)
{
    vm::Transaction priced;
    priced.to = contract_;
    priced.data = data;
    const std::uint64_t intrinsic = vm::intrinsic_gas(priced, block_.revision).intrinsic;
    Meter meter;
    const vm::TxOutcome outcome = run(from, contract_, data, value, &meter);
    const compiler::FunctionBound* bound = bound_for(data);
    if (bound == nullptr)
        return outcome;
    EXPECT_EQ(bound->unbounded, "") << bound->signature;
    EXPECT_LE(meter.own(), bound->execution)
        << licence_.licence.name << "." << bound->signature << "\n"
        << to_hex(data);
    // Whoever appends to a call pays for it.
    if (data.size() > longest_data(*bound))
        return outcome;
    EXPECT_LE(intrinsic + meter.own(), bound->transaction) << bound->signature;
    Taken& taken = taken_[bound->signature];
    taken.execution = std::max(taken.execution, meter.own());
    taken.transaction = std::max(taken.transaction, intrinsic + meter.own());
    ++taken.calls;
    taken.successes += outcome.status == vm::Status::success ? 1 : 0;
    return outcome;
}
}  // namespace byline::testing
