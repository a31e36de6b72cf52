#include "compiler/sema/lookups.hpp"

#include "compiler/sema/buckets.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/values.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Every recursion below goes along the syntax tree, whose depth the parser bounds
// (max_expressions).
// NOLINTBEGIN(misc-no-recursion)
namespace byline::compiler
{
namespace
{
std::nullopt_t wrong(Scope& scope, DiagnosticKind kind, Span span, Wording wording)
{
    scope.diagnostics.add(kind, span, std::move(wording));
    return std::nullopt;
}

Value node(Scope& scope, Expression expression)
{
    const Span span = expression.span;
    return {Number{Nodes{scope.licence.expressions}.add(std::move(expression))}, span};
}

/// Whether something that only a call knows may be used; where not, that is said.
bool is_known(Scope& scope, std::string_view name, Span span)
{
    if (!scope.is_constant)
        return true;
    (void)wrong(scope, DiagnosticKind::dimensions, span,
        {"NOT A CONSTANT", "`" + std::string{name} + "` is not known before a call.",
            "A constant is made of numbers, addresses and other constants."});
    return false;
}

std::optional<Value> of_parameter(
    Scope& scope, ScopedKind kind, std::size_t index, const Parameter& parameter, Span span)
{
    const bool is_element = kind == ScopedKind::element;
    if (parameter.is_list && !is_element)
        return wrong(scope, DiagnosticKind::dimensions, span,
            {"A LIST IS NO VALUE", "`" + parameter.name + "` is a list.",
                "Go through it: for each x in " + parameter.name + " { ... }"});
    const ExpressionKind node_kind =
        is_element ? ExpressionKind::element : ExpressionKind::parameter;
    if (parameter.kind != ParameterKind::scalar)
        return Value{Entry{.kind = node_kind, .index = index, .message = parameter.message}, span};
    return node(scope, {.kind = node_kind, .type = parameter.type, .index = index, .span = span});
}

std::optional<Value> scoped(Scope& scope, const ScopedName& meaning, Span span)
{
    switch (meaning.kind)
    {
        case ScopedKind::parameter:
            return of_parameter(
                scope, meaning.kind, meaning.index, (*scope.parameters)[meaning.index], span);
        case ScopedKind::element:
            return of_parameter(
                scope, meaning.kind, meaning.index, (*scope.parameters)[meaning.list], span);
        case ScopedKind::local:
            return node(scope, {.kind = ExpressionKind::local,
                                   .type = meaning.type,
                                   .index = meaning.index,
                                   .span = span});
        case ScopedKind::percentage:
            return Value{Number{Fraction{.value = meaning.percentage,
                             .is_percentage = true,
                             .rounds_down = true,
                             .span = span}},
                span};
        case ScopedKind::broken:
            break;
    }
    return std::nullopt;
}

/// `caller`, `now` and the like.
std::optional<Value> built_in(Scope& scope, const std::string& name, Span span)
{
    if (name == "true" || name == "false")
        return Value{Number{Nodes{scope.licence.expressions}.constant(
                         flag_type(), uint256{name == "true" ? 1U : 0U}, span)},
            span};
    if (name != "caller" && name != "now" && name != "payment")
        return wrong(scope, DiagnosticKind::names, span,
            {"A NAME WITHOUT A VALUE", "`" + name + "` is no value.",
                name == "terms" ? "What the code knows of the terms is terms.hash." : ""});
    if (!is_known(scope, name, span))
        return std::nullopt;
    if (name == "caller")
        return node(scope, {.kind = ExpressionKind::caller, .type = account_type(), .span = span});
    if (name == "now")
        return node(scope, {.kind = ExpressionKind::now, .type = time_type(), .span = span});
    if (!scope.has_payment)
        return wrong(scope, DiagnosticKind::names, span,
            {"NO PAYMENT YET", "there is a `payment` only behind the `takes` of an act."});
    return node(scope, {.kind = ExpressionKind::payment, .type = money_type(), .span = span});
}

/// The `let` of the licence that was declared at `declared`.
std::optional<Value> constant(Scope& scope, Span declared, Span span)
{
    if (scope.is_constant && declared.begin > span.begin)
        return wrong(scope, DiagnosticKind::names, span,
            {"A CONSTANT THAT COMES LATER", "this is declared further down.",
                "Write it above the one that needs it."});
    const auto place = [&](const auto& list) {
        const auto found = std::ranges::lower_bound(
            list, declared.begin, {}, [](const auto& each) { return each.span.begin; });
        return found != list.end() && found->span.begin == declared.begin ? &*found : nullptr;
    };
    if (const Constant* found = place(scope.licence.constants))
        return Value{
            Number{Nodes{scope.licence.expressions}.constant(found->type, found->value, span)},
            span};
    if (const Percentage* found = place(scope.licence.percentages))
        return Value{
            Number{Fraction{
                .value = found->value, .is_percentage = true, .rounds_down = true, .span = span}},
            span};
    return std::nullopt;
}

std::optional<Value> kept(
    Scope& scope, std::size_t keep, std::optional<syntax::ExpressionId> key, Span span)
{
    const auto record = look_up_keep(scope, keep, key, span);
    if (!record)
        return std::nullopt;
    if (scope.licence.keeps[keep].is_tuple)
        return Value{*record, span};
    return Value{Number{keep_field(scope, *record, 0, span)}, span};
}

std::optional<Value> named(
    Scope& scope, const NamedThing& thing, const std::string& name, Span span)
{
    const auto leaf = [&](ExpressionKind kind, ScalarType type,
                          std::size_t index) -> std::optional<Value> {
        if (!is_known(scope, name, span))
            return std::nullopt;
        return node(scope, {.kind = kind, .type = std::move(type), .index = index, .span = span});
    };
    switch (thing.kind)
    {
        case NameKind::party:
            return leaf(ExpressionKind::party, account_type(), thing.index);
        case NameKind::role:
            return leaf(ExpressionKind::role, account_type(), thing.index);
        case NameKind::constant:
            return constant(scope, thing.span, span);
        case NameKind::row:
            return Value{Number{Nodes{scope.licence.expressions}.constant(
                             enumeration_type(thing.index,
                                 scope.licence.enumerations[thing.index].members.size()),
                             uint256{thing.member}, span)},
                span};
        case NameKind::keep:
            return kept(scope, thing.index, std::nullopt, span);
        case NameKind::pot:
            if (!is_known(scope, name, span))
                return std::nullopt;
            if (const auto bucket = bucket_named(scope.licence, name))
                return leaf(ExpressionKind::held, money_type(), *bucket);
            return std::nullopt;
        default:
            break;
    }
    std::string hint;
    if (thing.kind == NameKind::tab)
        hint = "A tab holds something for each account: " + name + "[caller]";
    else if (thing.kind == NameKind::table)
        hint = "Choose a row and a column: " + name + "[row].column";
    else if (thing.kind == NameKind::pool)
        hint = "Its shares are " + name + "[account] and " + name + ".total.";
    else if (is_bucket(thing.kind))
        hint = "All that it ever received is received(" + name + ").";
    return wrong(scope, DiagnosticKind::names, span,
        {"A NAME WITHOUT A VALUE",
            "`" + name + "` is " + std::string{in_words(thing.kind)} + ", which has no value.",
            std::move(hint)});
}

/// What the name on the left of a sign stands for in the licence; nothing for anything else.
const NamedThing* thing_on_the_left(Scope& scope, const syntax::Expression& e)
{
    const syntax::Expression& left = scope.written(e.left);
    if (left.kind != syntax::ExpressionKind::name || scope.find(left.name) != nullptr)
        return nullptr;
    return scope.names.find(left.name);
}

std::optional<Value> row_of(Scope& scope, std::size_t table, const syntax::Expression& e)
{
    const std::size_t rows = scope.licence.enumerations[table].members.size();
    const auto row = check_expression(scope, e.right, enumeration_type(table, rows));
    if (!row)
        return std::nullopt;
    return Value{Row{.table = table, .row = *row}, e.span};
}

/// A tab or a pool, of an account.
std::optional<Value> of_account(Scope& scope, ExpressionKind kind, const ScalarType& type,
    std::size_t bucket, syntax::ExpressionId account, Span span)
{
    const auto who = check_expression(scope, account, account_type());
    if (!who)
        return std::nullopt;
    return node(
        scope, {.kind = kind, .type = type, .operands = {*who}, .index = bucket, .span = span});
}

ScalarType shares_of(const Scope& scope, std::size_t pool)
{
    return unit_type(std::get<PoolRule>(scope.licence.buckets[pool].rule).unit);
}

std::optional<Value> extremum(Scope& scope, const syntax::Expression& e, ExpressionKind kind)
{
    if (e.arguments.size() < 2)
        return wrong(scope, DiagnosticKind::dimensions, e.span,
            {"NOTHING TO CHOOSE FROM", "this takes two numbers or more.",
                "For example: max(now, ends)"});
    Nodes nodes{scope.licence.expressions};
    Numbers numbers{scope};
    std::optional<ExpressionId> result;
    for (const syntax::Argument& argument : e.arguments)
    {
        auto next = check_scalar(scope, argument.value);
        if (!next)
            return std::nullopt;
        if (!result)
        {
            result = next;
            continue;
        }
        if (!numbers.agree(*result, *next) || nodes[*next].type.kind != ScalarKind::number)
            return wrong(scope, DiagnosticKind::dimensions, nodes[*next].span,
                {"TWO KINDS THAT CANNOT BE COMPARED",
                    "this is " + in_words(scope.licence, nodes[*next].type) +
                        ", before it stands " + in_words(scope.licence, nodes[*result].type) + ".",
                    numbers.missing_unit(*result, *next)});
        result = nodes.extremum(kind, *result, *next, e.span);
    }
    return Value{Number{*result}, e.span};
}

/// `claimable` and `received`: of a bucket with a share function.
std::optional<Value> of_bucket(Scope& scope, const syntax::Expression& e, ExpressionKind kind)
{
    const bool is_claimable_of = kind == ExpressionKind::claimable;
    const std::string form = is_claimable_of ? "claimable(bucket, account)" : "received(bucket)";
    if (e.arguments.size() != (is_claimable_of ? 2 : 1))
        return wrong(scope, DiagnosticKind::dimensions, e.span,
            {"NOT WHAT THIS TAKES", "this reads " + form + "."});
    const syntax::Expression& first = scope.written(e.arguments.front().value);
    const NamedThing* thing =
        first.kind == syntax::ExpressionKind::name ? scope.names.find(first.name) : nullptr;
    if (thing == nullptr || !is_bucket(thing->kind))
        return wrong(scope, DiagnosticKind::names, first.span,
            {"NOT A BUCKET", "here stands the name of a bucket: " + form + "."});
    const bool fits = thing->kind != NameKind::tab && thing->kind != NameKind::pot &&
                      (!is_claimable_of || thing->kind != NameKind::epochs);
    if (!fits)
        return wrong(scope, DiagnosticKind::names, first.span,
            {"NOTHING IS SHARED HERE",
                "`" + first.name + "` is " + std::string{in_words(thing->kind)} +
                    "; this asks for a bucket that shares what it receives."});
    if (!is_known(scope, first.name, e.span))
        return std::nullopt;
    const auto bucket = bucket_named(scope.licence, first.name);
    if (!bucket)
        return std::nullopt;
    if (is_claimable_of)
        return of_account(scope, kind, money_type(), *bucket, e.arguments[1].value, e.span);
    return node(scope, {.kind = kind, .type = money_type(), .index = *bucket, .span = e.span});
}
}  // namespace

std::nullopt_t unknown_name(Scope& scope, std::string_view name, Span span)
{
    return wrong(scope, DiagnosticKind::names, span,
        {"AN UNKNOWN NAME", "nothing here has the name `" + std::string{name} + "`.",
            scope.suggestion(name)});
}

std::optional<Record> look_up_keep(
    Scope& scope, std::size_t keep, std::optional<syntax::ExpressionId> key, Span span)
{
    if (scope.is_constant)
    {
        (void)is_known(scope, "keep", span);
        return std::nullopt;
    }
    const Keep& kept = scope.licence.keeps[keep];
    if (kept.fields.empty())
        return std::nullopt;
    if (kept.key.has_value() != key.has_value())
        return wrong(scope, DiagnosticKind::dimensions, span,
            key ? Wording{"NOTHING TO LOOK UP", "`" + kept.name + "` is kept once, without a key."}
                : Wording{"WHICH ONE?",
                      "`" + kept.name + "` is kept for each of many; say for which.",
                      "For example: " + kept.name + "[caller]"});
    Record result;
    result.keep = keep;
    if (key)
    {
        const ScalarType type = *kept.key;
        result.key = check_expression(scope, *key, type);
        if (!result.key)
            return std::nullopt;
    }
    return result;
}

std::optional<Value> look_up_name(Scope& scope, const syntax::Expression& e)
{
    if (const ScopedName* meaning = scope.find(e.name))
        return scoped(scope, *meaning, e.span);
    if (const NamedThing* thing = scope.names.find(e.name))
        return named(scope, *thing, e.name, e.span);
    if (is_built_in(e.name))
        return built_in(scope, e.name, e.span);
    return unknown_name(scope, e.name, e.span);
}

std::optional<Value> look_up_field(Scope& scope, const syntax::Expression& e)
{
    const syntax::Expression& left = scope.written(e.left);
    if (left.kind == syntax::ExpressionKind::name && left.name == "terms" && e.name == "hash")
    {
        if (!is_known(scope, "terms.hash", e.span))
            return std::nullopt;
        return node(
            scope, {.kind = ExpressionKind::terms_hash, .type = hash_type(), .span = e.span});
    }
    const NamedThing* thing = thing_on_the_left(scope, e);
    if (thing != nullptr && thing->kind == NameKind::pool && e.name == "total")
    {
        if (!is_known(scope, left.name, e.span))
            return std::nullopt;
        const auto bucket = bucket_named(scope.licence, left.name);
        if (!bucket)
            return std::nullopt;
        return node(scope, {.kind = ExpressionKind::pool_total,
                               .type = shares_of(scope, *bucket),
                               .index = *bucket,
                               .span = e.span});
    }
    const auto value = check_value(scope, e.left);
    if (!value)
        return std::nullopt;
    const Span name_span{e.operator_span.end, e.span.end};
    const auto field = field_of(scope, *value, {e.name, name_span});
    if (!field)
        return std::nullopt;
    return Value{Number{*field}, e.span};
}

std::optional<Value> look_up_index(Scope& scope, const syntax::Expression& e)
{
    const syntax::Expression& left = scope.written(e.left);
    const NamedThing* thing = thing_on_the_left(scope, e);
    if (thing != nullptr && thing->kind == NameKind::keep)
        return kept(scope, thing->index, e.right, e.span);
    if (thing != nullptr && thing->kind == NameKind::table)
        return row_of(scope, thing->index, e);
    const bool is_tab = thing != nullptr && thing->kind == NameKind::tab;
    if (is_tab || (thing != nullptr && thing->kind == NameKind::pool))
    {
        if (!is_known(scope, left.name, e.span))
            return std::nullopt;
        const auto bucket = bucket_named(scope.licence, left.name);
        if (!bucket)
            return std::nullopt;
        return of_account(scope, is_tab ? ExpressionKind::held : ExpressionKind::pool_shares,
            is_tab ? money_type() : shares_of(scope, *bucket), *bucket, e.right, e.span);
    }
    if (left.kind == syntax::ExpressionKind::name && thing == nullptr &&
        scope.find(left.name) == nullptr && !is_built_in(left.name))
        return unknown_name(scope, left.name, left.span);
    return wrong(scope, DiagnosticKind::dimensions, e.operator_span,
        {"NOTHING TO LOOK UP", "what stands before this has no values by key.",
            "Keeps, tables, tabs and pools have: seat[caller]"});
}

std::optional<Value> look_up_call(Scope& scope, const syntax::Expression& e)
{
    const syntax::Expression& left = scope.written(e.left);
    for (const syntax::Argument& argument : e.arguments)
    {
        if (argument.name)
            return wrong(scope, DiagnosticKind::names, argument.name->span,
                {"A NAME TOO MUCH", "what is computed from has no names."});
    }
    if (left.kind == syntax::ExpressionKind::name)
    {
        if (left.name == "max")
            return extremum(scope, e, ExpressionKind::maximum);
        if (left.name == "min")
            return extremum(scope, e, ExpressionKind::minimum);
        if (left.name == "claimable")
            return of_bucket(scope, e, ExpressionKind::claimable);
        if (left.name == "received")
            return of_bucket(scope, e, ExpressionKind::received);
    }
    return wrong(scope, DiagnosticKind::names, left.span,
        {"NOTHING THAT CAN BE COMPUTED",
            "there are max(a, b), min(a, b), claimable(bucket, account) and received(bucket)."});
}
}  // namespace byline::compiler

// NOLINTEND(misc-no-recursion)
