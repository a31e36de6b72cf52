#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <vector>

namespace byline::compiler
{
/// Checks names, shares, units and money of all licences of a parsed file. The licences in the
/// order of the file, if nothing was found wrong; none otherwise. All that is wrong goes into
/// `diagnostics`.
std::vector<Licence> analyse(const syntax::File& file, Diagnostics& diagnostics);
}  // namespace byline::compiler
