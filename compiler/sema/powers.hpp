#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

namespace byline::compiler
{
/// `royalty`, `pause`, `upgrade` and `conforms`. Needs buckets with their groups.
void check_powers(const syntax::File& file, const syntax::Licence& source, const Names& names,
    Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler
