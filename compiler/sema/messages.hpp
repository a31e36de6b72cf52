#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// The messages of the licence, then those of its file, in the order that Names counts them. One
/// with something wrong in it, which is said, has no fields.
void check_messages(Scope& scope, const syntax::Licence& source);

/// Says which messages of the licence nothing takes (B501); those of the file may be another's.
void check_unused_messages(const Scope& scope, const syntax::Licence& source);
}  // namespace byline::compiler
