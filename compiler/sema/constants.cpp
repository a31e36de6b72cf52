#include "compiler/sema/constants.hpp"

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/scope.hpp"
#include "vm/primitives/uint256.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
/// What the getter of a constant can say: all that the kind of its type has.
uint256 largest(const ScalarType& type)
{
    if (type.kind != ScalarKind::number)
        return max_uint256;
    return type.dimension.money != 0 ? max_uint256 >> 128 : max_uint256 >> 192;
}

std::nullopt_t not_constant(Scope& scope, Span span)
{
    scope.diagnostics.add(DiagnosticKind::dimensions, span,
        {"NOT A CONSTANT", "this is not known before a call.",
            "A constant is made of numbers, addresses and other constants."});
    return std::nullopt;
}

void check_let(Scope& scope, const syntax::Let& let)
{
    const auto value = check_value(scope, let.value);
    if (!value)
        return;
    if (const auto* number = std::get_if<Number>(&value->what))
    {
        const auto* fraction = std::get_if<Fraction>(number);
        if (fraction != nullptr && fraction->is_percentage)
        {
            scope.licence.percentages.push_back({let.name.text, fraction->value, let.name.span});
            return;
        }
    }
    const auto id = check_scalar(scope, let.value);
    if (!id)
        return;
    const Expression& node = scope.licence.expressions[*id];
    if (node.kind != ExpressionKind::constant)
        not_constant(scope, value->span);
    else if (node.value > largest(node.type))
        scope.diagnostics.add(DiagnosticKind::dimensions, value->span,
            {"A CONSTANT THAT IS TOO LARGE", node.type.dimension.money != 0
                                                 ? "an amount of money stays below 2^128."
                                                 : "a number stays below 2^64."});
    else
        scope.licence.constants.push_back({let.name.text, node.type, node.value, let.name.span});
}
}  // namespace

void check_constants(Scope& scope, const std::vector<syntax::Let>& lets)
{
    for (const syntax::Let& let : lets)
        check_let(scope, let);
}

std::optional<uint256> constant_of(Scope& scope, ExpressionId id, const ScalarType& wanted)
{
    const Expression& node = scope.licence.expressions[id];
    if (node.kind != ExpressionKind::constant)
        return not_constant(scope, node.span);
    const Interval& range = wanted.range;
    if (node.value >= range.low && (!range.high || node.value <= *range.high))
        return node.value;
    scope.diagnostics.add(DiagnosticKind::dimensions, node.span,
        {"OUTSIDE ITS RANGE", "this is " + to_decimal(node.value) + "; here it goes from " +
                                  to_decimal(range.low) + " to " +
                                  to_decimal(range.high.value_or(max_uint256)) + "."});
    return std::nullopt;
}

std::optional<uint256> check_constant(
    Scope& scope, syntax::ExpressionId id, const ScalarType& wanted)
{
    const auto node = check_expression(scope, id, wanted);
    return node ? constant_of(scope, *node, wanted) : std::nullopt;
}
}  // namespace byline::compiler
