#include "compiler/proof/obligations.hpp"

#include "compiler/proof/entitlements.hpp"
#include "compiler/proof/machines.hpp"

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
/// The most gas that a transaction can have (EIP-7825).
constexpr std::uint64_t gas_bound = 16'777'216;

bool is_way_out(const Exit& exit)
{
    return exit.beneficiary_may_call && !exit.is_pausable && exit.gas.value_or(0) <= gas_bound;
}

std::string why_not(const Exit& exit)
{
    if (!exit.beneficiary_may_call)
        return "`" + exit.function + "` is for others to call.";
    if (exit.is_pausable)
        return "`" + exit.function + "` can be paused.";
    return "`" + exit.function + "` may need more gas than a transaction can have.";
}

std::string exit_in_words(const Exit& exit)
{
    if (!exit.gas)
        return "by a function that nobody can pause and that fits into one transaction.";
    return "by `" + exit.function + "`, which nobody can pause and which ends within " +
           std::to_string(*exit.gas) + " of the " + std::to_string(gas_bound) +
           " gas of a transaction, besides what the code spends that is paid or that is the token.";
}

/// Check B203.
Obligation way_out(const Beneficiary& beneficiary)
{
    Obligation result;
    result.id = beneficiary.bucket + "/exit-" + beneficiary.name;
    result.statement =
        "What " + beneficiary.name + " has in " + beneficiary.bucket + " it can get out alone, ";
    for (const Exit& exit : beneficiary.exits)
    {
        if (is_way_out(exit))
        {
            result.statement += exit_in_words(exit);
            result.gaps.clear();
            return result;
        }
        result.gaps.push_back(why_not(exit));
    }
    result.statement += exit_in_words({});
    if (beneficiary.exits.empty())
        result.gaps.emplace_back("No function pays it.");
    return result;
}

void append(std::vector<Obligation>& all, std::vector<Obligation> more)
{
    all.insert(
        all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

template <class Bucket>
void append_machines(std::vector<Obligation>& all, const std::vector<Bucket>& buckets)
{
    for (const Bucket& bucket : buckets)
        append(all, obligations_of(machine_of(bucket)));
}
}  // namespace

std::optional<std::vector<Obligation>> obligations_of(const Model& model)
{
    std::vector<Obligation> all;
    for (const ShareGroup& group : model.groups)
    {
        const auto entitlements = entitlements_of(group);
        if (!entitlements)
            return std::nullopt;
        append(all, obligations_of(*entitlements));
        append(all, obligations_of(books_of(group)));
    }
    append_machines(all, model.pools);
    append_machines(all, model.epochs);
    for (const Epochs& epochs : model.epochs)
        append(all, obligations_of(leaves_of(epochs)));
    append_machines(all, model.tabs);
    append_machines(all, model.pots);
    for (const Beneficiary& beneficiary : model.beneficiaries)
        all.push_back(way_out(beneficiary));
    return all;
}
}  // namespace byline::compiler::proof
