#include "node/trie/root.hpp"

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
    /// The reference to the node over these leaves, whose keys agree up to `depth`; its RLP stays
    /// in `rlp()`.
    NodeReference build(std::span<const LeafView> leaves, std::size_t depth)
    {
        const LeafView& first = leaves.front();
        if (leaves.size() == 1)
        {
            rlp_.clear();
            append_leaf(rlp_, first.key, depth, first.value);
            return reference_to(rlp_);
        }
        const std::size_t fork = common_nibbles(first.key, leaves.back().key, depth);
        const NodeReference branch = build_branch(leaves, fork);
        if (fork == depth)
            return branch;

        Bytes path;
        for (std::size_t i = depth; i < fork; ++i)
            path.push_back(nibble_at(first.key, i));
        rlp_.clear();
        append_extension(rlp_, path, branch);
        return reference_to(rlp_);
    }

    [[nodiscard]] BytesView rlp() const noexcept { return rlp_; }

private:
    NodeReference build_branch(std::span<const LeafView> leaves, std::size_t depth)
    {
        BytesView value;
        if (leaves.front().key.size() * 2 == depth)
        {
            value = leaves.front().value;
            leaves = leaves.subspan(1);
        }
        NodeReferences children;
        while (!leaves.empty())
        {
            const auto nibble = nibble_at(leaves.front().key, depth);
            const auto same_child = [&](const LeafView& leaf) {
                return nibble_at(leaf.key, depth) == nibble;
            };
            const auto end = std::ranges::partition_point(leaves, same_child);
            const auto count = static_cast<std::size_t>(end - leaves.begin());
            children[nibble] = build(leaves.first(count), depth + 1);
            leaves = leaves.subspan(count);
        }
        rlp_.clear();
        append_branch(rlp_, children, value);
        return reference_to(rlp_);
    }

    Bytes rlp_;
};
}  // namespace

bytes32 trie_root(std::span<const LeafView> leaves)
{
    if (leaves.empty())
        return empty_trie_root;
    RootBuilder builder;
    const NodeReference root = builder.build(leaves, 0);
    return root.is_inline() ? keccak256(builder.rlp()) : bytes32{root.bytes};
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
