#pragma once

#include "compiler/ir/ir.hpp"
#include "compiler/sema/counters.hpp"
#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
/// What the function `position(account)` gives back, in this order: how an account stands in the
/// split.
struct PayeePosition
{
    ir::ValueId receipts = 0;  ///< R: all that the split ever received
    ir::ValueId counters = 0;  ///< the word that holds the account's counter
    ir::ValueId key = 0;       ///< where its counter is and its share; 0 for a stranger
    ir::ValueId amount = 0;    ///< what it may withdraw now

    static constexpr std::size_t results = 4;

    explicit PayeePosition(const std::vector<ir::ValueId>& values)
        : receipts{values[0]}, counters{values[1]}, key{values[2]}, amount{values[3]}
    {}
};

/// A payee's key is one constant: the numerator of its share, below it the slot of its counter
/// where there are several, below that the counter's place in the word where words are shared.
struct KeyLayout
{
    static constexpr unsigned field_bits = 8;
    static constexpr std::uint64_t field_mask = 0xff;

    unsigned slot_bit = 0;
    unsigned share_bit = 0;

    explicit KeyLayout(const CounterLayout& counters) noexcept
        : slot_bit{counters.per_slot > 1 ? field_bits : 0},
          share_bit{slot_bit + (counters.slots > 1 ? field_bits : 0)}
    {}
};

/// The function position(account). Rules M1 and M3: R = balance + all that was claimed, below
/// 2^128; entitlement = R * share, rounded down, and fits its counter; the amount is what exceeds
/// the counter, and never wraps. Otherwise it reverts with Overflow().
ir::Function lower_position(const Split& split);
}  // namespace byline::compiler
