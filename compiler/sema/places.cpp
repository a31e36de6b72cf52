#include "compiler/sema/places.hpp"

#include "compiler/sema/buckets.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/lookups.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/values.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
std::string buckets_of(const Scope& scope)
{
    std::string text;
    for (const Bucket& bucket : scope.licence.buckets)
        text += (text.empty() ? "`" : ", `") + bucket.name + "`";
    if (text.empty())
        return {};
    return (scope.licence.buckets.size() == 1 ? "The bucket of this licence is "
                                              : "The buckets of this licence are ") +
           text + ".";
}

std::string close_bucket(const Scope& scope, const std::string& name)
{
    for (const NameKind kind : {NameKind::split, NameKind::waterfall, NameKind::pool,
             NameKind::epochs, NameKind::tab, NameKind::pot})
    {
        std::string hint = scope.names.suggestion(name, kind);
        if (!hint.empty())
            return hint;
    }
    return buckets_of(scope);
}

std::nullopt_t no_bucket(Scope& scope, const std::string& name, Span span)
{
    if (scope.names.find(name) != nullptr || scope.find(name) != nullptr)
        scope.diagnostics.add(DiagnosticKind::money, span,
            {"MONEY GOES WHERE NO BUCKET IS", "`" + name + "` is no bucket.",
                close_bucket(scope, name)});
    // A bucket that could not be parsed has been said; its name is then unknown for no other
    // reason.
    else if (!scope.licence.buckets.empty() || scope.diagnostics.empty())
        scope.diagnostics.add(DiagnosticKind::names, span,
            {"AN UNKNOWN BUCKET", "no bucket has the name `" + name + "`.",
                close_bucket(scope, name)});
    return std::nullopt;
}

/// The bucket that the name is one of; of what kind, so that it need not have been understood.
std::optional<NameKind> bucket_kind(Scope& scope, const syntax::Expression& name)
{
    const NamedThing* thing =
        scope.find(name.name) != nullptr ? nullptr : scope.names.find(name.name);
    if (thing == nullptr || !is_bucket(thing->kind))
        return no_bucket(scope, name.name, name.span);
    return thing->kind;
}

std::nullopt_t no_keep(Scope& scope, const syntax::Expression& base)
{
    if (scope.names.find(base.name) == nullptr && scope.find(base.name) == nullptr)
        return unknown_name(scope, base.name, base.span);
    scope.diagnostics.add(DiagnosticKind::names, base.span,
        {"NOTHING THAT CAN BE SET", "`" + base.name + "` is not kept; only a `keep` can change.",
            "Declare it: keep " + base.name + "s: account -> count"});
    return std::nullopt;
}
}  // namespace

std::optional<MoneyPlace> check_place(Scope& scope, syntax::ExpressionId place)
{
    const syntax::Expression& e = scope.written(place);
    const auto wrong = [&](Span span, Wording wording) -> std::optional<MoneyPlace> {
        scope.diagnostics.add(DiagnosticKind::money, span, std::move(wording));
        return std::nullopt;
    };
    const bool is_index = e.kind == syntax::ExpressionKind::index;
    const syntax::Expression& base = is_index ? scope.written(e.left) : e;
    if (base.kind == syntax::ExpressionKind::broken)
        return std::nullopt;
    if (base.kind != syntax::ExpressionKind::name)
        return wrong(
            e.span, {"MONEY GOES WHERE NO BUCKET IS", "this is no bucket.", buckets_of(scope)});
    const auto kind = bucket_kind(scope, base);
    if (!kind)
        return std::nullopt;
    MoneyPlace result{.span = e.span};
    if (is_index && *kind != NameKind::tab)
        return wrong(e.operator_span,
            {"A BUCKET THAT IS NOT DIVIDED BY ACCOUNT",
                "`" + base.name + "` is " + std::string{in_words(*kind)} + "; only a tab is.",
                "Leave out what stands in [ ]."});
    if (!is_index && *kind == NameKind::tab)
        return wrong(e.span, {"WHOSE MONEY?", "`" + base.name + "` holds money by account.",
                                 "Say whose: " + base.name + "[caller]"});
    if (is_index)
    {
        result.account = check_expression(scope, e.right, account_type());
        if (!result.account)
            return std::nullopt;
    }
    const auto bucket = bucket_named(scope.licence, base.name);
    if (!bucket)
        return std::nullopt;
    result.bucket = *bucket;
    return result;
}

std::optional<KeepPlace> check_keep_place(Scope& scope, syntax::ExpressionId place)
{
    const syntax::Expression& whole = scope.written(place);
    const bool is_field = whole.kind == syntax::ExpressionKind::field;
    const syntax::Expression& record = is_field ? scope.written(whole.left) : whole;
    const bool is_index = record.kind == syntax::ExpressionKind::index;
    const syntax::Expression& base = is_index ? scope.written(record.left) : record;
    if (base.kind == syntax::ExpressionKind::broken)
        return std::nullopt;
    if (base.kind != syntax::ExpressionKind::name)
    {
        scope.diagnostics.add(DiagnosticKind::names, whole.span,
            {"NOTHING THAT CAN BE SET", "this is not kept; only a `keep` can change.",
                "For example: set seat[caller].left = 5"});
        return std::nullopt;
    }
    const auto keep = scope.find(base.name) != nullptr
                          ? std::nullopt
                          : scope.names.find(base.name, NameKind::keep);
    if (!keep)
        return no_keep(scope, base);
    const auto found = look_up_keep(
        scope, *keep, is_index ? std::optional{record.right} : std::nullopt, record.span);
    if (!found)
        return std::nullopt;
    KeepPlace result{.keep = *keep, .key = found->key, .span = whole.span};
    if (!is_field)
        return result;
    const std::vector<ScalarField>& fields = scope.licence.keeps[*keep].fields;
    const auto field = std::ranges::find(fields, whole.name, &ScalarField::name);
    if (field != fields.end())
    {
        result.field = static_cast<std::size_t>(field - fields.begin());
        return result;
    }
    // Says what the fields are.
    (void)field_of(
        scope, {*found, record.span}, {whole.name, {whole.operator_span.end, whole.span.end}});
    return std::nullopt;
}
}  // namespace byline::compiler
