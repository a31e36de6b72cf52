#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"

#include <string>

namespace byline::vm
{
/// Code as text, one instruction a line: "0x0000 PUSH1 0x80". A byte that is no instruction in that
/// revision is written "0x0002 UNDEFINED 0x0c". The immediates of a PUSH cut off by the end of the
/// code are written as far as they go, and "(cut off)" after them.
std::string disassemble(BytesView code, Revision revision = latest_revision);
}  // namespace byline::vm
