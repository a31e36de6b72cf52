#pragma once

#include "tools/byline-evm/bench_case.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace byline::tools
{
/// What an execution finds in its machine.
enum class CodeCache : std::uint8_t
{
    warm,  ///< the machine has run the case before
    cold,  ///< a new machine for each execution, which is timed with it
};

/// What a case came to. Times are those of one execution.
struct BenchResult
{
    std::string name;
    double min_ns = 0;
    double median_ns = 0;
    std::int64_t gas = 0;  ///< used by the message
    vm::Status status = vm::Status::success;
    bytes32 output_keccak;
};

/// Executes the case once untimed, then takes that many samples. Sender, recipient and precompiles
/// are warm; what an execution does to the state is undone after it, within the time. An execution
/// shorter than 200 µs is repeated until the sample is that long.
BenchResult run_bench(const BenchCase& test, std::size_t rounds, CodeCache cache);
}  // namespace byline::tools
