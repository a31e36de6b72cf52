#include "vm/evm/instructions/control.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"

#include <cstdint>

namespace byline::vm::instructions
{
Flow selfdestruct(uint256* top, std::int64_t& left, Frame& frame)
{
    if (frame.is_read_only())
        return frame.halt(Status::static_mode_violation);
    Journal& journal = frame.environment->journal;
    const address& self = frame.call.recipient;
    const address beneficiary = to_address(top[0]);
    if (journal.access_address(beneficiary) == Warmth::cold &&
        !gas::charge(left, gas::cold_account_access))
        return frame.halt(Status::out_of_gas);
    const uint256 balance = journal.balance(self);
    if (!balance.is_zero() && journal.is_empty(beneficiary) && !gas::charge(left, gas::new_account))
        return frame.halt(Status::out_of_gas);
    if (beneficiary != self)
    {
        journal.subtract_balance(self, balance);
        journal.add_balance(beneficiary, balance);
    }
    if (journal.created_in_this_transaction(self))
    {
        journal.set_balance(self, {});  // given to itself, it is burnt
        journal.mark_destroyed(self);
    }
    return frame.halt(Status::success);
}
}  // namespace byline::vm::instructions
