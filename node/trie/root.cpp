#include "node/trie/root.hpp"

#include "node/trie/node_batch.hpp"
#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace byline::node
{
namespace
{
/// Hashes a subtree from its sorted leaves; the depth of the recursion is bounded by the keys.
class RootBuilder
{
public:
    bytes32 root(std::span<const LeafView> leaves)
    {
        NodeReference top;
        build(leaves, 0, top);
        batch_.flush();
        return root_of(top);
    }

private:
    /// Adds the node over these leaves, whose keys agree up to `depth`, to the batch. The nodes
    /// below it are hashed by then, its siblings not: they go together.
    void build(std::span<const LeafView> leaves, std::size_t depth, NodeReference& reference)
    {
        const LeafView& first = leaves.front();
        if (leaves.size() == 1)
        {
            append_leaf(batch_.add(reference), first.key, depth, first.value);
            return;
        }
        const std::size_t fork = common_nibbles(first.key, leaves.back().key, depth);
        BytesView value;
        if (first.key.size() * 2 == fork)
        {
            value = first.value;
            leaves = leaves.subspan(1);
        }
        NodeReferences children;
        build_children(leaves, fork, children);
        batch_.flush();
        if (fork == depth)
        {
            append_branch(batch_.add(reference), children, value);
            return;
        }
        Bytes branch;
        append_branch(branch, children, value);
        Bytes path;
        for (std::size_t i = depth; i < fork; ++i)
            path.push_back(nibble_at(first.key, i));
        append_extension(batch_.add(reference), path, reference_to(branch));
    }

    void build_children(
        std::span<const LeafView> leaves, std::size_t depth, NodeReferences& children)
    {
        while (!leaves.empty())
        {
            const auto nibble = nibble_at(leaves.front().key, depth);
            const auto same_child = [&](const LeafView& leaf) {
                return nibble_at(leaf.key, depth) == nibble;
            };
            const auto end = std::ranges::partition_point(leaves, same_child);
            const auto count = static_cast<std::size_t>(end - leaves.begin());
            build(leaves.first(count), depth + 1, children[nibble]);
            leaves = leaves.subspan(count);
        }
    }

    NodeBatch batch_;
};
}  // namespace

bytes32 trie_root(std::span<const LeafView> leaves)
{
    if (leaves.empty())
        return empty_trie_root;
    return RootBuilder{}.root(leaves);
}

bytes32 trie_root(std::span<const Leaf> leaves)
{
    std::vector<LeafView> views;
    views.reserve(leaves.size());
    for (const Leaf& leaf : leaves)
        views.push_back({leaf.key.bytes, leaf.value});
    return trie_root(views);
}

bytes32 ordered_root(std::span<const Bytes> items)
{
    std::vector<Bytes> keys(items.size());
    std::vector<LeafView> leaves;
    leaves.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        rlp::append(keys[i], std::uint64_t{i});
        leaves.push_back({keys[i], items[i]});
    }
    std::ranges::sort(leaves, [](const LeafView& a, const LeafView& b) {
        return std::ranges::lexicographical_compare(a.key, b.key);
    });
    return trie_root(leaves);
}
}  // namespace byline::node
