#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// The most parameters of one act and acts that this version compiles.
inline constexpr std::size_t max_parameters = 16;
inline constexpr std::size_t max_acts = 256;

/// Checks names, shares, units and money of a parsed file. The licence, if nothing was found wrong;
/// all that is wrong goes into `diagnostics`.
std::optional<Licence> analyse(const syntax::File& file, Diagnostics& diagnostics);
}  // namespace byline::compiler
