#pragma once

#include "vm/evm/machine/frame.hpp"
#include "vm/evm/observer.hpp"

#if defined(__clang__) && __has_cpp_attribute(clang::musttail) && \
    __has_cpp_attribute(clang::preserve_none)
#define BYLINE_THREADED_ENGINE 1
#endif

namespace byline::vm
{
#ifdef BYLINE_THREADED_ENGINE
inline constexpr bool has_threaded_engine = true;
#else
inline constexpr bool has_threaded_engine = false;
#endif
}  // namespace byline::vm

/// The engines: each runs a frame from its `pc` until it ends or asks for a child, and never gives
/// Flow::next. All that is needed to go on, in any of them, stands in the frame then.
namespace byline::vm
{
/// A loop over the bytes of the code. The observer may be null.
Flow run_plainly(Frame& frame, Observer* observer);

#ifdef BYLINE_THREADED_ENGINE
/// Tail calls from instruction to instruction, the top of the stack in registers. Where the code
/// has been tuned, gas and stack are checked by blocks and frequent sequences are one instruction.
Flow run_threaded(Frame& frame);
#endif
}  // namespace byline::vm
