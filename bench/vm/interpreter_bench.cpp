#include "tests/support/fixtures.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <benchmark/benchmark.h>
#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace byline;

namespace
{
/// A contract and one call of it, from the public inputs ipsilon/evm-benchmarks.
struct Input
{
    vm::Overlay world;
    address sender{{0xaa}};
    address contract;
    Bytes call_data;
};

Input read_input(const boost::json::value& document, std::size_t data_index)
{
    const auto& test = document.as_object().begin()->value();
    const auto text = [](const boost::json::value& value) {
        return std::string{value.as_string()};
    };
    Input input;
    for (const auto& [addr, account] : test.at("pre").as_object())
        input.world.set_code(
            address_from_hex(addr).value(), from_hex(text(account.at("code"))).value());
    const auto& transaction = test.at("transaction");
    input.contract = address_from_hex(text(transaction.at("to"))).value();
    input.call_data = from_hex(text(transaction.at("data").as_array().at(data_index))).value();
    return input;
}

/// Runs the whole message, with its journal and the analysis of the code.
void execute(benchmark::State& state, const std::string& name, std::size_t data_index)
{
    const auto document = testing::read_fixture("perf/main/" + name + ".json");
    if (!document)
    {
        state.SkipWithError("the perf inputs are not unpacked");
        return;
    }
    const Input input = read_input(*document, data_index);
    vm::BlockContext block;
    block.number = 1;
    const vm::TxContext tx;
    vm::Message message;
    message.gas = 1'000'000'000;
    message.sender = input.sender;
    message.recipient = input.contract;
    message.input = input.call_data;
    vm::Machine machine;
    std::int64_t gas_used = 0;
    for (auto _ : state)
    {
        vm::Journal journal{input.world};
        const vm::Result result = machine.execute(journal, block, tx, message);
        if (result.status != vm::Status::success)
        {
            state.SkipWithError(std::string{to_string(result.status)}.c_str());
            return;
        }
        gas_used += message.gas - result.gas_left;
    }
    state.counters["gas/s"] =
        benchmark::Counter(static_cast<double>(gas_used), benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(execute, blake2b_huff, "blake2b_huff", 1)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, blake2b_shifts, "blake2b_shifts", 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, sha1_divs, "sha1_divs", 1)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, sha1_shifts, "sha1_shifts", 1)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, snailtracer, "snailtracer", 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, structarray_alloc, "structarray_alloc", 0)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, swap_math, "swap_math", 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(execute, weierstrudel, "weierstrudel", 1)->Unit(benchmark::kMicrosecond);
}  // namespace
