#include "compiler/sema/expressions.hpp"

#include "compiler/sema/lookups.hpp"
#include "compiler/sema/measures.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/values.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// Every recursion below goes along the syntax tree, whose depth the parser bounds
// (max_expressions).
// NOLINTBEGIN(misc-no-recursion)
namespace byline::compiler
{
using syntax::BinaryOperator;

namespace
{
class ExpressionCheck
{
public:
    explicit ExpressionCheck(Scope& scope)
        : scope_{scope}, nodes_{scope.licence.expressions}, numbers_{scope}
    {}

    std::optional<Value> value(syntax::ExpressionId id)
    {
        const syntax::Expression& e = scope_.written(id);
        switch (e.kind)
        {
            case syntax::ExpressionKind::number:
                return as_value(check_number(scope_, e), e.span);
            case syntax::ExpressionKind::percent:
                return as_value(check_percentage(scope_, e), e.span);
            case syntax::ExpressionKind::text:
                return wrong(
                    e.span, {"A TEXT IS NO VALUE", "nothing can be computed with a text."});
            case syntax::ExpressionKind::address:
                return account(e);
            case syntax::ExpressionKind::account:
                return wrong(
                    e.span, {"AN ACCOUNT OF A TEST", "accounts with a number exist in tests only.",
                                "Write an address, or the name of a party."});
            case syntax::ExpressionKind::name:
                return look_up_name(scope_, e);
            case syntax::ExpressionKind::tuple:
                return tuple(e);
            case syntax::ExpressionKind::field:
                return look_up_field(scope_, e);
            case syntax::ExpressionKind::index:
                return look_up_index(scope_, e);
            case syntax::ExpressionKind::call:
                return look_up_call(scope_, e);
            case syntax::ExpressionKind::negation:
                return negation(e);
            case syntax::ExpressionKind::binary:
                return binary(e);
            case syntax::ExpressionKind::broken:
                break;
        }
        return std::nullopt;
    }

private:
    std::nullopt_t wrong(Span span, Wording wording)
    {
        scope_.diagnostics.add(DiagnosticKind::dimensions, span, std::move(wording));
        return std::nullopt;
    }

    static std::optional<Value> as_value(std::optional<Number> number, Span span)
    {
        if (!number)
            return std::nullopt;
        return Value{std::move(*number), span};
    }

    std::optional<Value> account(const syntax::Expression& e)
    {
        // The parser saw 40 digits.
        const auto digits = address_from_hex(e.name);
        if (!digits)
            return std::nullopt;
        return Value{Number{nodes_.constant(account_type(), to_uint256(*digits), e.span)}, e.span};
    }

    std::optional<Value> tuple(const syntax::Expression& e)
    {
        Tuple result;
        bool is_whole = true;
        for (const syntax::Argument& argument : e.arguments)
        {
            const auto word = check_scalar(scope_, argument.value);
            is_whole = is_whole && word;
            if (word)
                result.values.push_back(*word);
        }
        if (!is_whole)
            return std::nullopt;
        return Value{std::move(result), e.span};
    }

    std::optional<Value> negation(const syntax::Expression& e)
    {
        const auto operand = check_expression(scope_, e.left, flag_type());
        if (!operand)
            return std::nullopt;
        return Value{Number{nodes_.negation(*operand, e.span)}, e.span};
    }

    std::optional<Value> binary(const syntax::Expression& e)
    {
        switch (e.op)
        {
            case BinaryOperator::logical_or:
                return connective(e, ExpressionKind::logical_or);
            case BinaryOperator::logical_and:
                return connective(e, ExpressionKind::logical_and);
            case BinaryOperator::equal:
                return comparison(e, ExpressionKind::equal);
            case BinaryOperator::not_equal:
                return comparison(e, ExpressionKind::not_equal);
            case BinaryOperator::less:
                return comparison(e, ExpressionKind::less);
            case BinaryOperator::less_equal:
                return comparison(e, ExpressionKind::less_equal);
            case BinaryOperator::greater:
                return comparison(e, ExpressionKind::greater);
            case BinaryOperator::greater_equal:
                return comparison(e, ExpressionKind::greater_equal);
            default:
                return arithmetic(e);
        }
    }

    std::optional<Value> connective(const syntax::Expression& e, ExpressionKind kind)
    {
        const auto left = check_expression(scope_, e.left, flag_type());
        const auto right = check_expression(scope_, e.right, flag_type());
        if (!left || !right)
            return std::nullopt;
        return Value{Number{nodes_.connective(kind, *left, *right, e.span)}, e.span};
    }

    std::optional<Value> comparison(const syntax::Expression& e, ExpressionKind kind)
    {
        auto left = check_scalar(scope_, e.left);
        auto right = check_scalar(scope_, e.right);
        if (!left || !right)
            return std::nullopt;
        if (!numbers_.agree(*left, *right))
            return wrong(e.span,
                {"TWO KINDS THAT CANNOT BE COMPARED",
                    "on the left is " + in_words(scope_.licence, nodes_[*left].type) +
                        ", on the right " + in_words(scope_.licence, nodes_[*right].type) + ".",
                    numbers_.missing_unit(*left, *right)});
        const bool orders = kind != ExpressionKind::equal && kind != ExpressionKind::not_equal;
        if (orders && nodes_[*left].type.kind != ScalarKind::number)
            return wrong(
                e.operator_span, {"NOTHING COMES FIRST HERE",
                                     "these have no order: each is " +
                                         in_words(scope_.licence, nodes_[*left].type) + ".",
                                     "They can be equal or not: == or !="});
        return Value{Number{nodes_.comparison(kind, *left, *right, e.span)}, e.span};
    }

    /// An operand of arithmetic: a number, whole or not yet.
    std::optional<Number> number(syntax::ExpressionId id)
    {
        const auto found = value(id);
        if (!found)
            return std::nullopt;
        const auto* number = std::get_if<Number>(&found->what);
        if (number == nullptr)
        {
            (void)several(*found);
            return std::nullopt;
        }
        const auto* node = std::get_if<ExpressionId>(number);
        if (node == nullptr || nodes_[*node].type.kind == ScalarKind::number)
            return *number;
        return wrong(found->span,
            {"NOT A NUMBER", "this is " + in_words(scope_.licence, nodes_[*node].type) +
                                 "; nothing can be computed with it."});
    }

    std::optional<Value> arithmetic(const syntax::Expression& e)
    {
        const auto left = number(e.left);
        const auto right = number(e.right);
        if (!left || !right)
            return std::nullopt;
        const auto rounding = e.rounding == syntax::Rounding::unsaid ? std::nullopt
                              : e.rounding == syntax::Rounding::up   ? std::optional{Rounding::up}
                                                                   : std::optional{Rounding::down};
        const auto result = computed(e, *left, *right, rounding);
        if (!result || !rounding)
            return as_value(result, e.span);
        if (std::holds_alternative<ExpressionId>(*result) && e.op != BinaryOperator::divide)
            return wrong(
                e.span, {"NOTHING TO ROUND", "this is always whole.", "Leave the `rounded` out."});
        const auto id = numbers_.whole(*result, rounding, e.span);
        return as_value(id ? std::optional<Number>{*id} : std::nullopt, e.span);
    }

    std::optional<Number> computed(const syntax::Expression& e, const Number& left,
        const Number& right, std::optional<Rounding> rounding)
    {
        switch (e.op)
        {
            case BinaryOperator::add:
                return numbers_.sum(left, right, e.span);
            case BinaryOperator::subtract:
                return numbers_.difference(left, right, e.span);
            case BinaryOperator::divide:
                return numbers_.quotient(left, right, rounding, e.span);
            case BinaryOperator::of:
                if (const auto* part = std::get_if<Fraction>(&left);
                    part == nullptr || !part->is_percentage)
                    return wrong(scope_.written(e.left).span,
                        {"NOT A PERCENTAGE", "`of` takes a part of what stands behind it.",
                            "For example: 5% of price"});
                return numbers_.product(right, left, e.span);
            default:
                return numbers_.product(left, right, e.span);
        }
    }

public:
    std::optional<ExpressionId> scalar(syntax::ExpressionId id)
    {
        const auto found = value(id);
        if (!found)
            return std::nullopt;
        if (const auto* number = std::get_if<Number>(&found->what))
            return numbers_.whole(*number, std::nullopt, found->span);
        return several(*found);
    }

private:
    std::nullopt_t several(const Value& value)
    {
        // Fields that are wrong themselves were dropped, which was said.
        if (const auto words = words_of(scope_, value))
            return wrong(value.span,
                {"SEVERAL VALUES AT ONCE",
                    "these are " + std::to_string(words->size()) + " values; one is wanted.",
                    "Choose a field, as in seat[caller].ends"});
        return std::nullopt;
    }

    Scope& scope_;
    Nodes nodes_;
    Numbers numbers_;
};
}  // namespace

std::optional<Value> check_value(Scope& scope, syntax::ExpressionId id)
{
    return ExpressionCheck{scope}.value(id);
}

std::optional<ExpressionId> check_scalar(Scope& scope, syntax::ExpressionId id)
{
    return ExpressionCheck{scope}.scalar(id);
}

std::optional<ExpressionId> of_type(Scope& scope, ExpressionId id, const ScalarType& wanted)
{
    Nodes nodes{scope.licence.expressions};
    const Expression& node = nodes[id];
    if (same_kind(node.type, wanted))
        return id;
    const bool is_nothing = nodes.is_constant(id) && node.value.is_zero() &&
                            node.type.kind == ScalarKind::number && node.type.dimension.is_plain();
    if (is_nothing && wanted.kind == ScalarKind::number)
        return nodes.constant(wanted, 0, Span{node.span});
    const std::string kind = in_words(scope.licence, wanted);
    scope.diagnostics.add(DiagnosticKind::dimensions, node.span,
        {"THIS IS NOT " + capitals(kind),
            "this is " + in_words(scope.licence, node.type) + "; here " + kind + " is wanted."});
    return std::nullopt;
}

std::optional<ExpressionId> check_expression(
    Scope& scope, syntax::ExpressionId id, const ScalarType& wanted)
{
    const auto node = check_scalar(scope, id);
    return node ? of_type(scope, *node, wanted) : std::nullopt;
}

std::optional<std::vector<ExpressionId>> check_words(
    Scope& scope, syntax::ExpressionId id, std::span<const ScalarField> wanted)
{
    const auto value = check_value(scope, id);
    auto words = value ? words_of(scope, *value) : std::nullopt;
    if (!words || wanted.empty())
        return std::nullopt;
    if (words->size() != wanted.size())
    {
        const auto count = [](std::size_t n) {
            return n == 1 ? std::string{"one value"} : std::to_string(n) + " values";
        };
        scope.diagnostics.add(DiagnosticKind::dimensions, value->span,
            {"NOT AS MANY VALUES AS FIELDS",
                "this is " + count(words->size()) + "; " + count(wanted.size()) +
                    (wanted.size() == 1 ? " is" : " are") + " wanted."});
        return std::nullopt;
    }
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        const auto word = of_type(scope, (*words)[i], wanted[i].type);
        if (!word)
            return std::nullopt;
        (*words)[i] = *word;
    }
    return words;
}

namespace
{
/// The constant among the parts of a condition, if there is one; those behind `not`, too.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the source, which the parser bounds
const Expression* decided_part(const std::vector<Expression>& list, ExpressionId id)
{
    const Expression& node = list[id];
    const bool has_parts = node.kind == ExpressionKind::logical_and ||
                           node.kind == ExpressionKind::logical_or ||
                           node.kind == ExpressionKind::logical_not;
    for (const ExpressionId part : has_parts ? node.operands : std::vector<ExpressionId>{})
    {
        if (list[part].kind == ExpressionKind::constant)
            return &list[part];
        if (const Expression* found = decided_part(list, part))
            return found;
    }
    return nullptr;
}
}  // namespace

std::optional<ExpressionId> check_condition(Scope& scope, syntax::ExpressionId id)
{
    const auto node = check_expression(scope, id, flag_type());
    if (!node)
        return std::nullopt;
    const std::vector<Expression>& list = scope.licence.expressions;
    const bool is_whole = list[*node].kind == ExpressionKind::constant;
    const Expression* decided = is_whole ? &list[*node] : decided_part(list, *node);
    if (decided == nullptr)
        return node;
    const bool holds = !decided->value.is_zero();
    std::string message =
        holds ? "no call could ever fail here." : "nothing behind this is ever reached.";
    if (!is_whole)
        message = holds ? "this part is true in every call." : "this part is false in every call.";
    scope.diagnostics.add(DiagnosticKind::names, is_whole ? scope.written(id).span : decided->span,
        {holds ? "A CONDITION THAT ALWAYS HOLDS" : "A CONDITION THAT NEVER HOLDS",
            std::move(message), "Leave it out, or compare with something that a call can change."});
    return std::nullopt;
}
}  // namespace byline::compiler

// NOLINTEND(misc-no-recursion)
