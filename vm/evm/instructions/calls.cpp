#include "vm/evm/instructions/calls.hpp"

#include "vm/evm/create_address.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/memory.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"

#include <algorithm>
#include <cstdint>

namespace byline::vm::instructions
{
namespace
{
/// Opens the four areas of memory that a call names: input, then output.
bool expand_for_call(const uint256* areas, std::int64_t& left, Memory& memory)
{
    return expand(left, memory, areas[0], areas[-1]) && expand(left, memory, areas[-2], areas[-3]);
}

/// The target's access, and that of the account it delegates to: 100 or 2600 (EIP-7702).
std::int64_t access_cost(const Environment& environment, const address& target)
{
    Journal& journal = environment.journal;
    std::int64_t cost = gas::account_surcharge(journal.access_address(target));
    if (!environment.rules.delegations)
        return cost;
    if (const auto delegate = journal.delegation(target))
        cost += gas::warm_access + gas::account_surcharge(journal.access_address(*delegate));
    return cost;
}

/// What moving value costs the caller: 9000, and 25000 if it wakes a dead account (EIP-161).
std::int64_t value_cost(Frame& frame, CallKind kind, const address& target)
{
    std::int64_t cost = gas::call_value;
    if (kind == CallKind::call && frame.environment->journal.is_empty(target))
        cost += gas::new_account;
    return cost;
}

/// Takes the gas that the child gets: what is asked for, at most all but one 64th (EIP-150).
std::int64_t take_child_gas(std::int64_t& left, const uint256& asked) noexcept
{
    const auto most = static_cast<std::uint64_t>(gas::all_but_one_64th(left));
    const std::uint64_t given = asked.fits_uint64() ? std::min(asked.words[0], most) : most;
    left -= static_cast<std::int64_t>(given);
    return static_cast<std::int64_t>(given);
}

constexpr bool has_value(CallKind kind) noexcept
{
    return kind == CallKind::call || kind == CallKind::callcode;
}

/// Who calls whom with what, by kind; gas, input and depth are the caller's to fill in.
Invocation invocation(
    const Frame& frame, CallKind kind, const address& target, const uint256& value)
{
    const bool own_storage = kind == CallKind::callcode || kind == CallKind::delegatecall;
    Invocation child;
    child.kind = kind;
    child.mutability = kind == CallKind::staticcall ? Mutability::read_only : frame.call.mutability;
    child.depth = frame.call.depth + 1;
    child.sender = kind == CallKind::delegatecall ? frame.call.sender : frame.call.recipient;
    child.recipient = own_storage ? frame.call.recipient : target;
    child.code_address = target;
    child.value = kind == CallKind::delegatecall ? frame.call.value : value;
    return child;
}

Flow call_any(uint256* top, std::int64_t& left, Frame& frame, CallKind kind)
{
    const uint256& asked = top[0];
    const address target = to_address(top[-1]);
    const uint256 value = has_value(kind) ? top[-2] : uint256{};
    const uint256* const areas = has_value(kind) ? top - 3 : top - 2;
    if (kind == CallKind::call && !value.is_zero() && frame.is_read_only())
        return frame.halt(Status::static_mode_violation);
    if (!expand_for_call(areas, left, frame.memory) ||
        !gas::charge(left, access_cost(*frame.environment, target)) ||
        (!value.is_zero() && !gas::charge(left, value_cost(frame, kind, target))))
        return frame.halt(Status::out_of_gas);

    frame.child = invocation(frame, kind, target, value);
    frame.child.gas = take_child_gas(left, asked) + (value.is_zero() ? 0 : gas::call_stipend);
    frame.child.input = frame.memory.view(areas[0], areas[-1]);
    frame.child_output_offset = areas[-2];
    frame.child_output_size = areas[-3];
    return Flow::child;
}

Flow create_any(uint256* top, std::int64_t& left, Frame& frame, CallKind kind)
{
    if (frame.is_read_only())
        return frame.halt(Status::static_mode_violation);
    const uint256& value = top[0];
    const uint256& offset = top[-1];
    const uint256& size = top[-2];
    if (!expand(left, frame.memory, offset, size))
        return frame.halt(Status::out_of_gas);
    if (size > uint256{frame.environment->rules.max_initcode_size})
        return frame.halt(Status::initcode_size_exceeded);
    const std::int64_t word_cost =
        gas::initcode_word + (kind == CallKind::create2 ? gas::keccak_word : 0);
    if (!gas::charge(left, word_cost * gas::words(size.words[0])))
        return frame.halt(Status::out_of_gas);

    const BytesView initcode = frame.memory.view(offset, size);
    const address& self = frame.call.recipient;
    const address created = kind == CallKind::create2
                                ? create2_address(self, to_bytes32(top[-3]), keccak256(initcode))
                                : create_address(self, frame.environment->journal.nonce(self));
    frame.child = invocation(frame, kind, created, value);
    frame.child.gas = take_child_gas(left, max_uint256);
    frame.child.input = initcode;
    frame.child_output_offset = {};
    frame.child_output_size = {};
    return Flow::child;
}
}  // namespace

Flow call(uint256* top, std::int64_t& left, Frame& frame)
{
    return call_any(top, left, frame, CallKind::call);
}

Flow callcode(uint256* top, std::int64_t& left, Frame& frame)
{
    return call_any(top, left, frame, CallKind::callcode);
}

Flow delegatecall(uint256* top, std::int64_t& left, Frame& frame)
{
    return call_any(top, left, frame, CallKind::delegatecall);
}

Flow staticcall(uint256* top, std::int64_t& left, Frame& frame)
{
    return call_any(top, left, frame, CallKind::staticcall);
}

Flow create(uint256* top, std::int64_t& left, Frame& frame)
{
    return create_any(top, left, frame, CallKind::create);
}

Flow create2(uint256* top, std::int64_t& left, Frame& frame)
{
    return create_any(top, left, frame, CallKind::create2);
}
}  // namespace byline::vm::instructions
