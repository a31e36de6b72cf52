#include "compiler/sema/money_checks.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/sema/replay.hpp"
#include "compiler/sema/walk.hpp"
#include "compiler/source/diagnostics.hpp"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
class MoneyCheck
{
public:
    MoneyCheck(const Licence& licence, Diagnostics& diagnostics)
        : licence_{licence}, diagnostics_{diagnostics}
    {}

    void check()
    {
        for (const Act& act : licence_.acts)
            outflow(act);
        open_amounts();
        defaults();
        something_comes_in();
        everyone_has_a_part();
    }

private:
    void outflow(const Act& act)
    {
        visit_effects(act.effects, [&](const Effect& effect) {
            if (const auto* move = std::get_if<MoveEffect>(&effect.what))
                drawn(move->from, "moved");
        });
        if (act.pays)
            drawn(act.pays->from, "paid out");
    }

    /// Rule M2: a payee's entitlement never shrinks.
    void drawn(const MoneyPlace& from, const std::string& how)
    {
        const Bucket& bucket = licence_.buckets[from.bucket];
        if (std::holds_alternative<TabRule>(bucket.rule) ||
            std::holds_alternative<PotRule>(bucket.rule))
            return;
        diagnostics_.add(DiagnosticKind::outflow, from.span,
            {"THIS MONEY BELONGS TO PAYEES",
                "what is in `" + bucket.name +
                    "` is its payees' from the moment it came in; none of it can be " + how + ".",
                "Take payments that an act may draw from into a tab or a pot: pot reserve exits to "
                "... after 1 year"});
    }

    void open_amounts()
    {
        for (const Act& act : licence_.acts)
            if (act.takes && !act.takes->price && licence_.currency.is_token())
                diagnostics_.add(DiagnosticKind::unsupported, act.takes->span,
                    {"OPEN AMOUNTS OF A TOKEN ARE NOT SUPPORTED YET",
                        "a call brings no tokens with it: the act must say how many it takes.",
                        "Give the act a parameter and a price of it."});
    }

    /// What is absorbed must not be what others have put aside: a token's default bucket knows the
    /// sum of all else (rule M6).
    void defaults()
    {
        const Bucket* bucket = default_bucket(licence_);
        if (bucket != nullptr && licence_.currency.is_token() &&
            std::holds_alternative<EpochsRule>(bucket->rule))
            diagnostics_.add(DiagnosticKind::unsupported, bucket->span,
                {"EPOCHS THAT TAKE PLAIN TRANSFERS OF A TOKEN ARE NOT SUPPORTED YET",
                    "this version absorbs tokens into splits, waterfalls and pools.",
                    "Leave out `default`."});
    }

    void something_comes_in()
    {
        std::vector<bool> is_fed(licence_.buckets.size());
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            const Bucket& bucket = licence_.buckets[i];
            // Whoever wants may fill a tab; what nobody sent by a call is the residual bucket's.
            is_fed[i] = bucket.is_default || licence_.groups[bucket.group].is_residual ||
                        std::holds_alternative<TabRule>(bucket.rule);
        }
        for (const Act& act : licence_.acts)
        {
            if (act.takes)
                for (const std::size_t bucket : licence_.groups[act.takes->group].buckets)
                    is_fed[bucket] = true;
            visit_effects(act.effects, [&](const Effect& effect) {
                if (const auto* move = std::get_if<MoveEffect>(&effect.what))
                    is_fed[move->to.bucket] = true;
            });
        }
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            const Bucket& bucket = licence_.buckets[i];
            if (is_fed[i])
                continue;
            diagnostics_.add(DiagnosticKind::exits, bucket.span,
                {"A BUCKET THAT NOTHING FILLS",
                    "no act takes or moves money into `" + bucket.name +
                        "`, and plain transfers do not reach it.",
                    "Let an act take something into it, or leave it out."});
        }
    }

    void everyone_has_a_part()
    {
        has_part_.resize(licence_.parties.size());
        for (const Role& role : licence_.roles)
            has_part_[role.party] = true;
        for (const Bucket& bucket : licence_.buckets)
            std::visit([&](const auto& rule) { of_rule(rule); }, bucket.rule);
        for (const Act& act : licence_.acts)
            for (const std::size_t actor : act.by)
                acts(actor);
        if (licence_.pause)
            acts(licence_.pause->by);
        if (licence_.upgrade && licence_.upgrade->by)
            acts(*licence_.upgrade->by);
        for (const Expression& expression : licence_.expressions)
            if (expression.kind == ExpressionKind::party)
                has_part_[expression.index] = true;
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            const Party& party = licence_.parties[i];
            if (!has_part_[i])
                diagnostics_.add(DiagnosticKind::names, party.span,
                    {"A PARTY WITHOUT A SHARE",
                        "`" + party.name + "` is never paid, and there is nothing it may do.",
                        "Give it a share of a bucket, or leave it out."});
        }
    }

    void acts(std::size_t actor) { has_part_[licence_.actors[actor].party] = true; }

    void of_rule(const ShareRule& rule)
    {
        for (const std::size_t payee : rule.payees)
            has_part_[payee] = true;
    }

    void of_rule(const PoolRule& rule)
    {
        acts(rule.manager);
        has_part_[rule.when_empty] = true;
    }

    void of_rule(const EpochsRule& rule)
    {
        acts(rule.signer);
        has_part_[rule.unclaimed_to] = true;
    }

    void of_rule(const TabRule&) {}

    void of_rule(const PotRule& rule) { has_part_[rule.exit_to] = true; }

    const Licence& licence_;
    Diagnostics& diagnostics_;
    std::vector<bool> has_part_;  ///< by party
};
}  // namespace

void check_money(const Licence& licence, Diagnostics& diagnostics)
{
    MoneyCheck{licence, diagnostics}.check();
    check_signed_messages(licence, diagnostics);
}
}  // namespace byline::compiler
