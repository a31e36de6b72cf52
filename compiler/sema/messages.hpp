#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// The messages that the licence takes, in the order that Names counts them. One with something
/// wrong in it, which is said, has no fields.
void check_messages(Scope& scope, const syntax::Licence& source);

/// Says which messages of the file none of its licences takes (B501); those of files that it uses
/// may be for others.
void check_unused_messages(const syntax::File& file, Diagnostics& diagnostics);

/// Says which messages of the licence nothing in it takes (B501).
void check_unused_messages(const Scope& scope, const syntax::Licence& source);
}  // namespace byline::compiler
