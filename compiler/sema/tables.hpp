#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <vector>

namespace byline::compiler
{
/// A row is a uint8 in the ABI.
inline constexpr std::size_t max_rows = 256;

/// The tables and the types that they declare, in their order. One with something wrong in it,
/// which is said, has no columns.
void check_tables(Scope& scope, const std::vector<syntax::Table>& tables);
}  // namespace byline::compiler
