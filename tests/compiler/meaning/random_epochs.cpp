#include "tests/compiler/meaning/random_epochs.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace byline::testing
{
namespace
{
Integer integer_of(const bytes32& word)
{
    return integer(to_uint256(word));
}
}  // namespace

const EpochTree& RandomEpochs::grow()
{
    const std::size_t size = std::size_t{1} << choices_.below(4);
    const bool is_heavy = choices_.chance(20);
    std::vector<bench::Weighted> payees;
    for (std::size_t i = 0; i < size; ++i)
    {
        bench::Weighted payee;
        if (!choices_.chance(15))  // else it is padding
        {
            payee.account = to_address(word_of(choices_.one_of(people_)));
            payee.weight = is_heavy ? choices_.below(std::uint64_t{1} << 60) : choices_.below(9);
        }
        payees.push_back(payee);
    }
    bench::SumTree tree{payees};
    trees_.push_back({std::move(payees), std::move(tree)});
    return trees_.back();
}

const EpochTree* RandomEpochs::find(const Integer& root) const
{
    const auto found = std::ranges::find_if(
        trees_, [&](const EpochTree& each) { return integer_of(each.tree.root()) == root; });
    return found == trees_.end() ? nullptr : &*found;
}

std::optional<std::pair<Integer, ModelClosing>> RandomEpochs::closing(const ModelEpochs& epochs)
{
    if (epochs.closed.empty())
        return std::nullopt;
    auto chosen = epochs.closed.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(choices_.below(epochs.closed.size())));
    std::pair<Integer, ModelClosing> result{chosen->first, chosen->second.closing};
    switch (choices_.below(40))
    {
        case 0:
            result.first += 1;
            break;
        case 1:
            result.second.root += 1;
            break;
        case 2:
            result.second.total += 1;
            break;
        case 3:
            result.second.pot += 1;
            break;
        case 4:
            result.second.closed_at -= 1;
            break;
        default:
            break;
    }
    return result;
}

std::optional<ProvedClaim> RandomEpochs::claim(const ModelEpochs& epochs)
{
    const auto closed = closing(epochs);
    const EpochTree* tree = closed ? find(closed->second.root) : nullptr;
    if (tree == nullptr)
        return std::nullopt;
    const std::size_t index = choices_.below(tree->payees.size());
    const bench::Weighted& payee = tree->payees[index];
    ProvedClaim result;
    result.claim = {.epoch = closed->first,
        .account = integer(to_uint256(payee.account)),
        .weight = payee.weight,
        .index = index,
        .closing = closed->second,
        .is_proved = closed->second.total == tree->tree.total()};
    result.proof = tree->tree.proof(index);
    if (choices_.chance(15))
        spoil(result);
    return result;
}

/// Claims what the proof does not say.
void RandomEpochs::spoil(ProvedClaim& claim)
{
    claim.claim.is_proved = false;
    switch (choices_.below(6))
    {
        case 0:
            claim.claim.weight += 1;
            break;
        case 1:
            claim.claim.account += 1;
            break;
        case 2:
            // Behind the path nothing may be left.
            claim.claim.index += Integer{1} << static_cast<unsigned>(claim.proof.size() / 2);
            break;
        case 3:
            claim.proof.push_back(1);
            claim.proof.push_back(0);
            break;
        case 4:
            claim.proof.push_back(0);
            break;
        default:
            if (claim.proof.empty())
                claim.claim.weight += 1;
            else
            {
                uint256& word = claim.proof[choices_.below(claim.proof.size())];
                word = word ^ uint256 { 1 };
            }
            break;
    }
}
}  // namespace byline::testing
