#pragma once

#include "vm/primitives/revision.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace byline::vm
{
/// What of a fork's rules is not in the opcode table: data, one row a revision.
struct Rules
{
    Revision revision = latest_revision;
    bool delegations = true;                   ///< code may be a delegation designator (EIP-7702)
    std::uint64_t max_code_size = 0x6000;      ///< bytes (EIP-170)
    std::uint64_t max_initcode_size = 0xc000;  ///< bytes (EIP-3860)
};

inline constexpr std::array<Rules, revision_count> rules_table{{
    {.revision = Revision::cancun, .delegations = false},
    {.revision = Revision::prague},
    {.revision = Revision::osaka},
}};

constexpr const Rules& rules_of(Revision revision) noexcept
{
    return rules_table[static_cast<std::size_t>(revision)];
}
}  // namespace byline::vm
