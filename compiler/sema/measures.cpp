#include "compiler/sema/measures.hpp"

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/scope.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
struct Measure
{
    std::string_view word;
    std::uint64_t factor;  ///< wei or seconds
    bool is_money;
};

constexpr std::array measures{
    Measure{"wei", 1, true},
    Measure{"gwei", 1'000'000'000, true},
    Measure{"ether", 1'000'000'000'000'000'000, true},
    Measure{"second", 1, false},
    Measure{"seconds", 1, false},
    Measure{"minute", 60, false},
    Measure{"minutes", 60, false},
    Measure{"hour", 3'600, false},
    Measure{"hours", 3'600, false},
    Measure{"day", 86'400, false},
    Measure{"days", 86'400, false},
    Measure{"year", 31'536'000, false},
    Measure{"years", 31'536'000, false},
};

struct Unit
{
    uint256 factor{1};
    uint256 divisor{1};
    Dimension dimension = {};
};

std::nullopt_t unknown_unit(Scope& scope, const syntax::Name& unit)
{
    std::vector<std::string_view> amounts;
    amounts.reserve(measures.size());
    for (const Measure& measure : measures)
        amounts.push_back(measure.word);
    std::string hint = scope.names.suggestion(unit.text, NameKind::unit);
    if (hint.empty())
        hint = suggestion_among(unit.text, amounts);
    if (hint.empty())
        hint =
            "Amounts are in wei, gwei or ether; a unit of your own is declared: unit " + unit.text;
    scope.diagnostics.add(DiagnosticKind::names, unit.span,
        {"AN UNKNOWN UNIT", "`" + unit.text + "` is no unit.", std::move(hint)});
    return std::nullopt;
}

std::nullopt_t other_currency(Scope& scope, const syntax::Name& unit)
{
    const std::string& currency = scope.licence.currency.name;
    scope.diagnostics.add(DiagnosticKind::money, unit.span,
        {"ANOTHER CURRENCY",
            "this licence is paid in " + currency + "; `" + unit.text + "` is none of it.",
            "Write the amount in " + currency + "."});
    return std::nullopt;
}

std::optional<Unit> unit_of(Scope& scope, const syntax::Name& unit)
{
    Unit result;
    const Currency& currency = scope.licence.currency;
    const auto* measure = std::ranges::find(measures, unit.text, &Measure::word);
    if (measure != measures.end())
    {
        if (measure->is_money && currency.is_token())
            return other_currency(scope, unit);
        result.factor = measure->factor;
        (measure->is_money ? result.dimension.money : result.dimension.time) = 1;
        return result;
    }
    if (const auto own = scope.names.unit(unit.text))
    {
        result.dimension = Dimension::of_unit(*own);
        return result;
    }
    if (!scope.names.find(unit.text, NameKind::currency))
        return unknown_unit(scope, unit);
    // Of several currencies, or one that is wrong, something was said already.
    if (!currency.is_token() || currency.name != unit.text)
        return std::nullopt;
    result.factor = power_of_ten(std::min(currency.decimals, 77U));
    result.dimension = Dimension::of_money();
    return result;
}

/// What stands after `per`: anything but money.
std::optional<Unit> per_of(Scope& scope, const syntax::Name& name)
{
    auto unit = unit_of(scope, name);
    if (!unit || unit->dimension.money == 0)
        return unit;
    scope.diagnostics.add(DiagnosticKind::dimensions, name.span,
        {"A PRICE FOR MONEY", "`" + name.text + "` is money; it cannot be what is paid for."});
    return std::nullopt;
}

std::nullopt_t too_large(Scope& scope, Span span)
{
    scope.diagnostics.add(DiagnosticKind::dimensions, span,
        {"A NUMBER THAT IS TOO LARGE", "this is more than 256 bits hold."});
    return std::nullopt;
}

/// The literal times the factor.
std::optional<Number> scaled(Scope& scope, const syntax::Expression& literal, Unit unit)
{
    // 60 digits times 10^18 may pass 2^256: cancel first.
    uint256 divisor = power_of_ten(literal.number.scale) * unit.divisor;
    const uint256 common = greatest_common_divisor(unit.factor, divisor);
    divisor = divisor / common;
    const uint256 factor = unit.factor / common;
    if ((literal.number.digits % divisor).is_zero())
    {
        const auto value = product_of(literal.number.digits / divisor, factor);
        if (!value)
            return too_large(scope, literal.span);
        return Nodes{scope.licence.expressions}.constant(
            {.dimension = std::move(unit.dimension)}, *value, literal.span);
    }
    const auto numerator = product_of(literal.number.digits, factor);
    const auto value = numerator ? Rational::make(*numerator, divisor) : std::nullopt;
    if (value)
        return Fraction{
            .value = *value, .dimension = std::move(unit.dimension), .span = literal.span};
    scope.diagnostics.add(DiagnosticKind::dimensions, literal.span,
        {"A NUMBER TOO FINE", "in lowest terms this has a part of 2^128 or more.",
            "Use fewer decimals."});
    return std::nullopt;
}
}  // namespace

std::optional<Number> check_number(Scope& scope, const syntax::Expression& literal)
{
    Unit unit;
    if (literal.unit)
    {
        auto found = unit_of(scope, *literal.unit);
        if (!found)
            return std::nullopt;
        unit = std::move(*found);
    }
    if (literal.per)
    {
        const auto per = per_of(scope, *literal.per);
        if (!per)
            return std::nullopt;
        unit.divisor = per->factor;
        unit.dimension = unit.dimension * inverse(per->dimension);
    }
    return scaled(scope, literal, std::move(unit));
}

std::optional<Number> check_percentage(Scope& scope, const syntax::Expression& literal)
{
    const auto value = Rational::from_percent(literal.number);
    if (value)
        return Fraction{
            .value = *value, .is_percentage = true, .rounds_down = true, .span = literal.span};
    scope.diagnostics.add(DiagnosticKind::dimensions, literal.span,
        {"A PERCENTAGE TOO FINE", "in lowest terms this has a part of 2^128 or more.",
            "Use fewer decimals."});
    return std::nullopt;
}
}  // namespace byline::compiler
