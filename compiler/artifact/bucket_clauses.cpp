#include "compiler/artifact/clauses.hpp"
#include "compiler/artifact/words.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
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
namespace
{
/// Whether there is a price, and every payment of one divides among the payees without a remainder.
/// The usual forms are looked at: a constant, or a constant times a number of something.
class Exactness
{
public:
    Exactness(const Licence& licence, const Bucket& bucket, const ShareRule& rule)
        : licence_{licence}, bucket_{bucket}, rule_{rule}
    {}

    [[nodiscard]] bool holds() const
    {
        bool any = false;
        for (const Act& act : licence_.acts)
        {
            if (!act.takes || act.takes->group != bucket_.group)
                continue;
            any = true;
            if (!act.takes->price || !exact(*act.takes->price))
                return false;
        }
        return any && rule_.tiers.size() == 1 && !is_moved_into();
    }

private:
    [[nodiscard]] bool is_moved_into() const
    {
        return std::ranges::any_of(licence_.buckets, [](const Bucket& b) {
            return std::holds_alternative<TabRule>(b.rule) ||
                   std::holds_alternative<PotRule>(b.rule);
        });
    }

    [[nodiscard]] bool exact(ExpressionId id) const
    {
        const Expression& e = licence_.expressions[id];
        if (e.kind == ExpressionKind::constant)
            return divides(e.value);
        if (e.kind != ExpressionKind::multiply)
            return false;
        return std::ranges::any_of(e.operands, [&](ExpressionId operand) {
            const Expression& side = licence_.expressions[operand];
            return side.kind == ExpressionKind::constant && divides(side.value);
        });
    }

    [[nodiscard]] bool divides(const uint256& amount) const
    {
        return std::ranges::all_of(rule_.tiers.front().shares, [&](const Rational& share) {
            const auto own = multiply(share, bucket_.factor);
            return own && (amount % own->denominator()).is_zero();
        });
    }

    const Licence& licence_;
    const Bucket& bucket_;
    const ShareRule& rule_;
};

class BucketClauses
{
public:
    BucketClauses(const Licence& licence, std::vector<Clause>& clauses)
        : licence_{licence}, clauses_{clauses}
    {}

    void run()
    {
        for (const ReceiptGroup& group : licence_.groups)
            together(group);
        for (const Bucket& bucket : licence_.buckets)
        {
            bucket_ = &bucket;
            std::visit([&](const auto& rule) { shared(rule); }, bucket.rule);
            if (bucket.is_default)
                say(Enforcement::enforced, "default",
                    licence_.currency.is_token()
                        ? "What is sent without a call is shared in the same way, once anyone has "
                          "it counted."
                        : "Money that is sent without a call is shared in the same way.");
        }
    }

private:
    void say(Enforcement enforcement, std::string_view kind, std::string text)
    {
        clauses_.push_back({enforcement, kind, bucket_->name, std::move(text)});
    }

    [[nodiscard]] std::string unit_of_dust() const
    {
        return licence_.currency.is_token() ? "of the smallest units" : "wei";
    }

    void together(const ReceiptGroup& group)
    {
        if (group.buckets.size() < 2)
            return;
        std::vector<std::string> parts;
        parts.reserve(group.buckets.size());
        for (const std::size_t i : group.buckets)
            parts.push_back(
                to_percent(licence_.buckets[i].factor) + " % to " + licence_.buckets[i].name);
        bucket_ = &licence_.buckets[group.buckets.front()];
        say(Enforcement::enforced, "shares", "Of each payment go " + list_in_words(parts) + ".");
    }

    [[nodiscard]] std::string of_what() const
    {
        const bool only_one = std::ranges::count_if(licence_.buckets,
                                  [](const Bucket& b) { return is_claimable(b); }) < 2;
        return only_one ? "Of all money ever received, "
                        : "Of all money ever received by " + bucket_->name + ", ";
    }

    [[nodiscard]] std::string portions(const ShareRule& rule, const Tier& tier) const
    {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < rule.payees.size(); ++i)
        {
            if (!tier.shares[i].is_zero())
                parts.push_back(licence_.parties[rule.payees[i]].name + " " +
                                to_percent(tier.shares[i]) + " %");
        }
        return list_in_words(parts);
    }

    void shared(const ShareRule& rule)
    {
        if (rule.tiers.size() > 1)
            return waterfall(rule);
        std::string text = of_what();
        for (std::size_t i = 0; i < rule.payees.size(); ++i)
            text += (i == 0 ? "" : ", ") + licence_.parties[rule.payees[i]].name +
                    (i == 0 ? " may withdraw " : " ") + to_percent(rule.tiers.front().shares[i]) +
                    " %";
        if (rule.payees.size() > 1)
        {
            const std::string dust = std::to_string(rule.payees.size() - 1) + " " + unit_of_dust() +
                                     " stay behind in total";
            text += Exactness{licence_, *bucket_, rule}.holds()
                        ? "; exact for this price, otherwise at most " + dust
                        : (licence_.currency.is_token() ? "; rounded down: at most "
                                                        : "; rounded down to the wei: at most ") +
                              dust;
        }
        say(Enforcement::enforced, "shares", text + ".");
    }

    void waterfall(const ShareRule& rule)
    {
        std::string text = of_what();
        for (std::size_t i = 0; i < rule.tiers.size(); ++i)
        {
            const Tier& tier = rule.tiers[i];
            if (tier.until)
                text += (i == 0 ? "the first " : "then up to ") +
                        amount_in_words(*tier.until, licence_.currency);
            else
                text += "all beyond";
            text += " go to " + portions(rule, tier) + (tier.until ? "; " : ".");
        }
        say(Enforcement::enforced, "shares", text);
        for (std::size_t i = 0; i < rule.payees.size(); ++i)
            cap(rule, i);
    }

    /// A payee without a share in the last tier never gets more than the tiers before give it.
    void cap(const ShareRule& rule, std::size_t payee)
    {
        if (!rule.tiers.back().shares[payee].is_zero())
            return;
        uint256 most;
        uint256 from;
        for (const Tier& tier : rule.tiers)
        {
            if (!tier.until)
                break;
            const Rational& share = tier.shares[payee];
            most += (*tier.until - from) * share.numerator() / share.denominator();
            from = *tier.until;
        }
        say(Enforcement::enforced, "cap",
            licence_.parties[rule.payees[payee]].name + " never gets more than " +
                amount_in_words(most, licence_.currency) + " of it.");
    }

    void shared(const PoolRule& rule)
    {
        say(Enforcement::enforced, "pool",
            "Money in " + bucket_->name + " belongs to those who have " + rule.unit +
                "s when it comes in, in proportion; while nobody has any, to " +
                licence_.parties[rule.when_empty].name + ".");
        say(Enforcement::attested, "pool",
            licence_.actors[rule.manager].name + " decides who has " + rule.unit +
                "s; that changes nothing of what came in before.");
    }

    void shared(const EpochsRule& rule)
    {
        const std::string term = duration_in_words(rule.unclaimed_after);
        const std::string& heir = licence_.parties[rule.unclaimed_to].name;
        say(Enforcement::attested, "epochs",
            "Money in " + bucket_->name + " is shared by the weights that " +
                licence_.actors[rule.signer].name +
                " signs, epoch by epoch; each payee proves its own weight.");
        say(Enforcement::enforced, "epochs",
            "The weights of an epoch cannot give away more than came in, nor be changed once "
            "reported.");
        say(Enforcement::enforced, "epochs",
            "What is unclaimed " + term + " after a report goes to " + heir +
                "; so does all of it when no report comes for " + term +
                " after anybody has asked for it by closeSilent().");
    }

    void shared(const TabRule& rule)
    {
        const std::string when = rule.notice && *rule.notice != 0
                                     ? " with " + duration_in_words(*rule.notice) + " notice"
                                     : "";
        say(Enforcement::enforced, "tab",
            "Money in " + bucket_->name +
                " stays its payer's until it is drawn; whoever filled a tab can leave at any time" +
                when + ".");
    }

    void shared(const PotRule& rule)
    {
        say(Enforcement::enforced, "pot",
            "What lies in " + bucket_->name + " for " + duration_in_words(rule.exit_after) +
                " goes to " + licence_.parties[rule.exit_to].name + " when anyone asks.");
    }

    const Licence& licence_;
    std::vector<Clause>& clauses_;
    const Bucket* bucket_ = nullptr;
};
}  // namespace

void add_bucket_clauses(const Licence& licence, std::vector<Clause>& clauses)
{
    BucketClauses{licence, clauses}.run();
}
}  // namespace byline::compiler
