#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>
#include <vector>

namespace byline::compiler
{
/// The type of a parameter; nothing if it has none, which is then said.
std::optional<Parameter> check_parameter(
    const syntax::Parameter& parameter, const Names& names, Diagnostics& diagnostics);

/// The price of a `takes` as terms appended to `terms`: an amount of money in wei. Nothing if it is
/// none, which is then said (B302).
std::optional<TermId> check_price(const syntax::File& file, syntax::ExpressionId price,
    const Act& act, const Names& names, std::vector<Term>& terms, Diagnostics& diagnostics);
}  // namespace byline::compiler
