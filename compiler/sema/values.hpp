#pragma once

#include "compiler/sema/numbers.hpp"
#include "compiler/sema/scope.hpp"

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

namespace byline::compiler
{
/// `seat[caller]`: all fields of what is kept.
struct Record
{
    std::size_t keep = 0;
    std::optional<ExpressionId> key = {};
};

/// `plan[tier]`: all columns of a row.
struct Row
{
    std::size_t table = 0;
    ExpressionId row = 0;
};

/// A message: a parameter, or the entry of a list that a loop is at.
struct Entry
{
    ExpressionKind kind = ExpressionKind::parameter;
    std::size_t index = 0;  ///< parameter or loop
    std::size_t message = 0;
};

/// `(a, b)`.
struct Tuple
{
    std::vector<ExpressionId> values = {};
};

/// What an expression of the source stands for, before it is taken apart into words.
struct Value
{
    std::variant<Number, Record, Row, Entry, Tuple> what;
    Span span = {};
};

/// One field of a record, row or message as a node; the indices exist.
ExpressionId keep_field(Scope& scope, const Record& record, std::size_t field, Span span);
ExpressionId cell(Scope& scope, const Row& row, std::size_t column, Span span);
ExpressionId entry_field(Scope& scope, const Entry& entry, std::size_t field, Span span);

/// The field of that name; nothing if there is none, which is said (B501).
std::optional<ExpressionId> field_of(Scope& scope, const Value& value, const syntax::Name& name);

/// All words of a value. Nothing if a number in it is not whole, which is said.
std::optional<std::vector<ExpressionId>> words_of(Scope& scope, const Value& value);
}  // namespace byline::compiler
