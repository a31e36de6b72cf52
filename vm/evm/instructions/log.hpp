#pragma once

#include "vm/evm/machine/frame.hpp"

#include <cstddef>

namespace byline::vm::instructions
{
/// The log of the frame's account, with data from memory and `topics` topics below on the stack.
Flow log(uint256* top, std::int64_t& left, Frame& frame, std::size_t topics);

template <std::size_t Topics>
Flow log(uint256* top, std::int64_t& left, Frame& frame)
{
    return log(top, left, frame, Topics);
}
}  // namespace byline::vm::instructions
