#include "compiler/proof/licence_model.hpp"

#include "compiler/proof/model.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/storage.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace byline::compiler::proof
{
namespace
{
class ModelOfLicence
{
public:
    ModelOfLicence(const Licence& licence, const GasOfFunction& gas)
        : licence_{licence}, gas_{gas}, storage_{storage_of(licence)}
    {}

    Model model()
    {
        for (const ReceiptGroup& group : licence_.groups)
            add(group);
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            bucket_ = i;
            const Bucket& bucket = licence_.buckets[i];
            std::visit([&](const auto& rule) { add(bucket, rule); }, bucket.rule);
        }
        return std::move(model_);
    }

private:
    [[nodiscard]] const std::string& party(std::size_t index) const
    {
        return licence_.parties[index].name;
    }

    void add(const ReceiptGroup& group)
    {
        ShareGroup result{{}, {}, group.is_residual};
        for (const std::size_t index : group.buckets)
        {
            const Bucket& bucket = licence_.buckets[index];
            if (!is_claimable(bucket))
                return;
            result.name += (result.name.empty() ? "" : "+") + bucket.name;
            result.members.push_back({bucket.factor, function_of(index)});
        }
        model_.groups.push_back(std::move(result));
    }

    [[nodiscard]] ShareFunction function_of(std::size_t index) const
    {
        const Bucket& bucket = licence_.buckets[index];
        const auto* rule = std::get_if<ShareRule>(&bucket.rule);
        // Of a pool, how its own receipts are shared is another matter.
        if (rule == nullptr)
            return {bucket.name, {"members"}, {{{*Rational::make(1, 1)}, {}, {}}}, 128};
        ShareFunction result{bucket.name, {}, {}, storage_.buckets[index].counters.bits};
        for (const std::size_t payee : rule->payees)
            result.payees.push_back(party(payee));
        for (const Tier& tier : rule->tiers)
            result.tiers.push_back({tier.shares, tier.until, {}});
        return result;
    }

    void has_exit(const Bucket& bucket, std::string who, std::string function, FunctionKind kind)
    {
        // One claim() pays what somebody has in all buckets.
        const std::size_t index = kind == FunctionKind::claim ? 0 : bucket_;
        const auto gas = gas_ ? gas_(kind, index) : std::nullopt;
        model_.beneficiaries.push_back(
            {bucket.name, std::move(who), {{std::move(function), true, false, gas}}});
    }

    void add(const Bucket& bucket, const ShareRule& rule)
    {
        for (const std::size_t payee : rule.payees)
            has_exit(bucket, party(payee), "claim", FunctionKind::claim);
    }

    void add(const Bucket& bucket, const PoolRule& rule)
    {
        model_.pools.push_back({bucket.name});
        has_exit(bucket, "member", "claim", FunctionKind::claim);
        has_exit(bucket, "when-empty-" + party(rule.when_empty), "claim", FunctionKind::claim);
    }

    void add(const Bucket& bucket, const EpochsRule& rule)
    {
        model_.epochs.push_back({bucket.name, rule.unclaimed_after});
        has_exit(bucket, "leaf", "claimEpoch", FunctionKind::epochs_claim);
        has_exit(bucket, "unclaimed-" + party(rule.unclaimed_to), "sweepEpoch",
            FunctionKind::epochs_sweep);
        has_exit(bucket, "unreported-" + party(rule.unclaimed_to), "closeSilent",
            FunctionKind::epochs_close_silent);
    }

    void add(const Bucket& bucket, const TabRule& rule)
    {
        model_.tabs.push_back({bucket.name, rule.notice.value_or(0)});
        has_exit(bucket, "account", "withdraw", FunctionKind::tab_withdraw);
    }

    void add(const Bucket& bucket, const PotRule& rule)
    {
        model_.pots.push_back({bucket.name, rule.exit_after});
        has_exit(bucket, party(rule.exit_to), "exit", FunctionKind::pot_exit);
    }

    const Licence& licence_;
    const GasOfFunction& gas_;
    StoragePlan storage_;
    std::size_t bucket_ = 0;
    Model model_;
};
}  // namespace

Model model_of(const Licence& licence, const GasOfFunction& gas)
{
    return ModelOfLicence{licence, gas}.model();
}
}  // namespace byline::compiler::proof
