#include "node/trie/tree/hashing.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/tree/tree.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::node
{
bytes32 Hashing::root(const TreeSlot& slot)
{
    if (slot.kind == TreeSlot::Kind::empty)
        return empty_trie_root;
    BYLINE_ASSERT(slot.stale);
    NodeReference top;
    gather(slot, top);
    hash_branches();
    return root_of(top);
}

/// Adds the stale leaves from that slot on to the batch and notes the stale branches. Gives the
/// height of the slot: 0 for a leaf, else one more than the highest stale child's.
std::size_t Hashing::gather(const TreeSlot& slot, NodeReference& reference)
{
    if (slot.kind == TreeSlot::Kind::leaf)
    {
        append_leaf(batch_.add(reference), slot.leaf->key.bytes, path_.size, slot.leaf->value);
        return 0;
    }
    const std::size_t below = gather_children(*slot.node);
    if (branches_.size() <= below)
        branches_.resize(below + 1);
    branches_[below].push_back({slot.node, &reference, puts_.size()});
    puts_.push_back({path_, {}});
    return below + 1;
}

/// Gives the height of the highest stale child.
std::size_t Hashing::gather_children(TreeNode& node)
{
    const std::uint8_t size = path_.size;
    path_.push(node.record.extension());
    std::size_t height = 0;
    for (; node.stale != 0; node.stale = static_cast<std::uint16_t>(node.stale & (node.stale - 1)))
    {
        const auto nibble = static_cast<std::uint8_t>(std::countr_zero(node.stale));
        path_.push(nibble);
        height = std::max(height, gather(node.child(nibble), node.record.children[nibble]));
        --path_.size;
    }
    path_.size = size;
    return height;
}

/// Level by level: a branch is written when its children's references are there.
void Hashing::hash_branches()
{
    for (const std::vector<StaleBranch>& level : branches_)
    {
        batch_.flush();
        for (const StaleBranch& branch : level)
        {
            append_record(puts_[branch.put].record, branch.node->record);
            encode_node(batch_.add(*branch.reference), branch.node->record);
        }
    }
    batch_.flush();
}
}  // namespace byline::node
