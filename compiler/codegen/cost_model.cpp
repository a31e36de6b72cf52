#include "compiler/codegen/cost_model.hpp"

#include <cstdint>

namespace byline::compiler
{
namespace
{
constexpr CostModel osaka{};

// Provisional: the draft of EIP-8037 prices a byte of state at 1,530 gas and a slot as 64 bytes.
// EIP-8038 may change what reads cost.
constexpr std::uint64_t state_byte = 1'530;
constexpr std::uint64_t slot_bytes = 64;
constexpr std::uint64_t account_bytes = 120;
constexpr CostModel amsterdam{.gas_per_byte = state_byte,
    .fresh_slot = slot_bytes * state_byte,
    .new_account = account_bytes * state_byte};
}  // namespace

const CostModel& cost_model(Pricing pricing) noexcept
{
    return pricing == Pricing::amsterdam ? amsterdam : osaka;
}

CostModel creation_costs(Pricing pricing) noexcept
{
    CostModel costs = cost_model(pricing);
    costs.gas_per_byte = costs.calldata_byte;
    costs.runs = 1;
    return costs;
}
}  // namespace byline::compiler
