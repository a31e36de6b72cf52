#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"

namespace byline::compiler
{
/// What must hold of signed messages: each signature is checked, the second use of one is worth
/// nothing (B401), a type of message is consumed by one act (B404), and a tab that messages draw
/// from has a notice (B403).
void check_signed_messages(const Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler
