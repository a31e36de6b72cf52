#pragma once

#include "vm/evm/machine/frame.hpp"
#include "vm/evm/observer.hpp"

namespace byline::vm
{
/// Runs a frame from its `pc` until it ends or asks for a child; never gives Flow::next. All that
/// is needed to go on stands in the frame then. `observer` may be null.
Flow interpret(Frame& frame, Observer* observer);
}  // namespace byline::vm
