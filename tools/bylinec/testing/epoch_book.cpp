#include "tools/bylinec/testing/epoch_book.hpp"

#include "tools/bylinec/testing/abi.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

namespace byline::tools::testing
{
namespace
{
bytes32 hash_words(const std::vector<uint256>& words)
{
    return keccak256(BytesView{encode_words(words)});
}
}  // namespace

SumTree::SumTree(const std::vector<Leaf>& leaves)
{
    std::vector<Node> level;
    for (const Leaf& leaf : leaves)
        level.push_back({hash_words({to_uint256(leaf.account), leaf.weight}), leaf.weight});
    level.resize(std::bit_ceil(leaves.size()), {hash_words({0, 0}), 0});
    levels_.push_back(std::move(level));
    while (levels_.back().size() > 1)
    {
        std::vector<Node> above;
        const std::vector<Node>& below = levels_.back();
        for (std::size_t i = 0; i + 1 < below.size(); i += 2)
        {
            const auto& [left, left_sum] = below[i];
            const auto& [right, right_sum] = below[i + 1];
            above.push_back({hash_words({to_uint256(left), left_sum, to_uint256(right), right_sum}),
                left_sum + right_sum});
        }
        levels_.push_back(std::move(above));
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
}  // namespace byline::tools::testing
