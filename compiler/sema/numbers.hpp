#pragma once

#include "compiler/sema/nodes.hpp"
#include "compiler/sema/scope.hpp"

#include <optional>
#include <string>
#include <variant>

namespace byline::compiler
{
/// A number known exactly that need not be whole: a percentage, `1.5 wei per call`, `1 ether / 3`.
struct Fraction
{
    Rational value;
    Dimension dimension = {};
    bool is_percentage = false;  ///< of nothing yet
    bool rounds_down = false;    ///< a percentage is part of it: amounts of money are rounded down
    Span span;
};

/// A node times a fraction, before it is rounded.
struct Scaled
{
    ExpressionId operand = 0;
    Fraction factor;
};

/// A number on its way: products of fractions stay exact until one rounding at their end.
using Number = std::variant<ExpressionId, Fraction, Scaled>;

/// Computes with numbers. What does not fit together is said (B302); the result is then nothing.
class Numbers
{
public:
    explicit Numbers(Scope& scope) : scope_{scope}, nodes_{scope.licence.expressions} {}

    std::optional<Number> sum(const Number& left, const Number& right, Span span);
    std::optional<Number> difference(const Number& left, const Number& right, Span span);
    std::optional<Number> product(const Number& left, const Number& right, Span span);
    std::optional<Number> quotient(
        const Number& left, const Number& right, std::optional<Rounding> rounding, Span span);

    /// One node for it. Without `rounding` it must be whole, or an amount that a percentage makes.
    std::optional<ExpressionId> whole(
        const Number& number, std::optional<Rounding> rounding, Span span);

    /// Gives a plain 0 the kind of the other: 0 of anything is 0. Then says whether they are of one
    /// kind.
    bool agree(ExpressionId& left, ExpressionId& right);

    /// "Say of what: 3 calls", where a plain constant stands beside a number of something; or
    /// empty.
    [[nodiscard]] std::string missing_unit(ExpressionId left, ExpressionId right) const;

private:
    std::optional<Fraction> fraction_of(const Number& number) const;
    std::optional<Fraction> times(const Fraction& a, const Fraction& b);
    std::optional<Fraction> reciprocal(const Fraction& a);
    Number settled(Fraction fraction);
    std::optional<std::pair<ExpressionId, ExpressionId>> alike(
        const Number& left, const Number& right, Span span);
    std::optional<Number> percentages(
        const Number& left, const Number& right, bool plus, Span span);
    std::optional<ExpressionId> whole(
        const Fraction& fraction, std::optional<Rounding> rounding, Span span);
    std::optional<ExpressionId> whole(
        const Scaled& scaled, std::optional<Rounding> rounding, Span span);
    std::nullopt_t not_whole(const Fraction& fraction, const Dimension& result, Span span);
    std::nullopt_t wrong(Span span, Wording wording);

    Scope& scope_;
    Nodes nodes_;
};
}  // namespace byline::compiler
