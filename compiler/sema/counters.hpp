#pragma once

#include "compiler/sema/licence.hpp"

#include <cstddef>

namespace byline::compiler
{
/// Where a split keeps what each payee has claimed (language.md, "Lowering of buckets"; rule M3).
/// Payee i's counter has `bits` bits in slot `first_slot + i / per_slot`, from bit `bits * (i %
/// per_slot)`.
struct CounterLayout
{
    unsigned bits = 128;
    unsigned per_slot = 1;
    bool has_total = false;  ///< slot 0 holds the sum of all counters
    std::size_t first_slot = 0;
    std::size_t slots = 1;  ///< all of them, the total's included

    [[nodiscard]] std::size_t slot_of(std::size_t payee) const noexcept
    {
        return first_slot + payee / per_slot;
    }

    [[nodiscard]] unsigned shift_of(std::size_t payee) const noexcept
    {
        return bits * static_cast<unsigned>(payee % per_slot);
    }
};

/// Up to three payees share one slot, four share two; beyond, reading all of them would cost more
/// than a total does.
CounterLayout counters_of(const Split& split) noexcept;
}  // namespace byline::compiler
