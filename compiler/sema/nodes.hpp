#pragma once

#include "compiler/sema/expression.hpp"

#include <vector>

namespace byline::compiler
{
/// Makes nodes of the typed tree. Each gets the range of its values; what is known already becomes
/// a constant. That the operands fit together is for the caller to see to.
class Nodes
{
public:
    explicit Nodes(std::vector<Expression>& list) : list_{list} {}

    ExpressionId add(Expression expression);
    ExpressionId constant(ScalarType type, const uint256& value, Span span);
    ExpressionId sum(ExpressionId left, ExpressionId right, Span span);
    /// The left side must not always be below the right one.
    ExpressionId difference(ExpressionId left, ExpressionId right, Span span);
    ExpressionId product(ExpressionId left, ExpressionId right, Span span);
    /// The right side must not always be 0.
    ExpressionId quotient(ExpressionId left, ExpressionId right, Rounding rounding, Span span);
    /// operand * factor, of the operand's dimension times `dimension`.
    ExpressionId scaled(ExpressionId operand, const Rational& factor, const Dimension& dimension,
        Rounding rounding, Span span);
    /// `minimum` or `maximum`.
    ExpressionId extremum(ExpressionKind kind, ExpressionId left, ExpressionId right, Span span);
    /// `equal` to `greater_equal`.
    ExpressionId comparison(ExpressionKind kind, ExpressionId left, ExpressionId right, Span span);
    /// `logical_and` or `logical_or`.
    ExpressionId connective(ExpressionKind kind, ExpressionId left, ExpressionId right, Span span);
    ExpressionId negation(ExpressionId operand, Span span);

    [[nodiscard]] const Expression& operator[](ExpressionId id) const { return list_[id]; }

    [[nodiscard]] bool is_constant(ExpressionId id) const
    {
        return list_[id].kind == ExpressionKind::constant;
    }

    /// Whether the left side is below the right one in every call.
    [[nodiscard]] bool always_below(ExpressionId left, ExpressionId right) const;

    /// Whether two are written alike: then they have the same value wherever both are computed.
    [[nodiscard]] bool same(ExpressionId a, ExpressionId b) const;

private:
    ExpressionId number(ExpressionKind kind, ExpressionId left, ExpressionId right,
        Dimension dimension, Interval range, Span span);
    ExpressionId flag(ExpressionKind kind, std::vector<ExpressionId> operands, Span span);

    std::vector<Expression>& list_;
};
}  // namespace byline::compiler
