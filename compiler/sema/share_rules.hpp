#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// The rule of a split: one tier, whose shares total 100 % (B101).
ShareRule check_split(const syntax::Split& split, const Names& names, Diagnostics& diagnostics);

/// The rule of a waterfall: tiers whose ends increase, the last without one (B104, rule M17), each
/// as wide as its shares can divide without a rest (B302).
ShareRule check_waterfall(Scope& scope, const syntax::Waterfall& waterfall);
}  // namespace byline::compiler
