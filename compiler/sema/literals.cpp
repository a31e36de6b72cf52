#include "compiler/sema/literals.hpp"

#include "compiler/sema/rational.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
struct TimeUnit
{
    std::string_view name;
    std::uint64_t seconds;
};

constexpr std::array time_units{TimeUnit{"second", 1}, TimeUnit{"minute", 60},
    TimeUnit{"hour", 3'600}, TimeUnit{"day", 86'400}, TimeUnit{"year", 365 * 86'400}};

std::optional<uint256> seconds_in(std::string_view unit)
{
    if (unit.ends_with('s'))
        unit.remove_suffix(1);
    const auto* found = std::ranges::find(time_units, unit, &TimeUnit::name);
    return found == time_units.end() ? std::nullopt : std::optional{uint256{found->seconds}};
}

/// How many of the smallest unit one of the named unit is.
std::optional<uint256> smallest_in(std::string_view unit, const Currency& currency)
{
    if (!currency.is_token() && unit == "wei")
        return uint256{1};
    if (!currency.is_token() && unit == "gwei")
        return power_of_ten(9);
    if (unit == currency.name)
        return power_of_ten(currency.decimals);
    return std::nullopt;
}

/// number * scale, if it is whole and below 2^128.
std::optional<uint256> scaled(const syntax::Decimal& number, const uint256& scale)
{
    const auto value = Rational::make(number.digits, power_of_ten(number.scale));
    const auto factor = Rational::make(scale, 1);
    const auto product = value && factor ? multiply(*value, *factor) : std::nullopt;
    if (!product || product->denominator() != 1)
        return std::nullopt;
    return product->numerator();
}

/// The value of a number with a unit or of a constant of that type. `scale_of` says what a unit is
/// worth, and nothing where it is of something else.
template <typename ScaleOf>
std::optional<uint256> constant_of(const syntax::Expression& expression, const Licence& licence,
    const ScalarType& type, ScaleOf scale_of)
{
    if (expression.kind == syntax::ExpressionKind::name)
    {
        const auto found = std::ranges::find(licence.constants, expression.name, &Constant::name);
        const bool fits = found != licence.constants.end() && same_kind(found->type, type);
        return fits ? std::optional{found->value} : std::nullopt;
    }
    if (expression.kind != syntax::ExpressionKind::number || !expression.unit || expression.per)
        return std::nullopt;
    const auto scale = scale_of(expression.unit->text);
    return scale ? scaled(expression.number, *scale) : std::nullopt;
}
}  // namespace

std::optional<std::uint64_t> check_duration(const syntax::File& file, syntax::ExpressionId id,
    const Licence& licence, Diagnostics& diagnostics)
{
    const syntax::Expression& expression = file.expressions[id];
    if (expression.kind == syntax::ExpressionKind::broken)
        return std::nullopt;
    const auto seconds = constant_of(expression, licence, time_type(), seconds_in);
    if (!seconds)
    {
        diagnostics.add(DiagnosticKind::dimensions, expression.span,
            {"THIS IS NO LENGTH OF TIME", "a whole number of seconds is wanted here.",
                "Write a number with its unit: 30 days (or seconds, minutes, hours, years)"});
        return std::nullopt;
    }
    if (seconds->is_zero() || *seconds > longest_duration)
    {
        const bool is_zero = seconds->is_zero();
        diagnostics.add(DiagnosticKind::dimensions, expression.span,
            {is_zero ? "A TIME OF NOTHING" : "A TIME WITHOUT END",
                is_zero ? "this would be over before it began."
                        : "this is more than a thousand years.",
                "Write a time between 1 second and 1_000 years."});
        return std::nullopt;
    }
    return seconds->words[0];
}

std::optional<uint256> check_amount(const syntax::File& file, syntax::ExpressionId id,
    const Licence& licence, Diagnostics& diagnostics)
{
    const syntax::Expression& expression = file.expressions[id];
    if (expression.kind == syntax::ExpressionKind::broken)
        return std::nullopt;
    const auto amount = constant_of(expression, licence, money_type(),
        [&](std::string_view unit) { return smallest_in(unit, licence.currency); });
    if (!amount)
        diagnostics.add(DiagnosticKind::dimensions, expression.span,
            {"THIS IS NO AMOUNT OF MONEY",
                "a whole number of the smallest unit of " + licence.currency.name +
                    " below 2^128 is wanted here.",
                "Write an amount with its currency: 40 " + licence.currency.name});
    return amount;
}
}  // namespace byline::compiler
