#include "bench/contracts/merkle.hpp"

#include "bench/contracts/call_data.hpp"
#include "bench/contracts/subject.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

namespace byline::bench
{
namespace
{
const std::vector<Weighted> payees{
    {person("a"), 1}, {person("b"), 20}, {person("c"), 300}, {person("d"), 4000}};

bytes32 hash_words(const std::vector<uint256>& words)
{
    return keccak256(encode_words(words));
}

TEST(sum_tree, proves_each_leaf_and_its_sum)
{
    const SumTree tree{payees};
    EXPECT_EQ(tree.total(), 4321U);
    for (std::size_t i = 0; i < payees.size(); ++i)
    {
        uint256 hash = to_uint256(hash_words({to_uint256(payees[i].account), payees[i].weight}));
        uint256 sum = payees[i].weight;
        const std::vector<uint256> proof = tree.proof(i);
        for (std::size_t level = 0; 2 * level < proof.size(); ++level)
        {
            const uint256& sibling = proof[2 * level];
            const uint256& more = proof[2 * level + 1];
            const bool right = ((i >> level) & 1U) != 0;
            hash = to_uint256(right ? hash_words({sibling, more, hash, sum})
                                    : hash_words({hash, sum, sibling, more}));
            sum += more;
        }
        EXPECT_EQ(hash, to_uint256(tree.root()));
        EXPECT_EQ(sum, uint256{4321});
    }
}

TEST(sorted_tree, proves_each_leaf)
{
    const SortedTree tree{payees};
    for (std::size_t i = 0; i < payees.size(); ++i)
    {
        const bytes32 inner = hash_words({to_uint256(payees[i].account), payees[i].weight});
        uint256 hash = to_uint256(keccak256(BytesView{inner.bytes}));
        for (const uint256& sibling : tree.proof(i))
        {
            hash = to_uint256(
                hash < sibling ? hash_words({hash, sibling}) : hash_words({sibling, hash}));
        }
        EXPECT_EQ(hash, to_uint256(tree.root()));
    }
}
}  // namespace
}  // namespace byline::bench
