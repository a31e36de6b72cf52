#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/sema/values.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>
#include <string_view>

namespace byline::compiler
{
/// What names stand for, alone and with what is chosen from them.

std::optional<Value> look_up_name(Scope& scope, const syntax::Expression& e);

/// `left.name`: a field, `terms.hash`, `bonus.total`.
std::optional<Value> look_up_field(Scope& scope, const syntax::Expression& e);

/// `left[key]`: what is kept for a key, a row of a table, what a tab holds for an account, the
/// shares of an account in a pool.
std::optional<Value> look_up_index(Scope& scope, const syntax::Expression& e);

/// `max(a, b)`, `min(a, b)`, `claimable(bucket, account)`, `received(bucket)`.
std::optional<Value> look_up_call(Scope& scope, const syntax::Expression& e);

/// The keep of that name and its key, if it has one; what is missing or too much is said.
std::optional<Record> look_up_keep(
    Scope& scope, std::size_t keep, std::optional<syntax::ExpressionId> key, Span span);

/// Says that nothing has the name (B501).
std::nullopt_t unknown_name(Scope& scope, std::string_view name, Span span);
}  // namespace byline::compiler
