#pragma once

#include "compiler/ir/ir.hpp"

namespace byline::compiler::ir
{
/// How two slots of storage, named by values, relate.
enum class Overlap : std::uint8_t
{
    none,
    possible,
    same,
};

/// Slots are the same if they are the same value or equal constants, perhaps plus equal constants.
/// They are apart if they are different constants, perhaps on top of one value; or a hash and a
/// number below 2^64, for nobody finds data whose hash has 192 leading zeros.
Overlap overlap_of_slots(const Function& function, ValueId a, ValueId b);

/// The value that, with a constant added, names the slot: itself, if it is no such sum.
ValueId base_of_slot(const Function& function, ValueId slot);
}  // namespace byline::compiler::ir
