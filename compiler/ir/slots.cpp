#include "compiler/ir/slots.hpp"

#include "compiler/ir/ir.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <optional>

namespace byline::compiler::ir
{
namespace
{
struct Slot
{
    std::optional<ValueId> base;  ///< none: `offset` is all
    uint256 offset;
};

Slot slot_of(const Function& function, ValueId id)
{
    const Instruction& instruction = function.values[id];
    if (instruction.operation == Operation::constant)
        return {std::nullopt, instruction.constant};
    if (instruction.operation == Operation::add)
    {
        for (std::size_t i = 0; i < 2; ++i)
        {
            const Instruction& offset = function.values[instruction.operands[i]];
            const ValueId base = instruction.operands[1 - i];
            if (offset.operation == Operation::constant &&
                function.values[base].operation != Operation::constant)
                return {base, offset.constant};
        }
    }
    return {id, {}};
}

bool is_number(const Slot& slot) noexcept
{
    return !slot.base && slot.offset.fits_uint64();
}

bool is_near_hash(const Function& function, const Slot& slot)
{
    return slot.base && slot.offset.fits_uint64() &&
           function.values[*slot.base].operation == Operation::keccak256;
}
}  // namespace

Overlap overlap_of_slots(const Function& function, ValueId a, ValueId b)
{
    const Slot left = slot_of(function, a);
    const Slot right = slot_of(function, b);
    if (left.base == right.base)
        return left.offset == right.offset ? Overlap::same : Overlap::none;
    const bool apart = (is_number(left) && is_near_hash(function, right)) ||
                       (is_number(right) && is_near_hash(function, left));
    return apart ? Overlap::none : Overlap::possible;
}

ValueId base_of_slot(const Function& function, ValueId slot)
{
    return slot_of(function, slot).base.value_or(slot);
}
}  // namespace byline::compiler::ir
