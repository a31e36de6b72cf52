#pragma once

#include "bench/contracts/subject.hpp"
#include "vm/primitives/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace byline::bench
{
/// A contract as its compiler gave it.
struct CompiledContract
{
    std::string variant;            ///< compiler and its settings, "via-IR/200"
    Bytes creation_code;            ///< constructor arguments are appended to it
    std::size_t runtime_bytes = 0;  ///< without a metadata tail
};

/// What one function of a contract costs: a whole transaction under Osaka rules with empty access
/// list, intrinsic gas included, refunds taken off.
struct FunctionGas
{
    std::string function;
    std::uint64_t gas = 0;
};

/// What a contract costs.
struct Measured
{
    std::uint64_t deploy_gas = 0;  ///< of the transaction that creates it
    std::vector<FunctionGas> functions;
};

/// Deploys the contract on a new chain and sends what the version's story says, each step a
/// transaction of its own. An error names the step that failed, or that paid another sum than it
/// should.
std::expected<Measured, std::string> measure(
    const CompiledContract& contract, const Version& version);
}  // namespace byline::bench
