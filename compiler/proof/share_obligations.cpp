#include "compiler/proof/entitlements.hpp"
#include "compiler/proof/obligation.hpp"
#include "compiler/proof/query.hpp"
#include "compiler/proof/term.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
/// The obligations of one group, each a query with the same functions.
class ShareObligations
{
public:
    explicit ShareObligations(const Entitlements& entitlements) : e_{entitlements} {}

    std::vector<Obligation> all()
    {
        monotone();
        solvent();
        dust();
        counters();
        for (std::size_t i = 0; i < e_.cuts.size(); ++i)
            cut(e_.cuts[i], i);
        for (const Cap& bound : e_.caps)
            cap(bound);
        return std::move(obligations_);
    }

private:
    [[nodiscard]] Query query(const std::string& subject, const std::string& statement) const
    {
        Query result{e_.name + "/" + subject, statement};
        for (const ReceiptsFunction& function : e_.segments)
            result.define_function(function.name, {"R"}, function.body);
        for (const Entitlement& payee : e_.payees)
            result.define_function(payee.function.name, {"R"}, payee.function.body);
        return result;
    }

    static Integer receipts(Query& query, const std::string& name, const std::string& words)
    {
        Integer result = query.unknown(name, words);
        query.assume(0 <= result && result < receipts_bound());
        return result;
    }

    [[nodiscard]] Integer entitled(std::size_t payee, const Integer& receipts) const
    {
        return call(e_.payees[payee].function.name, std::array{receipts});
    }

    [[nodiscard]] Integer all_entitled(const Integer& receipts) const
    {
        std::vector<Integer> terms;
        terms.reserve(e_.payees.size());
        for (std::size_t i = 0; i < e_.payees.size(); ++i)
            terms.push_back(entitled(i, receipts));
        return sum_of(terms);
    }

    void monotone()
    {
        Query q = query("monotone",
            "What a payee may ever withdraw from " + e_.name +
                " never falls, whatever comes in: for all receipts below 2^128 and every payee.");
        const Integer earlier = receipts(q, "R1", "receipts");
        const Integer later = receipts(q, "R2", "later receipts");
        q.assume(earlier <= later);
        std::vector<Proposition> kept;
        for (std::size_t i = 0; i < e_.payees.size(); ++i)
        {
            kept.push_back(entitled(i, earlier) <= entitled(i, later));
            q.witness(entitled(i, earlier), e_.payees[i].payee + " entitled to", !kept.back());
            q.witness(entitled(i, later), "later to", !kept.back());
        }
        obligations_.push_back(std::move(q).prove(all_of(kept)));
    }

    void solvent()
    {
        Query q = query("solvent",
            "All payees of " + e_.name +
                " together are never entitled to more than came in: for all receipts below 2^128.");
        const Integer all = receipts(q, "R", "receipts");
        const Integer sum = q.define("entitled", all_entitled(all), "all entitled to");
        obligations_.push_back(std::move(q).prove(sum <= all));
    }

    void dust()
    {
        const std::size_t most = e_.payees.size() - 1;
        Query q = query("dust", "Of all that ever came into " + e_.name + " at most " +
                                    std::to_string(most) +
                                    " units belong to nobody: for all receipts below 2^128.");
        const Integer all = receipts(q, "R", "receipts");
        const Integer sum = q.define("entitled", all_entitled(all), "all entitled to");
        obligations_.push_back(std::move(q).prove(all - sum <= most));
    }

    void counters()
    {
        std::optional<uint256> full;
        for (const Entitlement& payee : e_.payees)
            if (payee.counter_is_full_at && (!full || *payee.counter_is_full_at < *full))
                full = payee.counter_is_full_at;
        Query q = query("counters",
            "What a payee of " + e_.name +
                " may ever withdraw is never below 0 and fits the counter of its claims: for all "
                "receipts below " +
                (full ? to_decimal(*full) +
                            ", and for each payee as long as receipts are below what fills its "
                            "counter, which they then do."
                      : "2^128."));
        const Integer all = receipts(q, "R", "receipts");
        std::vector<Proposition> fits;
        for (std::size_t i = 0; i < e_.payees.size(); ++i)
        {
            const Entitlement& payee = e_.payees[i];
            const Integer limit = uint256{1} << payee.counter_bits;
            Proposition own = 0 <= entitled(i, all) && entitled(i, all) < limit;
            if (payee.counter_is_full_at)
            {
                const Integer end = *payee.counter_is_full_at;
                own = implies(all < end, own) && implies(end <= all, limit <= entitled(i, all));
            }
            q.witness(entitled(i, all), payee.payee + " entitled to", !own);
            fits.push_back(own);
        }
        obligations_.push_back(std::move(q).prove(all_of(fits)));
    }

    void cut(const Cut& cut, std::size_t number)
    {
        const std::string subject = "tier-end-" + std::to_string(number + 1);
        const Integer at = cut.receipts;
        if (cut.target)
        {
            const std::string& payee = e_.payees[cut.target->payee].payee;
            const Integer amount = cut.target->amount;
            Query q = query(subject, "The payment with which " + payee + " comes to " +
                                         to_decimal(cut.target->amount) +
                                         " is cut at receipts of " + to_decimal(cut.receipts) +
                                         ": one unit earlier it has less, there it has as much.");
            const Integer before = q.define("before", entitled(cut.target->payee, at - 1),
                payee + " one unit earlier entitled to");
            const Integer there =
                q.define("there", entitled(cut.target->payee, at), payee + " there entitled to");
            const Proposition met = cut.whole_group ? equal(there, amount) : amount <= there;
            obligations_.push_back(std::move(q).prove(before < amount && met));
            return;
        }
        if (!cut.whole_group)
            return;
        Query q =
            query(subject, "Where " + cut.bucket + " has received " + to_decimal(cut.receipts) +
                               ", the end of a tier, all of it belongs to somebody: the "
                               "crossing payment is cut there, and nothing is rounded.");
        std::vector<Integer> terms;
        terms.reserve(cut.payees.size());
        for (const std::size_t payee : cut.payees)
            terms.push_back(entitled(payee, at));
        const Integer sum = q.define("entitled", sum_of(terms), "all entitled to");
        obligations_.push_back(std::move(q).prove(equal(sum, at)));
    }

    void cap(const Cap& cap)
    {
        const std::string& payee = e_.payees[cap.payee].payee;
        Query q = query("cap-" + e_.payees[cap.payee].function.name,
            payee + " never passes " + to_decimal(cap.amount) +
                ", and has as much from receipts of " + to_decimal(cap.reached_at) +
                " on: for all receipts below 2^128.");
        const Integer all = receipts(q, "R", "receipts");
        const Integer amount = q.define("amount", entitled(cap.payee, all), payee + " entitled to");
        obligations_.push_back(std::move(q).prove(
            amount <= cap.amount && implies(cap.reached_at <= all, equal(amount, cap.amount))));
    }

    const Entitlements& e_;
    std::vector<Obligation> obligations_;
};
}  // namespace

std::vector<Obligation> obligations_of(const Entitlements& entitlements)
{
    return ShareObligations{entitlements}.all();
}
}  // namespace byline::compiler::proof
