#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// What the licence is paid in: ether, or the one token that it names. An address with letters of
/// both cases must have the checksum of ERC-55 (B302).
void check_currency(const syntax::Licence& source, Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler
