#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// Folds nested shares into one exact fraction a payee, in the order written; what does not total
/// 100 % is said (B101), and so are unknown payees and those named twice.
Split check_split(const syntax::Split& split, const Names& names, Diagnostics& diagnostics);
}  // namespace byline::compiler
