#pragma once

#include "vm/state/journal.hpp"

#include <cstdint>

/// The costs, in gas, that depend on operands or state; what an instruction costs whatever it does
/// stands in opcodes.def.
namespace byline::vm::gas
{
inline constexpr std::int64_t warm_access = 100;           ///< EIP-2929
inline constexpr std::int64_t cold_account_access = 2600;  ///< EIP-2929
inline constexpr std::int64_t cold_slot_access = 2100;     ///< EIP-2929
inline constexpr std::int64_t slot_set = 20'000;           ///< zero to nonzero (EIP-2200)
inline constexpr std::int64_t slot_reset = 2900;           ///< EIP-2200 less EIP-2929's cold access
inline constexpr std::int64_t slot_clear_refund = 4800;    ///< EIP-3529
inline constexpr std::int64_t store_sentry = 2300;  ///< SSTORE needs more than that (EIP-2200)
inline constexpr std::int64_t memory_word = 3;
inline constexpr std::int64_t memory_quadratic = 512;  ///< words² / 512 on top (Yellow Paper §H)
inline constexpr std::int64_t copy_word = 3;
inline constexpr std::int64_t keccak_word = 6;
inline constexpr std::int64_t initcode_word = 2;   ///< EIP-3860
inline constexpr std::int64_t exponent_byte = 50;  ///< EIP-160
inline constexpr std::int64_t log_byte = 8;
inline constexpr std::int64_t code_deposit_byte = 200;
inline constexpr std::int64_t call_value = 9000;
inline constexpr std::int64_t call_stipend = 2300;
inline constexpr std::int64_t new_account = 25'000;  ///< value to a dead account (EIP-161)

/// The words that so many bytes take up.
constexpr std::int64_t words(std::uint64_t bytes) noexcept
{
    return static_cast<std::int64_t>((bytes + 31) / 32);
}

/// All but one 64th of what is left may be passed on (EIP-150).
constexpr std::int64_t all_but_one_64th(std::int64_t left) noexcept
{
    return left - left / 64;
}

/// Takes the cost away; false if there is not as much.
constexpr bool charge(std::int64_t& left, std::int64_t cost) noexcept
{
    left -= cost;
    return left >= 0;
}

/// What a cold account costs above the warm access that opcodes.def charges (EIP-2929).
constexpr std::int64_t account_surcharge(Warmth warmth) noexcept
{
    return warmth == Warmth::cold ? cold_account_access - warm_access : 0;
}
}  // namespace byline::vm::gas
