#include "vm/evm/instructions/storage.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"

#include <cstdint>

namespace byline::vm::instructions
{
namespace
{
constexpr std::int64_t store_cost(const SlotAccess& slot, const uint256& value) noexcept
{
    std::int64_t cost = slot.warmth == Warmth::cold ? gas::cold_slot_access : 0;
    if (slot.current == value || slot.current != slot.original)
        cost += gas::warm_access;
    else
        cost += slot.original.is_zero() ? gas::slot_set : gas::slot_reset;
    return cost;
}

constexpr std::int64_t store_refund(const SlotAccess& slot, const uint256& value) noexcept
{
    if (slot.current == value)
        return 0;
    if (slot.current == slot.original)
        return value.is_zero() ? gas::slot_clear_refund : 0;
    std::int64_t refund = 0;
    if (!slot.original.is_zero())
    {
        if (slot.current.is_zero())
            refund -= gas::slot_clear_refund;
        else if (value.is_zero())
            refund += gas::slot_clear_refund;
    }
    if (value == slot.original)
        refund += (slot.original.is_zero() ? gas::slot_set : gas::slot_reset) - gas::warm_access;
    return refund;
}
}  // namespace

void sload(uint256* top, std::int64_t& left, Frame& frame)
{
    const SlotAccess slot = frame.environment->journal.access_storage(frame.call.recipient, top[0]);
    if (gas::charge(left, slot.warmth == Warmth::cold ? gas::cold_slot_access : gas::warm_access))
        top[0] = slot.current;
}

Flow sstore(uint256* top, std::int64_t& left, Frame& frame)
{
    if (frame.is_read_only())
        return frame.halt(Status::static_mode_violation);
    if (left <= gas::store_sentry)
        return frame.halt(Status::out_of_gas);
    Journal& journal = frame.environment->journal;
    const uint256& key = top[0];
    const uint256& value = top[-1];
    const SlotAccess slot = journal.access_storage(frame.call.recipient, key);
    if (!gas::charge(left, store_cost(slot, value)))
        return frame.halt(Status::out_of_gas);
    if (const std::int64_t refund = store_refund(slot, value); refund != 0)
        journal.add_refund(refund);
    journal.set_storage(frame.call.recipient, key, value);
    return Flow::next;
}

uint256 tload(const uint256& key, Frame& frame)
{
    return frame.environment->journal.transient_storage(frame.call.recipient, key);
}

Flow tstore(uint256* top, std::int64_t& /*left*/, Frame& frame)
{
    if (frame.is_read_only())
        return frame.halt(Status::static_mode_violation);
    frame.environment->journal.set_transient_storage(frame.call.recipient, top[0], top[-1]);
    return Flow::next;
}
}  // namespace byline::vm::instructions
