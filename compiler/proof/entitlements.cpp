#include "compiler/proof/entitlements.hpp"

#include "compiler/proof/model.hpp"
#include "compiler/proof/term.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
/// Rounded up.
uint256 ceil_divide(const uint256& a, const uint256& b)
{
    const DivResult result = byline::divide(a, b);
    return result.remainder.is_zero() ? result.quotient : result.quotient + 1;
}

/// A payee's shares over one denominator.
struct CommonShares
{
    std::vector<uint256> numerators;  ///< one a tier
    uint256 denominator{1};
};

std::optional<CommonShares> common_shares(const ShareFunction& function, std::size_t payee)
{
    CommonShares result;
    for (const ShareTier& tier : function.tiers)
    {
        const uint256& own = tier.shares[payee].denominator();
        // Both below 2^128.
        result.denominator =
            result.denominator / greatest_common_divisor(result.denominator, own) * own;
        if (result.denominator >= receipts_bound())
            return std::nullopt;
    }
    for (const ShareTier& tier : function.tiers)
    {
        const Rational& share = tier.shares[payee];
        // Below 2^256 if no share passes 1; the rest is for a solver to refute.
        result.numerators.push_back(share.numerator() * (result.denominator / share.denominator()));
    }
    return result;
}

/// One bucket of a group, piece by piece.
class BucketFormulas
{
public:
    BucketFormulas(const GroupMember& member, Entitlements& result)
        : function_{member.function},
          factor_{member.factor},
          result_{result},
          first_payee_{result.payees.size()}
    {}

    bool write()
    {
        const std::string& bucket = function_.bucket;
        for (std::size_t i = 0; i < function_.tiers.size(); ++i)
            result_.segments.push_back({bucket + ".tier." + std::to_string(i + 1), segment(i)});
        for (std::size_t payee = 0; payee < function_.payees.size(); ++payee)
        {
            const auto shares = common_shares(function_, payee);
            if (!shares || shares->denominator * factor_.denominator() >= receipts_bound())
                return false;
            write_payee(payee, *shares);
        }
        write_cuts();
        return true;
    }

private:
    /// The group's receipts at which the bucket has received so much.
    [[nodiscard]] std::optional<uint256> group_receipts(const uint256& of_bucket) const
    {
        if (of_bucket >= receipts_bound())
            return std::nullopt;
        return ceil_divide(of_bucket * factor_.denominator(), factor_.numerator());
    }

    /// What of the receipts falls into the tier, times the factor's denominator.
    [[nodiscard]] Integer segment(std::size_t tier) const
    {
        const Integer received = factor_.numerator() == uint256{1}
                                     ? symbol("R")
                                     : Integer{factor_.numerator()} * symbol("R");
        const uint256 start =
            tier == 0 ? uint256{0} : *function_.tiers[tier - 1].until * factor_.denominator();
        const Integer beyond = tier == 0 ? received : received - start;
        Integer from_below = tier == 0 ? beyond : choose(received <= start, 0, beyond);
        const auto& until = function_.tiers[tier].until;
        if (!until)
            return from_below;
        const uint256 end = *until * factor_.denominator();
        return choose(received >= end, end - start, from_below);
    }

    void write_payee(std::size_t payee, const CommonShares& shares)
    {
        const std::string& bucket = function_.bucket;
        std::vector<Integer> parts;
        for (std::size_t i = 0; i < shares.numerators.size(); ++i)
        {
            if (shares.numerators[i].is_zero())
                continue;
            const Integer amount =
                call(bucket + ".tier." + std::to_string(i + 1), std::array{symbol("R")});
            parts.push_back(shares.numerators[i] == uint256{1}
                                ? amount
                                : Integer{shares.numerators[i]} * amount);
        }
        result_.payees.push_back({function_.payees[payee],
            {bucket + "." + function_.payees[payee],
                proof::divide(sum_of(parts), shares.denominator * factor_.denominator())},
            function_.counter_bits, counter_limit(shares)});
        if (shares.numerators.back().is_zero())
            write_cap(shares);
    }

    [[nodiscard]] uint256 width(std::size_t tier) const
    {
        const uint256 end = *function_.tiers[tier].until;
        return tier == 0 ? end : end - *function_.tiers[tier - 1].until;
    }

    /// The group's receipts at which the entitlement passes its counter. Receipts are counted here
    /// in the bucket's parts of them, times the factor's denominator.
    [[nodiscard]] std::optional<uint256> counter_limit(const CommonShares& shares) const
    {
        if (function_.counter_bits >= 128)
            return std::nullopt;
        const uint256& scale = factor_.denominator();
        const uint256 goal = (uint256{1} << function_.counter_bits) * shares.denominator * scale;
        uint256 reached{0};
        uint256 start{0};
        for (std::size_t i = 0; i < shares.numerators.size(); ++i)
        {
            const uint256& share = shares.numerators[i];
            const bool is_last = !function_.tiers[i].until;
            if (!share.is_zero() && (is_last || goal - reached <= share * width(i) * scale))
                return below_bound(
                    ceil_divide(start + ceil_divide(goal - reached, share), factor_.numerator()));
            if (is_last)
                break;
            reached += share * width(i) * scale;
            start = *function_.tiers[i].until * scale;
        }
        return std::nullopt;
    }

    [[nodiscard]] static std::optional<uint256> below_bound(const std::optional<uint256>& receipts)
    {
        return receipts && *receipts < receipts_bound() ? receipts : std::nullopt;
    }

    void write_cap(const CommonShares& shares)
    {
        uint256 total{0};
        uint256 end{0};
        for (std::size_t i = 0; i + 1 < shares.numerators.size(); ++i)
        {
            total += shares.numerators[i] * width(i);
            if (!shares.numerators[i].is_zero())
                end = *function_.tiers[i].until;
        }
        const auto reached = below_bound(group_receipts(end));
        if (reached)
            result_.caps.push_back(
                {result_.payees.size() - 1, total / shares.denominator, *reached});
    }

    void write_cuts()
    {
        std::vector<std::size_t> payees;
        for (std::size_t i = first_payee_; i < result_.payees.size(); ++i)
            payees.push_back(i);
        const bool whole_group = factor_ == *Rational::make(1, 1);
        for (const ShareTier& tier : function_.tiers)
        {
            if (!tier.until)
                continue;
            auto target = tier.target;
            if (target)
                target->payee += first_payee_;
            if (const auto receipts = below_bound(group_receipts(*tier.until)))
                result_.cuts.push_back({function_.bucket, *receipts, payees, target, whole_group});
        }
    }

    const ShareFunction& function_;
    const Rational& factor_;
    Entitlements& result_;
    std::size_t first_payee_;
};
}  // namespace

uint256 receipts_bound()
{
    return uint256{1} << 128;
}

std::optional<Entitlements> entitlements_of(const ShareGroup& group)
{
    Entitlements result;
    result.name = group.name;
    for (const GroupMember& member : group.members)
    {
        BYLINE_ASSERT(!member.factor.is_zero());
        if (!BucketFormulas{member, result}.write())
            return std::nullopt;
    }
    return result;
}
}  // namespace byline::compiler::proof
