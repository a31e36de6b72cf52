#pragma once

#include "compiler/sema/destination.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <vector>

namespace byline::compiler
{
/// The most parameters of one act or view and the most acts that this version compiles.
inline constexpr std::size_t max_parameters = 16;
inline constexpr std::size_t max_acts = 256;

/// Checks the acts and writes them into the licence; all they refer to is there. The result says
/// where each payment goes.
std::vector<Destination> check_acts(const syntax::File& file, const syntax::Licence& source,
    const Names& names, Licence& licence, Diagnostics& diagnostics);

/// Types the parameters and declares them in the scope. One without a type has no entry.
std::vector<Parameter> check_parameters(Scope& scope, const std::vector<syntax::Parameter>& source);
}  // namespace byline::compiler
