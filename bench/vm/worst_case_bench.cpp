#include "bench/vm/worst_case.hpp"

#include "vm/evm/evm.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

/// How long a transaction of 16,777,216 gas can take: a row an attack, with ns for each gas.
namespace byline::bench
{
namespace
{
void execute(benchmark::State& state, const Attack& attack)
{
    vm::Overlay world;
    world.set_balance(attacker, 1'000'000);
    world.set_balance(victim, 1'000'000);
    world.set_code(victim, attack.code.bytes);
    attack.prepare(world);
    vm::BlockContext block;
    block.number = 1000;
    vm::TxContext tx;
    tx.origin = attacker;
    vm::Message message;
    message.gas = transaction_gas;
    message.sender = attacker;
    message.recipient = victim;
    message.input = attack.input;
    vm::Machine machine;
    std::int64_t gas_used = 0;
    for (auto _ : state)
    {
        vm::Journal journal{world};
        journal.access_address(attacker);
        journal.access_address(victim);
        const vm::Result result = machine.execute(journal, block, tx, message);
        benchmark::DoNotOptimize(journal.finish());
        gas_used = transaction_gas - result.gas_left;
    }
    const auto runs = static_cast<double>(state.iterations());
    const auto gas = static_cast<double>(gas_used);
    state.counters["gas"] = gas;
    state.counters["ns_per_gas"] = benchmark::Counter(
        gas * runs * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void add(const std::vector<Attack>& attacks)
{
    for (const Attack& attack : attacks)
    {
        benchmark::RegisterBenchmark(("worst/" + attack.name).c_str(), execute, attack)
            ->Unit(benchmark::kMillisecond)
            ->Iterations(2);
    }
}
}  // namespace
}  // namespace byline::bench

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    byline::bench::add(byline::bench::instruction_attacks());
    byline::bench::add(byline::bench::state_attacks());
    byline::bench::add(byline::bench::precompile_attacks());
    benchmark::RunSpecifiedBenchmarks();
}
