#include "bench/contracts/merkle.hpp"

#include "bench/contracts/call_data.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
bytes32 hash_words(const std::vector<uint256>& words)
{
    return keccak256(encode_words(words));
}
}  // namespace

SumTree::SumTree(const std::vector<Weighted>& payees)
{
    levels_.emplace_back();
    for (const Weighted& payee : payees)
        levels_.back().push_back(
            {hash_words({to_uint256(payee.account), payee.weight}), payee.weight});
    while (levels_.back().size() > 1)
    {
        const std::vector<Node>& below = levels_.back();
        std::vector<Node> level;
        for (std::size_t i = 0; i + 1 < below.size(); i += 2)
        {
            const auto& [left, left_sum] = below[i];
            const auto& [right, right_sum] = below[i + 1];
            level.push_back({hash_words({to_uint256(left), left_sum, to_uint256(right), right_sum}),
                left_sum + right_sum});
        }
        levels_.push_back(std::move(level));
    }
}

std::vector<uint256> SumTree::proof(std::size_t index) const
{
    std::vector<uint256> siblings;
    for (std::size_t level = 0; level + 1 < levels_.size(); ++level, index /= 2)
    {
        const Node& sibling = levels_[level][index ^ 1U];
        siblings.push_back(to_uint256(sibling.hash));
        siblings.emplace_back(sibling.sum);
    }
    return siblings;
}

SortedTree::SortedTree(const std::vector<Weighted>& payees)
{
    levels_.emplace_back();
    for (const Weighted& payee : payees)
        levels_.back().push_back(
            keccak256(BytesView{hash_words({to_uint256(payee.account), payee.weight}).bytes}));
    while (levels_.back().size() > 1)
    {
        const std::vector<bytes32>& below = levels_.back();
        std::vector<bytes32> level;
        for (std::size_t i = 0; i + 1 < below.size(); i += 2)
        {
            const auto [first, second] =
                std::minmax({to_uint256(below[i]), to_uint256(below[i + 1])});
            level.push_back(hash_words({first, second}));
        }
        levels_.push_back(std::move(level));
    }
}

std::vector<uint256> SortedTree::proof(std::size_t index) const
{
    std::vector<uint256> siblings;
    for (std::size_t level = 0; level + 1 < levels_.size(); ++level, index /= 2)
        siblings.push_back(to_uint256(levels_[level][index ^ 1U]));
    return siblings;
}
}  // namespace byline::bench
