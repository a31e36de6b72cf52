#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// Checks names, shares, units and money of a parsed file. The licence, if nothing was found wrong;
/// all that is wrong goes into `diagnostics`.
std::optional<Licence> analyse(const syntax::File& file, Diagnostics& diagnostics);
}  // namespace byline::compiler
