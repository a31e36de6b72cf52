#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// Where money lies: `revenue`, or `deposit[caller]`. Nothing if no bucket is meant, which is said
/// (B201; B501 for a name that nothing has).
std::optional<MoneyPlace> check_place(Scope& scope, syntax::ExpressionId place);

/// The fields of a keep that a `set` writes, without their values: all of them, or one.
struct KeepPlace
{
    std::size_t keep = 0;
    std::optional<ExpressionId> key = {};
    std::optional<std::size_t> field = {};  ///< none: all
    Span span = {};
};

/// `seat[caller]`, `seat[caller].left`, `total`. Nothing if it is not kept, which is said.
std::optional<KeepPlace> check_keep_place(Scope& scope, syntax::ExpressionId place);
}  // namespace byline::compiler
