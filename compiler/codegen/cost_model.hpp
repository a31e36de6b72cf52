#pragma once

#include <cstdint>

namespace byline::compiler
{
/// The rules whose prices the compiler reckons with.
enum class Pricing : std::uint8_t
{
    osaka,      ///< what mainnet runs today
    amsterdam,  ///< with state gas (EIP-8037); its figures may still move
};

/// What the back half weighs bytes against gas with, and what bounds of gas are reckoned with
/// beside the fixed prices of opcodes.def, one row a fork: gas, but for `runs`. The defaults are
/// Osaka's (Yellow Paper, appendix G; EIP-2929; EIP-3855).
struct CostModel
{
    std::uint64_t gas_per_byte = 200;  ///< G_codedeposit
    std::uint64_t runs = 200;          ///< how often code is expected to run; cold code once
    std::uint64_t push0 = 2;
    std::uint64_t push = 3;
    std::uint64_t dup = 3;  ///< and SWAP
    std::uint64_t pop = 2;
    std::uint64_t bitwise = 3;  ///< AND, NOT, shifts, comparisons, sums
    std::uint64_t jump = 8;
    std::uint64_t jump_destination = 1;
    std::uint64_t memory_word = 3;  ///< MLOAD, MSTORE
    std::uint64_t warm_read = 100;
    std::uint64_t cold_read = 2'100;
    std::uint64_t fresh_slot = 20'000;  ///< G_sset
    std::uint64_t changed_slot = 2'900;
    std::uint64_t cold_account = 2'600;
    std::uint64_t new_account = 25'000;  ///< that ether is sent to
    std::uint64_t call_value = 9'000;    ///< with the stipend that the callee gets
    std::uint64_t keccak_word = 6;
    std::uint64_t copy_word = 3;
    std::uint64_t log_byte = 8;
    std::uint64_t exp_byte = 50;      ///< of the exponent (EIP-160)
    std::uint64_t ecrecover = 3'000;  ///< the precompile
    std::uint64_t transaction = 21'000;
    std::uint64_t creation = 32'000;    ///< a transaction that creates a contract: beside
    std::uint64_t initcode_word = 2;    ///< EIP-3860
    std::uint64_t calldata_byte = 16;   ///< that is not zero (EIP-2028)
    std::uint64_t calldata_floor = 40;  ///< the least that such a byte costs (EIP-7623)
};

/// The row of a fork.
const CostModel& cost_model(Pricing pricing) noexcept;

/// The same for creation code: it runs once, and its bytes are paid as call data (EIP-2028), not
/// kept.
CostModel creation_costs(Pricing pricing) noexcept;

/// What a way of computing something comes to: its bytes once, its gas as often as it runs.
constexpr std::uint64_t weigh(
    const CostModel& costs, std::uint64_t bytes, std::uint64_t gas, std::uint64_t runs) noexcept
{
    return bytes * costs.gas_per_byte + gas * runs;
}
}  // namespace byline::compiler
