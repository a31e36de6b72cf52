#include "compiler/artifact/act_json.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <utility>
#include <variant>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

json::object fraction(const Rational& value)
{
    return {{"denominator", to_decimal(value.denominator())},
        {"numerator", to_decimal(value.numerator())}};
}

class BucketWriter
{
public:
    explicit BucketWriter(const Licence& licence) : licence_{licence} {}

    [[nodiscard]] json::object run(const Bucket& bucket) const
    {
        json::object result{{"default", bucket.is_default}, {"name", bucket.name},
            {"factor", fraction(bucket.factor)}, {"group", bucket.group},
            {"receipts", licence_.groups[bucket.group].is_residual ? "residual" : "counted"}};
        for (const json::key_value_pair& pair :
            std::visit([&](const auto& rule) { return terms(rule); }, bucket.rule))
            result.emplace(pair.key(), pair.value());
        return result;
    }

private:
    [[nodiscard]] json::object terms(const ShareRule& rule) const
    {
        json::array tiers;
        for (const Tier& tier : rule.tiers)
        {
            json::array shares;
            for (std::size_t i = 0; i < rule.payees.size(); ++i)
            {
                if (tier.shares[i].is_zero())
                    continue;
                json::object share = fraction(tier.shares[i]);
                share.emplace("payee", licence_.parties[rule.payees[i]].name);
                share.emplace("percent", to_percent(tier.shares[i]));
                shares.push_back(std::move(share));
            }
            json::object entry{{"shares", std::move(shares)}};
            if (tier.until)
                entry.emplace("until", to_decimal(*tier.until));
            tiers.push_back(std::move(entry));
        }
        return {{"kind", rule.is_waterfall ? "waterfall" : "split"}, {"tiers", std::move(tiers)}};
    }

    [[nodiscard]] json::object terms(const PoolRule& rule) const
    {
        return {{"kind", "pool"}, {"managedBy", licence_.actors[rule.manager].name},
            {"unit", rule.unit}, {"whenEmpty", licence_.parties[rule.when_empty].name}};
    }

    [[nodiscard]] json::object terms(const EpochsRule& rule) const
    {
        return {{"closedBy", licence_.messages[rule.message].name}, {"kind", "epochs"},
            {"signedBy", licence_.actors[rule.signer].name},
            {"unclaimedAfter", rule.unclaimed_after},
            {"unclaimedTo", licence_.parties[rule.unclaimed_to].name}};
    }

    [[nodiscard]] json::object terms(const TabRule& rule) const
    {
        return {{"kind", "tab"}, {"notice", rule.notice.value_or(0)}};
    }

    [[nodiscard]] json::object terms(const PotRule& rule) const
    {
        return {{"exitAfter", rule.exit_after}, {"exitTo", licence_.parties[rule.exit_to].name},
            {"kind", "pot"}};
    }

    const Licence& licence_;
};
}  // namespace

json::array buckets_json(const Licence& licence)
{
    json::array buckets;
    for (const Bucket& bucket : licence.buckets)
        buckets.push_back(BucketWriter{licence}.run(bucket));
    return buckets;
}
}  // namespace byline::compiler
