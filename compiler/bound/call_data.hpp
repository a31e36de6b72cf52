#pragma once

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"

#include <cstdint>

namespace byline::compiler
{
/// The bytes of the longest call of a function that the ABI encodes without gaps: its lists are as
/// long as they may be, its signatures as long as one is passed on (max_signature_size). Whoever
/// appends more to a call pays for it, and the code reads no more.
std::uint64_t longest_call_data(const Licence& licence, const ExternalFunction& function);
}  // namespace byline::compiler
