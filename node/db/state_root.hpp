#pragma once

#include "vm/primitives/bytes32.hpp"
#include "vm/state/overlay.hpp"

namespace byline::node
{
/// The state root of a whole state held in memory: an overlay over nothing.
bytes32 state_root(const vm::Overlay& state);
}  // namespace byline::node
