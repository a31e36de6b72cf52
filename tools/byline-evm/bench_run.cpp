#include "tools/byline-evm/bench_run.hpp"

#include "tools/byline-evm/bench_case.hpp"
#include "vm/evm/evm.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/state/journal.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ratio>
#include <vector>

namespace byline::tools
{
namespace
{
using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::duration<double, std::nano>;

constexpr Nanoseconds shortest_sample = std::chrono::microseconds{200};

/// A case on its state, ready to be executed again and again.
class Rig
{
public:
    Rig(const BenchCase& test, CodeCache cache) : test_{test}, cache_{cache}, journal_{*test.pre}
    {
        for (const address& precompile : vm::precompile_addresses(test.block.revision))
            journal_.access_address(precompile);
        journal_.access_address(test.block.coinbase);
        journal_.access_address(test.sender);
        journal_.access_address(test.recipient);
    }

    vm::Result execute()
    {
        const vm::Checkpoint before = journal_.checkpoint();
        const vm::Message message{.kind = vm::CallKind::call,
            .gas = test_.gas,
            .sender = test_.sender,
            .recipient = test_.recipient,
            .value = test_.value,
            .input = test_.input};
        if (cache_ == CodeCache::cold)
            machine_ = vm::Machine{};
        vm::Result result =
            machine_.execute(journal_, test_.block, {test_.sender, test_.gas_price, {}}, message);
        journal_.revert(before);
        return result;
    }

    /// The time of that many executions.
    Nanoseconds sample(std::size_t executions)
    {
        const auto begin = Clock::now();
        for (std::size_t i = 0; i < executions; ++i)
            execute();
        return Clock::now() - begin;
    }

private:
    const BenchCase& test_;
    CodeCache cache_;
    vm::Journal journal_;
    vm::Machine machine_;
};

/// How many executions make a sample long enough.
std::size_t executions_of_sample(Rig& rig)
{
    std::size_t executions = 1;
    while (rig.sample(executions) < shortest_sample)
        executions *= 2;
    return executions;
}

double median(std::vector<double> samples)
{
    std::ranges::sort(samples);
    const std::size_t middle = samples.size() / 2;
    return samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}
}  // namespace

BenchResult run_bench(const BenchCase& test, std::size_t rounds, CodeCache cache)
{
    Rig rig{test, cache};
    const vm::Result first = rig.execute();
    const std::size_t executions = executions_of_sample(rig);
    std::vector<double> samples;
    samples.reserve(rounds);
    for (std::size_t i = 0; i < rounds; ++i)
        samples.push_back(rig.sample(executions).count() / static_cast<double>(executions));
    return {.name = test.name,
        .min_ns = std::ranges::min(samples),
        .median_ns = median(samples),
        .gas = test.gas - first.gas_left,
        .status = first.status,
        .output_keccak = keccak256(first.output)};
}
}  // namespace byline::tools
