#pragma once

#include "vm/evm/machine/frame.hpp"

namespace byline::vm::instructions
{
inline Flow stop(uint256* /*top*/, std::int64_t& /*left*/, Frame& frame) noexcept
{
    return frame.halt(Status::success);
}

inline Flow invalid(uint256* /*top*/, std::int64_t& /*left*/, Frame& frame) noexcept
{
    return frame.halt(Status::invalid_instruction);
}

/// RETURN and REVERT.
template <Status How>
Flow give_back(uint256* top, std::int64_t& left, Frame& frame)
{
    if (!expand(left, frame.memory, top[0], top[-1]))
        return frame.halt(Status::out_of_gas);
    frame.output = frame.memory.view(top[0], top[-1]);
    return frame.halt(How);
}

/// EIP-6780: deletes only a contract created in this transaction; otherwise moves the balance.
Flow selfdestruct(uint256* top, std::int64_t& left, Frame& frame);
}  // namespace byline::vm::instructions
