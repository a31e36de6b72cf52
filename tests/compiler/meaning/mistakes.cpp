#include "tests/compiler/meaning/mistakes.hpp"

#include "tests/compiler/ir/wrong_passes.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the typed tree's names

namespace
{
void in_expressions(
    Licence& licence, ExpressionKind kind, const std::function<void(Expression&)>& change)
{
    for (Expression& e : licence.expressions)
        if (e.kind == kind)
            change(e);
}

void becomes(Licence& licence, ExpressionKind from, ExpressionKind to)
{
    in_expressions(licence, from, [to](Expression& e) { e.kind = to; });
}

template <class What>
// Effects are at most max_nesting deep.
// NOLINTNEXTLINE(misc-no-recursion)
void in_effects(std::vector<Effect>& effects, const std::function<void(What&)>& change)
{
    for (Effect& effect : effects)
    {
        if (auto* what = std::get_if<What>(&effect.what))
            change(*what);
        if (auto* branch = std::get_if<IfEffect>(&effect.what))
        {
            in_effects(branch->then, change);
            in_effects(branch->otherwise, change);
        }
        if (auto* loop = std::get_if<ForEachEffect>(&effect.what))
            in_effects(loop->effects, change);
    }
}

template <class What>
void in_effects(Licence& licence, const std::function<void(What&)>& change)
{
    for (Act& act : licence.acts)
        in_effects(act.effects, change);
}

template <class Rule>
void in_buckets(Licence& licence, const std::function<void(Rule&)>& change)
{
    for (Bucket& bucket : licence.buckets)
        if (auto* rule = std::get_if<Rule>(&bucket.rule))
            change(*rule);
}

void turns_rounding(Licence& licence)
{
    for (Expression& e : licence.expressions)
        e.rounding = e.rounding == Rounding::up ? Rounding::down : Rounding::up;
}

void counts_the_end_in(Licence& licence)
{
    becomes(licence, ExpressionKind::less, ExpressionKind::less_equal);
}

void takes_the_larger(Licence& licence)
{
    becomes(licence, ExpressionKind::minimum, ExpressionKind::maximum);
}

void takes_and_for_or(Licence& licence)
{
    becomes(licence, ExpressionKind::logical_and, ExpressionKind::logical_or);
}

void exchanges_terms(Licence& licence)
{
    in_expressions(licence, ExpressionKind::subtract,
        [](Expression& e) { std::swap(e.operands[0], e.operands[1]); });
}

/// As if sums and products were never more than is kept.
void believes_in_numbers(Licence& licence)
{
    for (const ExpressionKind kind : {ExpressionKind::add, ExpressionKind::multiply})
        in_expressions(
            licence, kind, [](Expression& e) { e.type.range = {0, uint256{~std::uint64_t{0}}}; });
}

void forgets_a_condition(Licence& licence)
{
    for (Act& act : licence.acts)
        if (!act.whens.empty())
            act.whens.pop_back();
}

void lets_anyone_call(Licence& licence)
{
    for (Act& act : licence.acts)
        act.by.clear();
}

void lets_the_first_alone_call(Licence& licence)
{
    for (Act& act : licence.acts)
        if (act.by.size() > 1)
            act.by.resize(1);
}

void forgets_the_error_of_a_set(Licence& licence)
{
    in_effects<SetEffect>(licence, [](SetEffect& set) { set.otherwise.reset(); });
}

void reverts_instead_of_skipping(Licence& licence)
{
    in_effects<ForEachEffect>(licence, [](ForEachEffect& loop) {
        for (Condition& when : loop.whens)
            when.otherwise.reset();
    });
}

void trusts_every_message(Licence& licence)
{
    in_effects<ForEachEffect>(licence, [](ForEachEffect& loop) { loop.signer.reset(); });
}

void writes_the_last_field_alone(Licence& licence)
{
    in_effects<SetEffect>(licence,
        [](SetEffect& set) { set.fields.erase(set.fields.begin(), set.fields.end() - 1); });
}

void exchanges_branches(Licence& licence)
{
    in_effects<IfEffect>(licence, [](IfEffect& branch) { swap(branch.then, branch.otherwise); });
}

void turns_the_order_of_effects(Licence& licence)
{
    for (Act& act : licence.acts)
        std::ranges::reverse(act.effects);
}

void takes_away_what_is_granted(Licence& licence)
{
    in_effects<GrantEffect>(licence, [](GrantEffect& grant) { grant.revokes = !grant.revokes; });
}

void exchanges_shares(Licence& licence)
{
    in_buckets<ShareRule>(
        licence, [](ShareRule& rule) { std::ranges::reverse(rule.tiers.front().shares); });
}

void fills_a_tier_to_one_more(Licence& licence)
{
    in_buckets<ShareRule>(licence, [](ShareRule& rule) {
        if (rule.tiers.front().until)
            rule.tiers.front().until = *rule.tiers.front().until + 1;
    });
}

void gives_an_empty_pool_to_another(Licence& licence)
{
    in_buckets<PoolRule>(licence, [](PoolRule& rule) { rule.when_empty = 1; });
}

void opens_the_pot_early(Licence& licence)
{
    in_buckets<PotRule>(licence, [](PotRule& rule) { rule.exit_after /= 2; });
}

void forgets_the_notice(Licence& licence)
{
    in_buckets<TabRule>(licence, [](TabRule& rule) { rule.notice.reset(); });
}

void sends_what_is_left_to_another(Licence& licence)
{
    in_buckets<EpochsRule>(licence, [](EpochsRule& rule) { rule.unclaimed_to = 1; });
}

void sweeps_early(Licence& licence)
{
    in_buckets<EpochsRule>(licence, [](EpochsRule& rule) { rule.unclaimed_after /= 2; });
}

void lets_another_report(Licence& licence)
{
    in_buckets<EpochsRule>(licence, [](EpochsRule& rule) { rule.signer = 2; });
}

void forgets_the_signed_sum(Licence& licence)
{
    in_buckets<EpochsRule>(licence, [](EpochsRule& rule) { rule.pot_field.reset(); });
}

void lets_another_pause(Licence& licence)
{
    if (licence.pause)
        licence.pause->by = 0;
}

void pauses_for_longer(Licence& licence)
{
    if (licence.pause)
        licence.pause->longest *= 2;
}

void lets_another_announce(Licence& licence)
{
    if (licence.upgrade && licence.upgrade->by)
        licence.upgrade->by = 2;
}

void upgrades_early(Licence& licence)
{
    if (licence.upgrade)
        licence.upgrade->notice /= 2;
}

void exchanges_rows(Licence& licence)
{
    for (Table& table : licence.tables)
        std::ranges::reverse(table.rows);
}

void asks_for_the_party_before(Licence& licence)
{
    in_expressions(licence, ExpressionKind::party, [](Expression& e) { e.index = 0; });
}

void takes_into_the_first_group(Licence& licence)
{
    for (Act& act : licence.acts)
        if (act.takes && !act.takes->account)
            act.takes->group = 0;
}
}  // namespace

const std::vector<Mistake>& mistakes_in_lowering()
{
#define BYLINE_MISTAKE(mistake) \
    Mistake                     \
    {                           \
        #mistake, mistake,      \
        {}                      \
    }
    static const std::vector<Mistake> mistakes{
        BYLINE_MISTAKE(turns_rounding),
        BYLINE_MISTAKE(counts_the_end_in),
        BYLINE_MISTAKE(takes_the_larger),
        BYLINE_MISTAKE(takes_and_for_or),
        BYLINE_MISTAKE(exchanges_terms),
        BYLINE_MISTAKE(believes_in_numbers),
        BYLINE_MISTAKE(forgets_a_condition),
        BYLINE_MISTAKE(lets_anyone_call),
        BYLINE_MISTAKE(lets_the_first_alone_call),
        BYLINE_MISTAKE(forgets_the_error_of_a_set),
        BYLINE_MISTAKE(reverts_instead_of_skipping),
        BYLINE_MISTAKE(trusts_every_message),
        BYLINE_MISTAKE(writes_the_last_field_alone),
        BYLINE_MISTAKE(exchanges_branches),
        BYLINE_MISTAKE(turns_the_order_of_effects),
        BYLINE_MISTAKE(takes_away_what_is_granted),
        BYLINE_MISTAKE(exchanges_shares),
        BYLINE_MISTAKE(fills_a_tier_to_one_more),
        BYLINE_MISTAKE(gives_an_empty_pool_to_another),
        BYLINE_MISTAKE(opens_the_pot_early),
        BYLINE_MISTAKE(forgets_the_notice),
        BYLINE_MISTAKE(sends_what_is_left_to_another),
        BYLINE_MISTAKE(sweeps_early),
        BYLINE_MISTAKE(lets_another_report),
        BYLINE_MISTAKE(forgets_the_signed_sum),
        BYLINE_MISTAKE(lets_another_pause),
        BYLINE_MISTAKE(pauses_for_longer),
        BYLINE_MISTAKE(lets_another_announce),
        BYLINE_MISTAKE(upgrades_early),
        BYLINE_MISTAKE(exchanges_rows),
        BYLINE_MISTAKE(asks_for_the_party_before),
        BYLINE_MISTAKE(takes_into_the_first_group),
    };
#undef BYLINE_MISTAKE
    return mistakes;
}

std::vector<Mistake> mistakes_in_passes()
{
    std::vector<Mistake> mistakes;
    for (const auto& passes : {ir::wrong_passes(), ir::wrong_effects()})
        for (const ir::WrongPass& pass : passes)
            mistakes.push_back({.name = std::string{pass.name}, .in_function = pass.run});
    return mistakes;
}
}  // namespace byline::testing
