#include "compiler/sema/share_rules.hpp"

#include "compiler/sema/buckets.hpp"
#include "compiler/sema/constants.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/people.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/shares.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace byline::compiler
{
namespace
{
void too_many_payees(const syntax::Name& name, Diagnostics& diagnostics)
{
    diagnostics.add(DiagnosticKind::unsupported, name.span,
        {"BUCKETS OF MORE THAN 64 PAYEES ARE NOT SUPPORTED YET", "this is the 65th.",
            "Divide the bucket among several licences."});
}

class WaterfallCheck
{
public:
    explicit WaterfallCheck(Scope& scope) : scope_{scope} { rule_.is_waterfall = true; }

    ShareRule check(const syntax::Waterfall& waterfall)
    {
        if (waterfall.tiers.size() > max_tiers)
        {
            scope_.diagnostics.add(DiagnosticKind::unsupported, waterfall.name.span,
                {"WATERFALLS OF MORE THAN 32 TIERS ARE NOT SUPPORTED YET",
                    "here are " + std::to_string(waterfall.tiers.size()) + "."});
            return {};
        }
        for (std::size_t i = 0; i < waterfall.tiers.size(); ++i)
            tier(waterfall.tiers[i], i + 1 == waterfall.tiers.size(), waterfall.name.span);
        // Payees that come later have no share of the tiers before.
        for (Tier& tier : rule_.tiers)
            tier.shares.resize(rule_.payees.size());
        return std::move(rule_);
    }

private:
    void tier(const syntax::Tier& source, bool is_last, Span waterfall)
    {
        Tier result;
        const auto give = [&](const syntax::Name& name, const Rational& share) {
            const auto party = find_payee(name, scope_.names, scope_.diagnostics);
            if (!party)
                return;
            const auto place = std::ranges::find(rule_.payees, *party);
            const auto index = static_cast<std::size_t>(place - rule_.payees.begin());
            if (place == rule_.payees.end())
            {
                if (index == max_payees)
                    too_many_payees(name, scope_.diagnostics);
                if (index >= max_payees)
                    return;
                rule_.payees.push_back(*party);
            }
            result.shares.resize(std::max(result.shares.size(), rule_.payees.size()));
            result.shares[index] = share;
        };
        if (source.payee)
            give(*source.payee, *Rational::make(1, 1));
        if (source.shares)
            for (const NamedShare& share : fold_shares(*source.shares, scope_.diagnostics))
                give(share.name, share.share);
        const Span span = source.payee    ? source.payee->span
                          : source.shares ? source.shares->span
                                          : waterfall;
        end_of(source, is_last, span, result);
        rule_.tiers.push_back(std::move(result));
    }

    void end_of(const syntax::Tier& source, bool is_last, Span span, Tier& result)
    {
        if (!source.until)
        {
            if (!is_last)
                scope_.diagnostics.add(DiagnosticKind::tiers, span,
                    {"A TIER THAT NEVER ENDS",
                        "this tier takes all that comes; those below it would never be paid.",
                        "Say where it ends: until 40 " + scope_.licence.currency.name});
            return;
        }
        const Span end = scope_.written(*source.until).span;
        if (is_last)
        {
            scope_.diagnostics.add(DiagnosticKind::tiers, end,
                {"THE LAST TIER ENDS", "what comes in above this would belong to nobody.",
                    "Leave out the last `until`, or add one more tier: then " + a_party()});
            return;
        }
        const auto until = check_constant(scope_, *source.until, money_type());
        if (!until)
            return;
        if (*until <= filled_)
        {
            scope_.diagnostics.add(DiagnosticKind::dimensions, end,
                {"A TIER OF NO WIDTH",
                    filled_.is_zero() ? "a tier that ends at nothing pays nobody."
                                      : "the tier before it ends there or later.",
                    "The ends are of all that the bucket ever received: each is above the one "
                    "before."});
            return;
        }
        divisible(result, *until - filled_, end);
        filled_ = *until;
        result.until = until;
    }

    /// At the end of a tier everybody is owed a whole amount: so nothing is lost from tier to tier.
    void divisible(const Tier& tier, const uint256& width, Span end)
    {
        const auto divides = [&](const Rational& share) {
            return (width % share.denominator()).is_zero();
        };
        const auto odd = std::ranges::find_if_not(tier.shares, divides);
        if (odd == tier.shares.end())
            return;
        scope_.diagnostics.add(DiagnosticKind::dimensions, end,
            {"A TIER THAT ITS SHARES CANNOT DIVIDE",
                to_percent(*odd) + " % of this tier, " + to_decimal(width) +
                    " of the smallest unit, is no whole amount.",
                "Choose an end that makes the tier a multiple of " +
                    to_decimal(odd->denominator()) + "."});
    }

    [[nodiscard]] std::string a_party() const
    {
        return scope_.licence.parties.empty() ? "alice" : scope_.licence.parties.front().name;
    }

    Scope& scope_;
    ShareRule rule_;
    uint256 filled_;
};
}  // namespace

ShareRule check_split(const syntax::Split& split, const Names& names, Diagnostics& diagnostics)
{
    ShareRule rule;
    Tier tier;
    for (const NamedShare& share : fold_shares(split.shares, diagnostics))
    {
        const auto party = find_payee(share.name, names, diagnostics);
        if (!party)
            continue;
        if (rule.payees.size() == max_payees)
        {
            too_many_payees(share.name, diagnostics);
            break;
        }
        rule.payees.push_back(*party);
        tier.shares.push_back(share.share);
    }
    rule.tiers.push_back(std::move(tier));
    return rule;
}

ShareRule check_waterfall(Scope& scope, const syntax::Waterfall& waterfall)
{
    return WaterfallCheck{scope}.check(waterfall);
}
}  // namespace byline::compiler
