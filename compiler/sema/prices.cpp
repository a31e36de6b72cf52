#include "compiler/sema/prices.hpp"

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/scope.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace byline::compiler
{
namespace
{
bool is_one_unit(const Dimension& dimension)
{
    return dimension.time == 0 && dimension.units.size() == 1 &&
           dimension.units.begin()->second == 1;
}

Wording not_money(const Scope& scope, const Expression& price)
{
    const ScalarType& type = price.type;
    const Currency& currency = scope.licence.currency;
    std::string title = "THIS IS NOT MONEY";
    std::string advice;
    if (type.kind != ScalarKind::number)
        advice = "";
    else if (type.dimension.money == 0 && is_one_unit(type.dimension))
    {
        const std::string& unit = type.dimension.units.begin()->first;
        title = capitals(unit) + "S ARE NOT MONEY";
        const auto parameter = std::ranges::find_if(*scope.parameters, [&](const Parameter& p) {
            return p.kind == ParameterKind::scalar && !p.is_list && same_kind(p.type, type);
        });
        advice = " Multiply by a price: " +
                 (parameter == scope.parameters->end() ? "n" : parameter->name) +
                 (currency.is_token() ? " * 1 " + currency.name : std::string{" * 0.001 ether"}) +
                 " per " + unit;
    }
    else if (type.dimension.money == 1 && is_one_unit(type.dimension))
        advice = " Say for what the price is: ... " + currency.name + " per " +
                 type.dimension.units.begin()->first;
    else if (type.dimension.is_plain())
        advice = " Say which: " +
                 (currency.is_token() ? currency.name : std::string{"wei, gwei or ether"}) + ".";
    return {std::move(title), "this is " + in_words(scope.licence, type) + "; `takes` wants " +
                                  currency.name + "." + advice};
}
}  // namespace

std::optional<ExpressionId> check_price(Scope& scope, syntax::ExpressionId price)
{
    const auto wrong = [&](Span span, Wording wording) {
        scope.diagnostics.add(DiagnosticKind::dimensions, span, std::move(wording));
        return std::nullopt;
    };
    const auto id = check_scalar(scope, price);
    if (!id)
        return std::nullopt;
    const Expression& node = scope.licence.expressions[*id];
    if (!node.type.is_money())
        return wrong(node.span, not_money(scope, node));
    const std::string unit = scope.licence.currency.is_token() ? "of the smallest amount" : "wei";
    if (node.type.range.low.bit_width() > 128)
        return wrong(node.span, {"A PRICE THAT NOBODY CAN PAY",
                                    "this is at least 2^128 " + unit + ": more than there is."});
    if (node.type.range.high && node.type.range.high->is_zero())
        return wrong(node.span, {"A PRICE OF NOTHING", "this is always 0.",
                                    "Leave the `takes` out if the act is free."});
    return id;
}
}  // namespace byline::compiler
