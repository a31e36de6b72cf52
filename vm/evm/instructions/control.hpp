#pragma once

#include "vm/evm/machine/frame.hpp"

namespace byline::vm::instructions
{
/// Where `at` goes if the top of the stack is a jump destination; null if it is not.
inline const std::uint8_t* jump_target(const uint256& target, const Frame& frame) noexcept
{
    if (!target.fits_uint64() || !frame.code->is_jump_destination(target.words[0]))
        return nullptr;
    return frame.code->data() + target.words[0];
}

inline Flow jump(uint256* top, const std::uint8_t*& at, Frame& frame) noexcept
{
    at = jump_target(top[0], frame);
    return at != nullptr ? Flow::next : frame.halt(Status::bad_jump_destination);
}

inline Flow jumpi(uint256* top, const std::uint8_t*& at, Frame& frame) noexcept
{
    if (!top[-1].is_zero())
        return jump(top, at, frame);
    ++at;
    return Flow::next;
}

inline void pc(uint256* top, const std::uint8_t* at, Frame& frame) noexcept
{
    top[1] = static_cast<std::uint64_t>(at - frame.code->data());
}

inline void gas_left(uint256* top, std::int64_t left) noexcept
{
    top[1] = static_cast<std::uint64_t>(left);
}

inline void jumpdest(uint256* /*top*/) noexcept
{}

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
