#include "compiler/sema/prices.hpp"

#include "compiler/sema/unsupported.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
using syntax::BinaryOperator;
using syntax::Decimal;
using syntax::Expression;
using syntax::ExpressionKind;

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

constexpr uint256 max_uint64{~0ULL};

std::string capitals(std::string text)
{
    for (char& c : text)
    {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

enum class AmountError : std::uint8_t
{
    not_whole,
    too_large,
};

/// The number times the factor: whole and below 2^256.
std::expected<uint256, AmountError> scaled(const Decimal& number, std::uint64_t factor)
{
    // 60 digits (below 2^200) times 10^18 (below 2^60) may pass 2^256: cancel first.
    uint256 divisor = power_of_ten(number.scale);
    const uint256 common = greatest_common_divisor(factor, divisor);
    divisor = divisor / common;
    if (!(number.digits % divisor).is_zero())
        return std::unexpected{AmountError::not_whole};
    const uint512 product = full_mul(number.digits / divisor, uint256{factor} / common);
    if ((product[4] | product[5] | product[6] | product[7]) != 0)
        return std::unexpected{AmountError::too_large};
    return uint256{product[3], product[2], product[1], product[0]};
}

Wording unpayable()
{
    return {"A PRICE THAT NOBODY CAN PAY", "this is at least 2^128 wei: more than there is."};
}

class PriceCheck
{
public:
    PriceCheck(const syntax::File& file, const Act& act, const Names& names,
        std::vector<Term>& terms, Diagnostics& diagnostics)
        : file_{file}, act_{act}, names_{names}, terms_{terms}, diagnostics_{diagnostics}
    {}

    // The parser bounds how deep expressions go (max_expressions).
    // NOLINTNEXTLINE(misc-no-recursion)
    std::optional<TermId> term(syntax::ExpressionId id)
    {
        const Expression& expression = file_.expressions[id];
        if (expression.rounding != syntax::Rounding::unsaid)
        {
            say_unsupported(expression.span, "ROUNDED PRICES", "a rounded price", diagnostics_,
                compiled_prices);
            return std::nullopt;
        }
        switch (expression.kind)
        {
            case ExpressionKind::number:
                return number(expression);
            case ExpressionKind::name:
                return name(expression);
            case ExpressionKind::binary:
                return binary(expression);
            case ExpressionKind::broken:
                return std::nullopt;
            default:
                return refuse(expression);
        }
    }

private:
    TermId add(Term term)
    {
        terms_.push_back(std::move(term));
        return static_cast<TermId>(terms_.size() - 1);
    }

    std::nullopt_t wrong(Span span, Wording wording)
    {
        diagnostics_.add(DiagnosticKind::dimensions, span, std::move(wording));
        return std::nullopt;
    }

    /// What is part of the language's expressions but not of the prices that are compiled.
    std::nullopt_t refuse(const Expression& expression)
    {
        const auto say = [&](Span span, std::string_view title, std::string_view what) {
            say_unsupported(span, title, what, diagnostics_, compiled_prices);
            return std::nullopt;
        };
        switch (expression.kind)
        {
            case ExpressionKind::percent:
                return say(expression.span, "PERCENTAGES OF A PRICE", "a percentage in a price");
            case ExpressionKind::text:
            case ExpressionKind::address:
            case ExpressionKind::account:
                return wrong(expression.span,
                    {"NOT A NUMBER", "this is no number; it cannot be part of a price."});
            case ExpressionKind::tuple:
                return say(expression.span, "TEXTS, LISTS AND TUPLES", "a tuple");
            case ExpressionKind::field:
                return say(expression.operator_span, "FIELDS", "a field of a value");
            case ExpressionKind::index:
                return say(expression.operator_span, "LOOK-UPS", "a look-up by key");
            case ExpressionKind::call:
                return say(expression.operator_span, "FUNCTIONS", "a function such as max");
            default:
                return say(expression.operator_span, "LOGICAL OPERATORS", "`not`");
        }
    }

    std::nullopt_t refuse_operator(const Expression& expression)
    {
        const auto say = [&](std::string_view title, std::string_view what) {
            say_unsupported(expression.operator_span, title, what, diagnostics_, compiled_prices);
            return std::nullopt;
        };
        switch (expression.op)
        {
            case BinaryOperator::of:
                return say("PERCENTAGES OF A PRICE", "a percentage in a price");
            case BinaryOperator::divide:
                return say("DIVISIONS", "a division");
            case BinaryOperator::logical_or:
                return say("LOGICAL OPERATORS", "`or`");
            case BinaryOperator::logical_and:
                return say("LOGICAL OPERATORS", "`and`");
            default:
                return say("COMPARISONS", "a comparison");
        }
    }

    std::nullopt_t unknown_unit(const syntax::Name& unit)
    {
        std::vector<std::string_view> amounts;
        for (const Measure& measure : measures)
            amounts.push_back(measure.word);
        std::string hint = names_.suggestion(unit.text, NameKind::unit);
        if (hint.empty())
            hint = suggestion_among(unit.text, amounts);
        if (hint.empty())
            hint = "Amounts are in wei, gwei or ether; a unit of your own is declared: unit " +
                   unit.text;
        diagnostics_.add(DiagnosticKind::names, unit.span,
            {"AN UNKNOWN UNIT", "`" + unit.text + "` is no unit.", std::move(hint)});
        return std::nullopt;
    }

    std::optional<TermId> number(const Expression& expression)
    {
        Term result{.kind = TermKind::constant, .span = expression.span};
        std::uint64_t factor = 1;
        if (expression.unit)
        {
            const auto* measure =
                std::ranges::find(measures, expression.unit->text, &Measure::word);
            const auto own = names_.unit(expression.unit->text);
            if (names_.is_refused(expression.unit->text))
                return std::nullopt;
            if (measure != measures.end())
            {
                factor = measure->factor;
                result.dimension.money = measure->is_money ? 1 : 0;
                result.dimension.time = measure->is_money ? 0 : 1;
            }
            else if (own)
                result.dimension = Dimension::of_unit(*own);
            else
                return unknown_unit(*expression.unit);
        }
        if (expression.per)
        {
            const auto own = names_.unit(expression.per->text);
            if (!own)
                return unknown_unit(*expression.per);
            result.dimension = result.dimension * Dimension::of_unit(*own, -1);
        }
        const auto value = scaled(expression.number, factor);
        if (!value && value.error() == AmountError::too_large)
            return wrong(expression.span, unpayable());
        if (!value)
            return wrong(expression.span,
                {"NOT A WHOLE AMOUNT",
                    result.dimension.money != 0 ? "this is not a whole number of wei."
                                                : "this is not a whole number.",
                    "The smallest amount is 1 wei = 0.000000000000000001 ether."});
        result.value = *value;
        result.range = {*value, *value};
        return add(std::move(result));
    }

    std::optional<TermId> name(const Expression& expression)
    {
        const auto found = std::ranges::find(act_.parameters, expression.name, &Parameter::name);
        if (found == act_.parameters.end() && names_.is_refused(expression.name))
            return std::nullopt;
        if (found == act_.parameters.end())
        {
            std::string hint = "A price may use the act's parameters and numbers.";
            if (names_.find(expression.name) != nullptr)
                hint = "`" + expression.name + "` has no value in a price. " + hint;
            diagnostics_.add(DiagnosticKind::names, expression.span,
                {"AN UNKNOWN NAME", "this act has no parameter `" + expression.name + "`.",
                    std::move(hint)});
            return std::nullopt;
        }
        if (!found->is_number)
            return wrong(expression.span,
                {"NOT A NUMBER", "`" + expression.name + "` is " +
                                     std::string{found->abi == AbiType::address_type ? "an account"
                                                 : found->abi == AbiType::bool_type  ? "a flag"
                                                                                     : "a hash"} +
                                     "; it cannot be part of a price."});
        return add({.kind = TermKind::parameter,
            .value = {},
            .parameter = static_cast<std::size_t>(found - act_.parameters.begin()),
            .left = 0,
            .right = 0,
            .dimension = found->dimension,
            .range = found->range,
            .span = expression.span});
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    std::optional<TermId> binary(const Expression& expression)
    {
        if (expression.op < BinaryOperator::add || expression.op > BinaryOperator::multiply)
            return refuse_operator(expression);
        const auto left_id = term(expression.left);
        const auto right_id = term(expression.right);
        if (!left_id || !right_id)
            return std::nullopt;
        const Term& left = terms_[*left_id];
        const Term& right = terms_[*right_id];
        Term result{.left = *left_id, .right = *right_id, .span = expression.span};
        if (expression.op == BinaryOperator::multiply)
        {
            result.kind = TermKind::multiply;
            result.dimension = left.dimension * right.dimension;
            result.range = left.range * right.range;
            return add(std::move(result));
        }
        if (left.dimension != right.dimension)
            return wrong(expression.span,
                {"TWO KINDS OF AMOUNT DO NOT ADD UP", "on the left is " + in_words(left.dimension) +
                                                          ", on the right " +
                                                          in_words(right.dimension) + "."});
        result.dimension = left.dimension;
        const bool plus = expression.op == BinaryOperator::add;
        result.kind = plus ? TermKind::add : TermKind::subtract;
        if (!plus && left.range.high && *left.range.high < right.range.low)
            return wrong(expression.span,
                {"AN AMOUNT BELOW ZERO", "what is taken away is always more than there is.",
                    "No call could pay this price."});
        result.range = plus ? left.range + right.range : difference(left, right);
        return add(std::move(result));
    }

    [[nodiscard]] Interval difference(const Term& left, const Term& right) const
    {
        if (same(left, right))
            return {0, uint256{}};
        Interval result = left.range;
        if (!right.range.high || result.low <= *right.range.high)
            result.low = 0;
        else
            result.low -= *right.range.high;
        if (result.high)
            *result.high -= right.range.low;
        return result;
    }

    /// Whether two terms are written alike: then they have the same value in every call.
    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] bool same(const Term& a, const Term& b) const
    {
        if (a.kind != b.kind || a.value != b.value || a.parameter != b.parameter)
            return false;
        if (a.kind == TermKind::constant || a.kind == TermKind::parameter)
            return true;
        return same(terms_[a.left], terms_[b.left]) && same(terms_[a.right], terms_[b.right]);
    }

    const syntax::File& file_;
    const Act& act_;
    const Names& names_;
    std::vector<Term>& terms_;
    Diagnostics& diagnostics_;
};

Wording not_money(const Term& price, const Act& act)
{
    const Dimension& dimension = price.dimension;
    std::string title = "THIS IS NOT MONEY";
    std::string advice;
    if (dimension.money == 0 && dimension.time == 0 && dimension.units.size() == 1 &&
        dimension.units.begin()->second == 1)
    {
        const std::string& unit = dimension.units.begin()->first;
        title = capitals(unit) + "S ARE NOT MONEY";
        const auto parameter = std::ranges::find_if(
            act.parameters, [&](const Parameter& p) { return p.dimension == dimension; });
        advice =
            " Multiply by a price: " + (parameter == act.parameters.end() ? "n" : parameter->name) +
            " * 0.001 ether per " + unit;
    }
    else if (dimension.money == 1 && dimension.time == 0 && dimension.units.size() == 1 &&
             dimension.units.begin()->second == 1)
        advice = " Say for what the price is: ... ether per " + dimension.units.begin()->first;
    else if (dimension.is_plain())
        advice = " Say which: wei, gwei or ether.";
    return {std::move(title), "this is " + in_words(dimension) + "; `takes` wants ether." + advice};
}

std::optional<Parameter> range_parameter(
    const syntax::Parameter& parameter, Parameter result, Diagnostics& diagnostics)
{
    const auto& [low, high] = std::pair{parameter.type.low, parameter.type.high};
    if (low.scale != 0 || high.scale != 0 || low.digits > high.digits || high.digits > max_uint64)
    {
        diagnostics.add(DiagnosticKind::dimensions, parameter.type.span,
            {"NOT A RANGE", "a range goes from a whole number up to another, below 2^64.",
                "For example: months: 1..36"});
        return std::nullopt;
    }
    result.range = {low.digits, high.digits};
    return result;
}

/// Whether a construct was refused that may have declared what is then unknown.
bool refused_something(const Diagnostics& diagnostics)
{
    return std::ranges::any_of(diagnostics.list(),
        [](const Diagnostic& d) { return d.code == code_of(DiagnosticKind::unsupported); });
}
}  // namespace

std::optional<Parameter> check_parameter(
    const syntax::Parameter& parameter, const Names& names, Diagnostics& diagnostics)
{
    Parameter result{.name = parameter.name.text,
        .abi = AbiType::uint64_type,
        .dimension = {},
        .range = {0, max_uint64},
        .is_number = true,
        .span = parameter.name.span};
    if (parameter.type.kind == syntax::TypeKind::range)
        return range_parameter(parameter, std::move(result), diagnostics);
    if (parameter.type.kind != syntax::TypeKind::named)
    {
        say_unsupported(parameter.type.span, "TEXTS, LISTS AND TUPLES",
            "a parameter that is a text, a list or a tuple", diagnostics);
        return std::nullopt;
    }
    const std::string& type = parameter.type.name.text;
    if (names.is_refused(type))
        return std::nullopt;
    const auto other = [&result](AbiType abi, const uint256& high) {
        result.abi = abi;
        result.range = {0, high};
        result.is_number = false;
        return result;
    };
    if (const auto unit = names.unit(type))
        result.dimension = Dimension::of_unit(*unit);
    else if (type == "weight")
        result.dimension = Dimension::of_unit(type);
    else if (type == "time" || type == "duration")
        result.dimension.time = 1;
    else if (type == "money")
    {
        result.abi = AbiType::uint256_type;
        result.dimension = Dimension::of_money();
        result.range = {0, max_uint256 >> 128};
    }
    else if (type == "account")
        return other(AbiType::address_type, max_uint256 >> 96);
    else if (type == "hash")
        return other(AbiType::bytes32_type, max_uint256);
    else if (type == "flag")
        return other(AbiType::bool_type, 1);
    else if (type != "count")
    {
        std::string hint = names.suggestion(type, NameKind::unit);
        if (hint.empty() && refused_something(diagnostics))
            return std::nullopt;
        if (hint.empty())
            hint =
                "Types are the declared units, ranges such as 1..36, count, weight, time, "
                "duration, "
                "money, account, hash and flag.";
        diagnostics.add(DiagnosticKind::names, parameter.type.span,
            {"AN UNKNOWN TYPE", "`" + type + "` is no type.", std::move(hint)});
        return std::nullopt;
    }
    return result;
}

std::optional<TermId> check_price(const syntax::File& file, syntax::ExpressionId price,
    const Act& act, const Names& names, std::vector<Term>& terms, Diagnostics& diagnostics)
{
    const auto id = PriceCheck{file, act, names, terms, diagnostics}.term(price);
    if (!id)
        return std::nullopt;
    const Term& term = terms[*id];
    if (!term.dimension.is_money())
    {
        diagnostics.add(DiagnosticKind::dimensions, term.span, not_money(term, act));
        return std::nullopt;
    }
    if (term.range.low.bit_width() > 128)
    {
        diagnostics.add(DiagnosticKind::dimensions, term.span, unpayable());
        return std::nullopt;
    }
    if (term.range.high && term.range.high->is_zero())
    {
        diagnostics.add(DiagnosticKind::dimensions, term.span,
            {"A PRICE OF NOTHING", "this is always 0.",
                "Leave the `takes` out if the act is free."});
        return std::nullopt;
    }
    return id;
}
}  // namespace byline::compiler
