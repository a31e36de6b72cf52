#pragma once

#include "compiler/sema/rational.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <vector>

namespace byline::compiler
{
/// What a list of shares gives to a name, of the whole.
struct NamedShare
{
    syntax::Name name;
    Rational share;
};

/// Folds nested lists, parts and `the rest` into one exact fraction a name, in the order written.
/// What does not total 100 % is said (B101), and so is what is too fine (B103) and who is named
/// twice; the names that were understood are in the result all the same.
std::vector<NamedShare> fold_shares(const syntax::Shares& shares, Diagnostics& diagnostics);
}  // namespace byline::compiler
