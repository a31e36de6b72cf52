#include "compiler/sema/effects.hpp"

#include "compiler/sema/buckets.hpp"
#include "compiler/sema/declared.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/places.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/unsupported.hpp"
#include "compiler/sema/values.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
void EffectCheck::conditions(const std::vector<syntax::When>& source)
{
    act_.whens = whens(source);
}

void EffectCheck::effects(const std::vector<syntax::Effect>& source)
{
    act_.effects = list(source);
}

void EffectCheck::pays(const syntax::Pays& source)
{
    const auto amount = check_expression(scope_, source.amount, money_type());
    const auto from = check_place(scope_, source.from);
    const auto to = check_expression(scope_, source.to, account_type());
    if (amount && from && to)
        act_.pays = Pays{*amount, *from, *to, source.word};
}

std::vector<Condition> EffectCheck::whens(const std::vector<syntax::When>& source)
{
    std::vector<Condition> result;
    for (const syntax::When& when : source)
    {
        ++conditions_;
        const auto condition = check_condition(scope_, when.condition);
        auto failure = otherwise(when.otherwise);
        if (condition)
            result.push_back({*condition, std::move(failure), conditions_, when.word});
    }
    return result;
}

/// Rule M12: `skip` only where nothing of the turn is done yet.
std::optional<Failure> EffectCheck::otherwise(const std::optional<syntax::Else>& source)
{
    if (!source)
        return std::nullopt;
    if (source->error)
    {
        auto use = use_error(scope_, *source->error, source->arguments);
        if (!use)
            return std::nullopt;
        return Failure{use->index, std::move(use->arguments), source->word};
    }
    if (!in_loop_)
        scope_.diagnostics.add(DiagnosticKind::skips, source->word,
            {"NOTHING TO SKIP", "`skip` goes on with the next entry; here is no `for each`.",
                "Name an error: else TooLate(now)"});
    else if (has_acted_)
        scope_.diagnostics.add(DiagnosticKind::skips, source->word,
            {"HALF OF IT IS DONE", "an effect before this one would stay done.",
                "Only conditions and the first effect may skip; name an error, or put this "
                "first."});
    return Failure{std::nullopt, {}, source->word};
}

// The parser bounds how deep effects go (max_nesting).
// NOLINTBEGIN(misc-no-recursion)
std::vector<Effect> EffectCheck::list(const std::vector<syntax::Effect>& source)
{
    std::vector<Effect> result;
    for (const syntax::Effect& each : source)
    {
        auto checked = effect(each);
        if (!std::holds_alternative<syntax::If>(each.what))
            has_acted_ = true;
        if (checked)
            result.push_back(std::move(*checked));
    }
    return result;
}

std::optional<Effect> EffectCheck::effect(const syntax::Effect& source)
{
    const auto made = [&](auto checked) -> std::optional<Effect> {
        if (!checked)
            return std::nullopt;
        return Effect{source.word, std::move(*checked)};
    };
    if (const auto* what = std::get_if<syntax::Set>(&source.what))
        return made(set(*what));
    if (const auto* what = std::get_if<syntax::Grant>(&source.what))
        return made(grant(*what));
    if (const auto* what = std::get_if<syntax::Move>(&source.what))
        return made(move(*what));
    if (const auto* what = std::get_if<syntax::Tell>(&source.what))
        return made(tell(*what));
    if (const auto* what = std::get_if<syntax::If>(&source.what))
        return made(branch(*what));
    return made(loop(std::get<syntax::ForEach>(source.what), source.word));
}

std::optional<IfEffect> EffectCheck::branch(const syntax::If& source)
{
    const auto condition = check_condition(scope_, source.condition);
    const bool had_acted = has_acted_;
    auto then = list(source.then);
    const bool then_acts = std::exchange(has_acted_, had_acted);
    auto otherwise = list(source.otherwise);
    has_acted_ = has_acted_ || then_acts;
    if (!condition)
        return std::nullopt;
    return IfEffect{*condition, std::move(then), std::move(otherwise)};
}

std::optional<ForEachEffect> EffectCheck::loop(const syntax::ForEach& source, Span word)
{
    if (in_loop_)
    {
        say_unsupported(word, "LOOPS IN LOOPS", "a `for each` inside another", scope_.diagnostics,
            "Go through one list after the other.");
        return std::nullopt;
    }
    ForEachEffect result;
    result.loop = act_.loops;
    result.element = source.element.text;
    const Parameter* list = list_of(source, result);
    ++act_.loops;
    ScopedName meaning{.kind = list == nullptr ? ScopedKind::broken : ScopedKind::element,
        .index = result.loop,
        .list = result.list};
    scope_.declare(source.element, std::move(meaning));
    in_loop_ = true;
    const bool had_acted = std::exchange(has_acted_, false);
    const bool is_signed = list != nullptr && signer(source, *list, result);
    result.whens = whens(source.whens);
    result.effects = this->list(source.effects);
    in_loop_ = false;
    has_acted_ = had_acted;
    scope_.forget(source.element.text);
    return is_signed ? std::optional{std::move(result)} : std::nullopt;
}

// NOLINTEND(misc-no-recursion)

/// The parameter that the loop goes through.
const Parameter* EffectCheck::list_of(const syntax::ForEach& source, ForEachEffect& result)
{
    const ScopedName* meaning = scope_.find(source.list.text);
    if (meaning != nullptr && meaning->kind == ScopedKind::broken)
        return nullptr;
    if (meaning != nullptr && meaning->kind == ScopedKind::parameter)
    {
        const Parameter& parameter = act_.parameters[meaning->index];
        result.list = meaning->index;
        if (parameter.is_list)
            return &parameter;
    }
    scope_.diagnostics.add(DiagnosticKind::bounds, source.list.span,
        {"NOTHING TO GO THROUGH", "`" + source.list.text + "` is no list that the act is given.",
            "For example: act redeem(batch: list of signed Usage max 64)"});
    return nullptr;
}

/// Signed entries are checked, and only they are.
bool EffectCheck::signer(
    const syntax::ForEach& source, const Parameter& list, ForEachEffect& result)
{
    const bool is_signed = list.kind == ParameterKind::signed_message;
    if (!source.signer)
    {
        if (is_signed)
            scope_.diagnostics.add(DiagnosticKind::dimensions, source.list.span,
                {"SIGNATURES THAT NOBODY CHECKS",
                    "the entries of `" + list.name + "` are signed; say by whom.",
                    "For example: for each v in " + list.name + " signed by v.licensee { ... }"});
        return !is_signed;
    }
    result.signer = check_expression(scope_, *source.signer, account_type());
    result.unsigned_else = otherwise(source.unsigned_else);
    if (is_signed)
        return result.signer.has_value();
    scope_.diagnostics.add(DiagnosticKind::dimensions, scope_.written(*source.signer).span,
        {"NO SIGNATURES TO CHECK", "the entries of `" + list.name + "` are not signed.",
            "Declare it as a list of signed messages, or leave `signed by` out."});
    return false;
}

std::optional<SetEffect> EffectCheck::set(const syntax::Set& source)
{
    const auto place = check_keep_place(scope_, source.place);
    std::optional<SetEffect> result;
    if (place)
    {
        result = SetEffect{.keep = place->keep, .key = place->key};
        const std::vector<ScalarField>& all = scope_.licence.keeps[place->keep].fields;
        const std::vector<ScalarField> fields =
            place->field ? std::vector{all[*place->field]} : all;
        if (!assign(*result, source, fields, place->field.value_or(0)))
            result.reset();
    }
    else
        (void)check_value(scope_, source.value);
    auto failure = otherwise(source.otherwise);
    if (result)
        result->otherwise = std::move(failure);
    return result;
}

/// Writes what each field becomes; `first` is the index of the first one.
bool EffectCheck::assign(SetEffect& result, const syntax::Set& source,
    const std::vector<ScalarField>& fields, std::size_t first)
{
    std::vector<ExpressionId> values;
    if (source.how == syntax::Assignment::assign)
    {
        const auto words = check_words(scope_, source.value, fields);
        if (!words)
            return false;
        values = *words;
    }
    else if (fields.size() != 1 || fields.front().type.kind != ScalarKind::number)
    {
        scope_.diagnostics.add(DiagnosticKind::dimensions, scope_.written(source.place).span,
            {"NOT ONE NUMBER", "only a single number can be added to, or taken from.",
                "Choose a field, as in seat[caller].left -= n"});
        return false;
    }
    else
    {
        const auto value = changed(source, result, first, fields.front().type);
        if (!value)
            return false;
        values.push_back(*value);
    }
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        const Expression& value = scope_.licence.expressions[values[i]];
        if (fields[i].type.range.high && value.type.range.low > *fields[i].type.range.high)
        {
            scope_.diagnostics.add(DiagnosticKind::dimensions, value.span,
                {"A VALUE THAT NEVER FITS", "this is always more than what is kept can be: " +
                                                to_decimal(*fields[i].type.range.high) + "."});
            return false;
        }
        result.fields.push_back({first + i, values[i]});
    }
    return true;
}

/// += and -= written out.
std::optional<ExpressionId> EffectCheck::changed(
    const syntax::Set& source, const SetEffect& result, std::size_t field, const ScalarType& type)
{
    const auto by = check_expression(scope_, source.value, type);
    if (!by)
        return std::nullopt;
    const ExpressionId before =
        keep_field(scope_, {result.keep, result.key}, field, scope_.written(source.place).span);
    const Span span{scope_.written(source.place).span.begin, scope_.written(source.value).span.end};
    Numbers numbers{scope_};
    const auto after = source.how == syntax::Assignment::add
                           ? numbers.sum(before, *by, span)
                           : numbers.difference(before, *by, span);
    return after ? numbers.whole(*after, std::nullopt, span) : std::nullopt;
}

std::optional<GrantEffect> EffectCheck::grant(const syntax::Grant& source)
{
    const auto pool = bucket_named(scope_.licence, source.pool.text);
    const auto* rule = pool ? std::get_if<PoolRule>(&scope_.licence.buckets[*pool].rule) : nullptr;
    const auto account = check_expression(scope_, source.account, account_type());
    if (rule == nullptr)
    {
        std::string hint = scope_.names.suggestion(source.pool.text, NameKind::pool);
        if (hint.empty())
            hint = "Shares are granted in a pool: pool bonus of points { ... }";
        // A pool that is wrong itself has been said.
        if (!scope_.names.find(source.pool.text, NameKind::pool))
            scope_.diagnostics.add(DiagnosticKind::names, source.pool.span,
                {"AN UNKNOWN POOL", "no pool has the name `" + source.pool.text + "`.",
                    std::move(hint)});
        (void)check_scalar(scope_, source.amount);
        return std::nullopt;
    }
    managed(*rule, source.pool);
    const auto amount = check_expression(scope_, source.amount, unit_type(rule->unit));
    if (!amount || !account)
        return std::nullopt;
    return GrantEffect{
        .pool = *pool, .account = *account, .amount = *amount, .revokes = source.revokes};
}

/// Who changes the shares of a pool changes whose its money is: that is for its manager alone.
void EffectCheck::managed(const PoolRule& rule, const syntax::Name& pool)
{
    const std::vector<Actor>& actors = scope_.licence.actors;
    const std::size_t manager = actors[rule.manager].party;
    const bool is_manager = !act_.by.empty() && std::ranges::all_of(act_.by, [&](std::size_t by) {
        return actors[by].party == manager;
    });
    if (!is_manager)
        scope_.diagnostics.add(DiagnosticKind::authority, pool.span,
            {"SOMEBODY ELSE CHANGES THE SHARES",
                "`" + actors[rule.manager].name + "` manages `" + pool.text +
                    "`; others may call this act too.",
                "Say who may: by " + actors[rule.manager].name});
}

std::optional<MoveEffect> EffectCheck::move(const syntax::Move& source)
{
    const auto amount = check_expression(scope_, source.amount, money_type());
    auto from = check_place(scope_, source.from);
    auto to = check_place(scope_, source.to);
    auto failure = otherwise(source.otherwise);
    if (!amount || !from || !to)
        return std::nullopt;
    return MoveEffect{*amount, *from, *to, std::move(failure)};
}

std::optional<TellEffect> EffectCheck::tell(const syntax::Tell& source)
{
    auto use = use_event(scope_, source.event, source.arguments);
    if (!use)
        return std::nullopt;
    return TellEffect{use->index, std::move(use->arguments)};
}
}  // namespace byline::compiler
