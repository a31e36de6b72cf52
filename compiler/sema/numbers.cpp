#include "compiler/sema/numbers.hpp"

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/source/diagnostics.hpp"
#include "vm/primitives/uint256.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace byline::compiler
{
namespace
{
const Rational one = *Rational::make(1, 1);

bool is_whole(const Rational& value)
{
    return value.denominator() == 1;
}

std::string smallest(const Currency& currency)
{
    if (!currency.is_token())
        return "The smallest amount is 1 wei = 0.000000000000000001 ether.";
    if (currency.decimals == 0)
        return "The smallest amount is 1 " + currency.name + ".";
    return "The smallest amount is 0." + std::string(currency.decimals - 1, '0') + "1 " +
           currency.name + ".";
}
}  // namespace

std::nullopt_t Numbers::wrong(Span span, Wording wording)
{
    scope_.diagnostics.add(DiagnosticKind::dimensions, span, std::move(wording));
    return std::nullopt;
}

/// The exact number behind a constant or a fraction, if it fits.
std::optional<Fraction> Numbers::fraction_of(const Number& number) const
{
    if (const auto* fraction = std::get_if<Fraction>(&number))
        return *fraction;
    const auto* id = std::get_if<ExpressionId>(&number);
    if (id == nullptr || !nodes_.is_constant(*id))
        return std::nullopt;
    const Expression& node = nodes_[*id];
    const auto value = Rational::make(node.value, 1);
    if (!value)
        return std::nullopt;
    return Fraction{.value = *value, .dimension = node.type.dimension, .span = node.span};
}

std::optional<Fraction> Numbers::times(const Fraction& a, const Fraction& b)
{
    const auto value = multiply(a.value, b.value);
    if (!value)
        return wrong({a.span.begin, b.span.end},
            {"A NUMBER TOO FINE", "in lowest terms this has a part of 2^128 or more.",
                "Use fewer decimals."});
    // The place to point at is the one that is not whole.
    return Fraction{.value = *value,
        .dimension = a.dimension * b.dimension,
        .is_percentage = a.is_percentage && b.is_percentage,
        .rounds_down = a.rounds_down || b.rounds_down,
        .span = is_whole(a.value) ? b.span : a.span};
}

std::optional<Fraction> Numbers::reciprocal(const Fraction& a)
{
    if (a.value.is_zero())
        return wrong(a.span, {"A DIVISION BY ZERO", "this is 0: nothing can be divided by it."});
    Fraction result = a;
    result.value = *Rational::make(a.value.denominator(), a.value.numerator());
    result.dimension = inverse(a.dimension);
    result.is_percentage = false;
    return result;
}

/// A constant where the fraction is whole and no percentage.
Number Numbers::settled(Fraction fraction)
{
    if (fraction.is_percentage || !is_whole(fraction.value))
        return fraction;
    return nodes_.constant(
        {.dimension = std::move(fraction.dimension)}, fraction.value.numerator(), fraction.span);
}

bool Numbers::agree(ExpressionId& left, ExpressionId& right)
{
    const auto is_nothing = [this](ExpressionId id) {
        const Expression& node = nodes_[id];
        return nodes_.is_constant(id) && node.value.is_zero() &&
               node.type.kind == ScalarKind::number && node.type.dimension.is_plain();
    };
    const auto become = [this](ExpressionId& id, ExpressionId other) {
        ScalarType type = nodes_[other].type;
        const Span span = nodes_[id].span;
        id = nodes_.constant(std::move(type), 0, span);
    };
    const auto is_number = [this](ExpressionId id) {
        return nodes_[id].type.kind == ScalarKind::number;
    };
    if (!same_kind(nodes_[left].type, nodes_[right].type) && is_number(left) && is_number(right))
    {
        if (is_nothing(left))
            become(left, right);
        else if (is_nothing(right))
            become(right, left);
    }
    return same_kind(nodes_[left].type, nodes_[right].type);
}

std::string Numbers::missing_unit(ExpressionId left, ExpressionId right) const
{
    if (!nodes_.is_constant(left))
        std::swap(left, right);
    const Expression& plain = nodes_[left];
    const Dimension& other = nodes_[right].type.dimension;
    const bool is_plain = nodes_.is_constant(left) && plain.type.kind == ScalarKind::number &&
                          plain.type.dimension.is_plain();
    if (!is_plain || nodes_[right].type.kind != ScalarKind::number)
        return {};
    std::string unit;
    if (other == time_type().dimension)
        unit = "days";
    else if (other.is_money())
        unit = scope_.licence.currency.name;
    else if (other.money == 0 && other.time == 0 && other.units.size() == 1 &&
             other.units.begin()->second == 1)
        unit = other.units.begin()->first + (plain.value == 1 ? "" : "s");
    return unit.empty() ? unit : "Say of what: " + to_decimal(plain.value) + " " + unit;
}

/// Both as nodes, if they are of one kind.
std::optional<std::pair<ExpressionId, ExpressionId>> Numbers::alike(
    const Number& left, const Number& right, Span span)
{
    auto a = whole(left, std::nullopt, span);
    auto b = whole(right, std::nullopt, span);
    if (!a || !b)
        return std::nullopt;
    if (agree(*a, *b))
        return std::pair{*a, *b};
    return wrong(span, {"TWO KINDS OF AMOUNT DO NOT ADD UP",
                           "on the left is " + in_words(nodes_[*a].type.dimension) +
                               ", on the right " + in_words(nodes_[*b].type.dimension) + ".",
                           missing_unit(*a, *b)});
}

/// `5% + 2%` stays a percentage.
std::optional<Number> Numbers::percentages(
    const Number& left, const Number& right, bool plus, Span span)
{
    const auto& a = std::get<Fraction>(left);
    const auto& b = std::get<Fraction>(right);
    const auto value = plus ? add(a.value, b.value) : subtract(a.value, b.value);
    if (!value)
        return wrong(span, {"NOT A PERCENTAGE", plus ? "this sum has a part of 2^128 or more."
                                                     : "this would be below zero, or too fine."});
    Fraction result = a;
    result.value = *value;
    result.span = span;
    return result;
}

namespace
{
bool is_percentage(const Number& number)
{
    const auto* fraction = std::get_if<Fraction>(&number);
    return fraction != nullptr && fraction->is_percentage;
}
}  // namespace

std::optional<Number> Numbers::sum(const Number& left, const Number& right, Span span)
{
    if (is_percentage(left) && is_percentage(right))
        return percentages(left, right, true, span);
    const auto both = alike(left, right, span);
    if (!both)
        return std::nullopt;
    return nodes_.sum(both->first, both->second, span);
}

std::optional<Number> Numbers::difference(const Number& left, const Number& right, Span span)
{
    if (is_percentage(left) && is_percentage(right))
        return percentages(left, right, false, span);
    const auto both = alike(left, right, span);
    if (!both)
        return std::nullopt;
    if (nodes_.always_below(both->first, both->second))
        return wrong(
            span, {"AN AMOUNT BELOW ZERO", "what is taken away is always more than there is.",
                      "No call could ever come past this."});
    return nodes_.difference(both->first, both->second, span);
}

std::optional<Number> Numbers::product(const Number& left, const Number& right, Span span)
{
    const bool both_whole =
        std::holds_alternative<ExpressionId>(left) && std::holds_alternative<ExpressionId>(right);
    if (both_whole)
        return nodes_.product(std::get<ExpressionId>(left), std::get<ExpressionId>(right), span);
    const auto a = fraction_of(left);
    const auto b = fraction_of(right);
    if (a && b)
    {
        auto fraction = times(*a, *b);
        if (!fraction)
            return std::nullopt;
        return settled(std::move(*fraction));
    }
    // What is computed is multiplied first, what is known comes behind it.
    const auto operand = [](const Number& number) -> std::optional<ExpressionId> {
        if (const auto* scaled = std::get_if<Scaled>(&number))
            return scaled->operand;
        const auto* id = std::get_if<ExpressionId>(&number);
        return id == nullptr ? std::nullopt : std::optional{*id};
    };
    const auto factor = [](const Number& number, const std::optional<Fraction>& known) {
        const auto* scaled = std::get_if<Scaled>(&number);
        return scaled != nullptr ? std::optional{scaled->factor} : known;
    };
    const auto left_factor = factor(left, a);
    const auto right_factor = factor(right, b);
    const auto both_factors = left_factor && right_factor ? times(*left_factor, *right_factor)
                              : left_factor               ? left_factor
                                                          : right_factor;
    if (!both_factors)
        return std::nullopt;
    const auto left_operand = a ? std::nullopt : operand(left);
    const auto right_operand = b ? std::nullopt : operand(right);
    if (left_operand && right_operand)
        return Scaled{nodes_.product(*left_operand, *right_operand, span), *both_factors};
    return Scaled{left_operand ? *left_operand : *right_operand, *both_factors};
}

std::optional<Number> Numbers::quotient(
    const Number& left, const Number& right, std::optional<Rounding> rounding, Span span)
{
    if (const auto known = fraction_of(right))
    {
        const auto factor = reciprocal(*known);
        if (!factor)
            return std::nullopt;
        Fraction by = *factor;
        by.span = span;
        return product(left, by, span);
    }
    const auto a = whole(left, std::nullopt, span);
    const auto b = whole(right, std::nullopt, span);
    if (!a || !b)
        return std::nullopt;
    if (nodes_[*b].type.range.high && nodes_[*b].type.range.high->is_zero())
        return wrong(nodes_[*b].span,
            {"A DIVISION BY ZERO", "this is always 0: nothing can be divided by it."});
    if (!rounding)
        return wrong(
            span, {"A DIVISION THAT DOES NOT SAY HOW IT ROUNDS", "this need not come out whole.",
                      "Say which way: ... rounded down, or ... rounded up"});
    return nodes_.quotient(*a, *b, *rounding, span);
}

std::optional<ExpressionId> Numbers::whole(
    const Number& number, std::optional<Rounding> rounding, Span span)
{
    if (const auto* id = std::get_if<ExpressionId>(&number))
        return *id;
    if (const auto* fraction = std::get_if<Fraction>(&number))
        return whole(*fraction, rounding, span);
    return whole(std::get<Scaled>(number), rounding, span);
}

std::optional<ExpressionId> Numbers::whole(
    const Fraction& fraction, std::optional<Rounding> rounding, Span span)
{
    if (fraction.is_percentage)
        return wrong(fraction.span,
            {"A PERCENTAGE OF NOTHING", "this is a part of something.", "Say of what: 5% of n"});
    if (!rounding && fraction.rounds_down && fraction.dimension.is_money())
        rounding = Rounding::down;
    if (!rounding && !is_whole(fraction.value))
        return not_whole(fraction, fraction.dimension, span);
    const ExpressionId unit = nodes_.constant({.dimension = fraction.dimension}, uint256{1}, span);
    return nodes_.scaled(
        unit, fraction.value, {}, rounding.value_or(Rounding::down), fraction.span);
}

std::optional<ExpressionId> Numbers::whole(
    const Scaled& scaled, std::optional<Rounding> rounding, Span span)
{
    const Fraction& factor = scaled.factor;
    const Dimension dimension = nodes_[scaled.operand].type.dimension * factor.dimension;
    if (!rounding && factor.rounds_down && dimension.is_money())
        rounding = Rounding::down;
    if (is_whole(factor.value))
        return nodes_.product(scaled.operand,
            nodes_.constant({.dimension = factor.dimension}, factor.value.numerator(), factor.span),
            span);
    if (!rounding)
        return not_whole(factor, dimension, span);
    if (factor.value.numerator() == 1 && !factor.rounds_down)
        return nodes_.quotient(scaled.operand,
            nodes_.constant(
                {.dimension = inverse(factor.dimension)}, factor.value.denominator(), factor.span),
            *rounding, span);
    return nodes_.scaled(scaled.operand, factor.value, factor.dimension, *rounding, span);
}

std::nullopt_t Numbers::not_whole(const Fraction& fraction, const Dimension& result, Span /*span*/)
{
    const std::string how = "Or say how the product rounds: ... rounded down";
    if (fraction.dimension.money == 0)
        return wrong(fraction.span, {"NOT A WHOLE NUMBER", "this need not come out whole.",
                                        "Say which way it rounds: ... rounded down, or ... "
                                        "rounded up"});
    const Currency& currency = scope_.licence.currency;
    return wrong(fraction.span,
        {"NOT A WHOLE AMOUNT",
            "this is not a whole number of " +
                (currency.is_token() ? "the smallest amount" : std::string{"wei"}) + ".",
            smallest(currency) + (result.is_money() ? " " + how : "")});
}
}  // namespace byline::compiler
