#include "compiler/sema/groups.hpp"

#include "compiler/sema/buckets.hpp"
#include "compiler/sema/destination.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/shares.hpp"
#include "compiler/sema/walk.hpp"
#include "compiler/source/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
struct Part
{
    std::size_t bucket = 0;
    Rational share;

    friend bool operator==(const Part&, const Part&) = default;
};

/// One way in which money comes in.
struct Feed
{
    std::vector<Part> parts;  ///< by bucket
    std::string by;           ///< in words: "act `tip`", "plain transfers"
};

/// Tabs and pots hold whole amounts of their own, and an epoch shares out what lies in it.
bool can_share_receipts(const Bucket& bucket)
{
    return is_claimable(bucket);
}

class GroupsCheck
{
public:
    GroupsCheck(const Names& names, Licence& licence, Diagnostics& diagnostics)
        : names_{names}, licence_{licence}, diagnostics_{diagnostics}
    {
        feeders_.resize(licence.buckets.size());
        leaders_.resize(licence.buckets.size());
        std::iota(leaders_.begin(), leaders_.end(), std::size_t{0});
    }

    void check(std::span<const Destination> destinations)
    {
        for (const Destination& destination : destinations)
            feeds_.push_back(feed_of(destination));
        other_feeds();
        for (const Feed& feed : feeds_)
            note_feeder(feed);
        for (std::size_t i = 0; i < destinations.size(); ++i)
        {
            if (feeds_[i].parts.size() > 1)
                share(feeds_[i], destinations[i].span);
        }
        number_groups();
        choose_residual();
        for (std::size_t i = 0; i < destinations.size(); ++i)
        {
            auto& takes = licence_.acts[destinations[i].act].takes;
            if (takes && !feeds_[i].parts.empty())
                takes->group = licence_.buckets[feeds_[i].parts.front().bucket].group;
        }
    }

private:
    Feed feed_of(const Destination& destination)
    {
        Feed feed;
        feed.by = "act `" + licence_.acts[destination.act].name + "`";
        if (destination.place)
            feed.parts.push_back({destination.place->bucket, *Rational::make(1, 1)});
        else if (destination.shares != nullptr)
            for (const NamedShare& share : fold_shares(*destination.shares, diagnostics_))
                part(share, feed.parts);
        std::ranges::sort(feed.parts, {}, &Part::bucket);
        return feed;
    }

    void part(const NamedShare& share, std::vector<Part>& parts)
    {
        const std::string& name = share.name.text;
        const auto bucket = bucket_named(licence_, name);
        if (!bucket)
            return unknown(share.name);
        if (!can_share_receipts(licence_.buckets[*bucket]))
        {
            diagnostics_.add(DiagnosticKind::money, share.name.span,
                {"A PART OF A PAYMENT FOR A BUCKET THAT TAKES WHOLE ONES",
                    "`" + name +
                        "` holds amounts of its own: what a division leaves over would "
                        "belong to nobody.",
                    "Take the whole payment into it, or divide among splits, waterfalls and "
                    "pools."});
            return;
        }
        parts.push_back({*bucket, share.share});
    }

    void unknown(const syntax::Name& name)
    {
        const NamedThing* thing = names_.find(name.text);
        if (thing != nullptr && is_bucket(thing->kind))
            return;  // what is wrong with it has been said
        if (thing != nullptr)
            diagnostics_.add(DiagnosticKind::money, name.span,
                {"MONEY GOES WHERE NO BUCKET IS",
                    "`" + name.text + "` is " + std::string{in_words(thing->kind)} + ".",
                    "Name a bucket; to pay parties, declare one: split revenue { ... }"});
        else
            diagnostics_.add(DiagnosticKind::names, name.span,
                {"AN UNKNOWN BUCKET", "no bucket has the name `" + name.text + "`.",
                    names_.suggestion(name.text, NameKind::split)});
    }

    void other_feeds()
    {
        for (const Act& act : licence_.acts)
            visit_effects(act.effects, [&](const Effect& effect) {
                if (const auto* move = std::get_if<MoveEffect>(&effect.what))
                    feed_alone(move->to.bucket, "`move` in act `" + act.name + "`");
            });
        if (const Bucket* bucket = default_bucket(licence_))
            feed_alone(static_cast<std::size_t>(bucket - licence_.buckets.data()),
                "plain transfers (`default`)");
    }

    void feed_alone(std::size_t bucket, std::string by)
    {
        feeds_.push_back({{{bucket, *Rational::make(1, 1)}}, std::move(by)});
    }

    void note_feeder(const Feed& feed)
    {
        for (const Part& part : feed.parts)
        {
            auto& [first, second] = feeders_[part.bucket];
            if (first == nullptr)
                first = &feed;
            else if (second == nullptr && first->parts != feed.parts)
                second = &feed;
        }
    }

    /// Makes one group of the buckets that the payment is divided among, if nothing else feeds one
    /// of them in another way.
    void share(const Feed& feed, Span span)
    {
        for (const Part& part : feed.parts)
        {
            for (const Feed* other : feeders_[part.bucket])
            {
                if (other != nullptr && other->parts != feed.parts)
                    return no_fixed_ratio(feed, *other, part.bucket, span);
            }
        }
        for (const Part& part : feed.parts)
        {
            Bucket& bucket = licence_.buckets[part.bucket];
            leaders_[part.bucket] = feed.parts.front().bucket;
            bucket.factor = part.share;
        }
    }

    void no_fixed_ratio(const Feed& feed, const Feed& other, std::size_t bucket, Span span)
    {
        const std::string& name = licence_.buckets[bucket].name;
        std::string both;
        for (const Part& part : feed.parts)
            both += (both.empty() ? "" : "  ") + licence_.buckets[part.bucket].name + " " +
                    to_percent(part.share) + "%";
        diagnostics_.add(DiagnosticKind::money, span,
            {"A PAYMENT DIVIDED IN NO FIXED RATIO",
                "`" + name + "` is also fed by " + other.by +
                    (other.parts.size() == 1 ? ", alone" : ", in another ratio") +
                    ": so the part of each payment would have to be rounded, and the remainder "
                    "would belong to nobody.",
                "Divide every payment into them alike, into { " + both +
                    " }, or make one bucket of them: shares in shares, `the rest { ... }`."});
    }

    /// Payees' shares of the group must be fractions that the contract can compute with: over one
    /// denominator below 2^128 those of all tiers, and a pool's part has 64 fraction bits beside
    /// it.
    void multiplied_through(const Bucket& bucket)
    {
        if (const auto* rule = std::get_if<ShareRule>(&bucket.rule))
            return common_denominator(bucket, *rule);
        if (std::holds_alternative<PoolRule>(bucket.rule) &&
            bucket.factor.numerator().bit_width() > 64)
            too_fine(bucket, "the pool's part of " + to_percent(bucket.factor) +
                                 " % has a numerator of 2^64 or more in lowest terms.");
    }

    void common_denominator(const Bucket& bucket, const ShareRule& rule)
    {
        uint256 common{1};
        for (const Tier& tier : rule.tiers)
            for (const Rational& share : tier.shares)
            {
                const auto part = multiply(share, bucket.factor);
                if (!part)
                    return too_fine(bucket, "a share of " + to_percent(bucket.factor) +
                                                " % of a payment has a part of 2^128 or more in "
                                                "lowest terms.");
                // Both are below 2^128.
                const uint256& own = part->denominator();
                common = common / greatest_common_divisor(common, own) * own;
                if (common.bit_width() > 128)
                    return too_fine(
                        bucket, "all its shares have no common denominator below 2^128.");
            }
    }

    void too_fine(const Bucket& bucket, std::string why)
    {
        diagnostics_.add(DiagnosticKind::fine_shares, bucket.span,
            {"SHARES TOO FINE", std::move(why), "Use fewer decimals."});
    }

    void number_groups()
    {
        std::vector<std::size_t> first_of;
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            Bucket& bucket = licence_.buckets[i];
            multiplied_through(bucket);
            const std::size_t first = leaders_[i];
            auto place = std::ranges::find(first_of, first);
            if (place == first_of.end())
            {
                place = first_of.insert(first_of.end(), first);
                licence_.groups.emplace_back();
            }
            bucket.group = static_cast<std::size_t>(place - first_of.begin());
            licence_.groups[bucket.group].buckets.push_back(i);
        }
    }

    void choose_residual()
    {
        if (licence_.currency.is_token())
            return;
        const Bucket* residual = default_bucket(licence_);
        for (const Bucket& bucket : licence_.buckets)
        {
            const bool can_be =
                is_claimable(bucket) || std::holds_alternative<EpochsRule>(bucket.rule);
            if (residual == nullptr && can_be)
                residual = &bucket;
        }
        if (residual != nullptr)
            licence_.groups[residual->group].is_residual = true;
    }

    const Names& names_;
    Licence& licence_;
    Diagnostics& diagnostics_;
    std::vector<Feed> feeds_;
    /// By bucket: the first that feeds it, and the first that does in another way. Whoever feeds it
    /// differs from one of them, if there are two.
    std::vector<std::array<const Feed*, 2>> feeders_;
    std::vector<std::size_t> leaders_;  ///< by bucket: the first bucket of its group
};
}  // namespace

void check_groups(std::span<const Destination> destinations, const Names& names, Licence& licence,
    Diagnostics& diagnostics)
{
    GroupsCheck{names, licence, diagnostics}.check(destinations);
}
}  // namespace byline::compiler
