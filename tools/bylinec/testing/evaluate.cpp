#include "tools/bylinec/testing/evaluate.hpp"

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

// Every recursion below goes along the syntax tree, whose depth the parser bounds.
// NOLINTBEGIN(misc-no-recursion)
namespace byline::tools::testing
{
namespace syntax = compiler::syntax;
using compiler::Dimension;
using compiler::FunctionKind;
using compiler::Rational;
using compiler::ScalarKind;
using compiler::ScalarType;
using compiler::Span;
using syntax::BinaryOperator;
using syntax::ExpressionKind;

namespace
{
struct Measure
{
    std::string_view word;
    std::uint64_t amount;
};

constexpr std::array times{Measure{"second", 1}, Measure{"minute", 60}, Measure{"hour", 3'600},
    Measure{"day", 86'400}, Measure{"year", 365 * 86'400}};

constexpr std::array ethers{
    Measure{"wei", 1}, Measure{"gwei", 1'000'000'000}, Measure{"ether", 1'000'000'000'000'000'000}};

std::optional<std::uint64_t> find_measure(std::span<const Measure> measures, std::string_view word)
{
    const auto found = std::ranges::find(measures, word, &Measure::word);
    return found == measures.end() ? std::nullopt : std::optional{found->amount};
}

Tried<Value> number_value(std::optional<Rational> number, Dimension dimension, Span span)
{
    if (!number)
        return trouble(span, "A NUMBER OUT OF REACH",
            "this is below zero, or too large or too fine: tests count to 2^128.");
    Value value;
    value.number = *number;
    value.span = span;
    value.type.dimension = std::move(dimension);
    return value;
}

bool is_comparison(BinaryOperator op) noexcept
{
    return op >= BinaryOperator::equal && op <= BinaryOperator::greater_equal;
}

/// a < b, exact: both are below 2^128 over 2^128.
bool is_less(const Rational& a, const Rational& b) noexcept
{
    return a.numerator() * b.denominator() < b.numerator() * a.denominator();
}

std::optional<Rational> rounded(
    const std::optional<Rational>& number, compiler::syntax::Rounding rounding)
{
    if (!number || rounding == syntax::Rounding::unsaid)
        return number;
    const DivResult parts = divide(number->numerator(), number->denominator());
    const bool more = rounding == syntax::Rounding::up && !parts.remainder.is_zero();
    return Rational::make(parts.quotient + uint256{more ? 1U : 0U}, 1);
}

Dimension time_dimension()
{
    return compiler::time_type().dimension;
}
}  // namespace

std::string declared_unit(const compiler::Licence& licence, const std::string& word)
{
    for (const std::string& unit : licence.units)
    {
        if (word == unit || word == unit + "s")
            return unit;
    }
    return {};
}

Tried<Value> Evaluator::value(Id id) const
{
    const Expression& e = file_.expressions[id];
    switch (e.kind)
    {
        case ExpressionKind::number:
            return number(e);
        case ExpressionKind::percent:
            return number_value(Rational::from_percent(e.number), {}, e.span);
        case ExpressionKind::account:
            if (e.number.scale != 0 || !e.number.digits.fits_uint64())
                return trouble(e.span, "NO ACCOUNT", "accounts are #1, #2 and so on.");
            return account_value(scene_.accounts()[e.number.digits.words[0]], e.span);
        case ExpressionKind::address:
            if (const auto who = address_from_hex(e.name))
                return account_value(*who, e.span);
            return trouble(e.span, "NO ADDRESS", "this is no address.");
        case ExpressionKind::name:
            return name(e);
        case ExpressionKind::tuple:
            return tuple(e);
        case ExpressionKind::field:
            return field(e);
        case ExpressionKind::index:
            return index(e);
        case ExpressionKind::call:
            return call(e);
        case ExpressionKind::binary:
            return binary(e);
        case ExpressionKind::negation: {
            BYLINE_TRY(is_true, holds(e.left));
            return flag_value(!is_true, e.span);
        }
        case ExpressionKind::text:
        case ExpressionKind::broken:
            break;
    }
    return trouble(e.span, "NO VALUE", "this has no value in a test.");
}

Tried<address> Evaluator::account(Id id) const
{
    BYLINE_TRY(who, value(id));
    BYLINE_TRY(word, word_for(licence_, who, compiler::account_type()));
    return to_address(word);
}

Tried<bool> Evaluator::holds(Id id) const
{
    BYLINE_TRY(flag, value(id));
    BYLINE_TRY(word, word_for(licence_, flag, compiler::flag_type()));
    return !word.is_zero();
}

Trouble Evaluator::why_not(Id id) const
{
    const Expression& e = file_.expressions[id];
    if (e.kind == ExpressionKind::binary && e.op == BinaryOperator::logical_and)
    {
        const auto left = holds(e.left);
        return why_not(left && *left ? e.right : e.left);
    }
    Trouble result{e.span, "NOT AS EXPECTED", "this is false."};
    if (e.kind == ExpressionKind::binary && e.op == BinaryOperator::logical_or)
        result.message =
            "neither holds: " + why_not(e.left).message + " And " + why_not(e.right).message;
    if (e.kind != ExpressionKind::binary || !is_comparison(e.op))
        return result;
    const auto left = value(e.left);
    const auto right = value(e.right);
    if (left && right)
        result.message = "the left side is " + in_words(scene_, settled(*left)) +
                         ", the right side " + in_words(scene_, settled(*right)) + ".";
    return result;
}

Tried<Value> Evaluator::number(const Expression& e) const
{
    const auto count = Rational::make(e.number.digits, compiler::power_of_ten(e.number.scale));
    BYLINE_TRY(plain, number_value(count, {}, e.span));
    Value result = plain;
    if (e.unit)
    {
        BYLINE_TRY(with_unit, measured(e, e.unit->text, plain.number));
        result = with_unit;
    }
    if (!e.per)
        return result;
    BYLINE_TRY(per, measured(e, e.per->text, *Rational::make(1, 1)));
    result.type.dimension = result.type.dimension * inverse(per.type.dimension);
    const auto one = Rational::make(per.number.denominator(), per.number.numerator());
    return number_value(
        one ? multiply(result.number, *one) : std::nullopt, result.type.dimension, e.span);
}

Tried<Value> Evaluator::measured(
    const Expression& e, const std::string& unit, const Rational& count) const
{
    const auto scaled = [&](const uint256& amount, Dimension dimension) {
        const auto factor = Rational::make(amount, 1);
        return number_value(
            factor ? multiply(count, *factor) : std::nullopt, std::move(dimension), e.span);
    };
    const compiler::Currency& currency = licence_.currency;
    if (const std::string declared = declared_unit(licence_, unit); !declared.empty())
        return scaled(1, Dimension::of_unit(declared));
    for (const std::size_t other : scene_.signed_licences())
    {
        const std::string declared = declared_unit(scene_.subjects()[other].licence, unit);
        if (!declared.empty())
            return scaled(1, Dimension::of_unit(declared));
    }
    if (currency.is_token() && unit == currency.name)
        return scaled(compiler::power_of_ten(currency.decimals), Dimension::of_money());
    if (const auto wei = find_measure(ethers, unit))
    {
        if (currency.is_token())
            return trouble(
                e.span, "ANOTHER CURRENCY", "the licence is paid in " + currency.name + ".");
        return scaled(*wei, Dimension::of_money());
    }
    const bool plural = unit.ends_with('s');
    if (const auto seconds = find_measure(times, plural ? unit.substr(0, unit.size() - 1) : unit))
        return scaled(*seconds, time_dimension());
    return trouble(e.span, "AN UNKNOWN UNIT", "`" + unit + "` is no unit.");
}

Tried<Value> Evaluator::tuple(const Expression& e) const
{
    Value result;
    result.span = e.span;
    for (const syntax::Argument& argument : e.arguments)
    {
        BYLINE_TRY(part, value(argument.value));
        result.parts.push_back({{}, std::move(part)});
    }
    return result;
}

Tried<Value> Evaluator::binary(const Expression& e) const
{
    if (is_comparison(e.op))
        return compare(e);
    if (e.op != BinaryOperator::logical_and && e.op != BinaryOperator::logical_or)
        return compute(e);
    BYLINE_TRY(left, holds(e.left));
    if (left == (e.op == BinaryOperator::logical_or))
        return flag_value(left, e.span);
    BYLINE_TRY(right, holds(e.right));
    return flag_value(right, e.span);
}

Tried<Value> Evaluator::compare(const Expression& e) const
{
    BYLINE_TRY(exact_left, value(e.left));
    BYLINE_TRY(exact_right, value(e.right));
    const Value left = settled(std::move(exact_left));
    const Value right = settled(std::move(exact_right));
    const bool is_number = left.type.kind == ScalarKind::number && left.parts.empty();
    const bool is_order = e.op != BinaryOperator::equal && e.op != BinaryOperator::not_equal;
    if (!fit_together(left, right) || !left.parts.empty() || (is_order && !is_number))
        return trouble(e.operator_span, "TWO KINDS THAT CANNOT BE COMPARED",
            "on the left stands " + in_words(scene_, left) + ", on the right " +
                in_words(scene_, right) + ".");
    const bool less = is_number && is_less(left.number, right.number);
    const bool equal = is_number ? left.number == right.number : left.word == right.word;
    switch (e.op)
    {
        case BinaryOperator::equal:
            return flag_value(equal, e.span);
        case BinaryOperator::not_equal:
            return flag_value(!equal, e.span);
        case BinaryOperator::less:
            return flag_value(less, e.span);
        case BinaryOperator::less_equal:
            return flag_value(less || equal, e.span);
        case BinaryOperator::greater:
            return flag_value(!less && !equal, e.span);
        default:
            return flag_value(!less, e.span);
    }
}

Tried<Value> Evaluator::compute(const Expression& e) const
{
    BYLINE_TRY(left, value(e.left));
    BYLINE_TRY(right, value(e.right));
    const auto is_number = [](const Value& v) {
        return v.parts.empty() && v.type.kind == ScalarKind::number;
    };
    if (!is_number(left) || !is_number(right))
        return trouble(e.operator_span, "NO NUMBERS", "only numbers can be computed with.");
    const Dimension& one = left.type.dimension;
    const Dimension& other = right.type.dimension;
    if (e.op == BinaryOperator::multiply || e.op == BinaryOperator::of)
        return number_value(
            rounded(multiply(left.number, right.number), e.rounding), one * other, e.span);
    if (e.op == BinaryOperator::divide)
    {
        const auto inverted = Rational::make(right.number.denominator(), right.number.numerator());
        const auto quotient = inverted ? multiply(left.number, *inverted) : std::nullopt;
        return number_value(rounded(quotient, e.rounding), one * inverse(other), e.span);
    }
    if (!fit_together(left, right))
        return trouble(e.operator_span, "TWO KINDS THAT CANNOT BE ADDED",
            "on the left stands " + in_words(licence_, left.type) + ", on the right " +
                in_words(licence_, right.type) + ".");
    const bool plus = e.op == BinaryOperator::add;
    return number_value(plus ? add(left.number, right.number) : subtract(left.number, right.number),
        one.is_plain() ? other : one, e.span);
}
}  // namespace byline::tools::testing

// NOLINTEND(misc-no-recursion)
