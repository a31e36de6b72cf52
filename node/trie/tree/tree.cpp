#include "node/trie/tree/tree.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"

#include <cstddef>
#include <cstdint>

namespace byline::node
{
namespace
{
void set_bit(std::uint16_t& mask, std::size_t bit, bool value) noexcept
{
    const auto one = static_cast<std::uint16_t>(1U << bit);
    if (value)
        mask = static_cast<std::uint16_t>(mask | one);
    else
        mask = static_cast<std::uint16_t>(mask & ~one);
}

bool has(std::uint16_t mask, std::size_t bit) noexcept
{
    return ((mask >> bit) & 1) != 0;
}
}  // namespace

TreeNode::TreeNode(const BranchRecord& loaded) noexcept : record{loaded}, stored{true}
{
    for (std::size_t i = 0; i < record.children.size(); ++i)
        set_bit(branch_mask, i, !record.children[i].is_empty() && !record.is_leaf(i));
}

TreeSlot TreeNode::child(std::size_t nibble) const noexcept
{
    TreeSlot slot;
    if (has(branch_mask, nibble))
        slot.kind = TreeSlot::Kind::branch;
    else if (record.is_leaf(nibble))
        slot.kind = TreeSlot::Kind::leaf;
    slot.stale = has(stale, nibble);
    slot.reference = record.children[nibble];
    slot.node = nodes[nibble];
    slot.leaf = leaves[nibble];
    return slot;
}

void TreeNode::set_child(std::size_t nibble, const TreeSlot& slot) noexcept
{
    set_bit(branch_mask, nibble, slot.kind == TreeSlot::Kind::branch);
    set_bit(record.leaf_mask, nibble, slot.kind == TreeSlot::Kind::leaf);
    set_bit(stale, nibble, slot.stale);
    record.children[nibble] = slot.kind == TreeSlot::Kind::empty ? NodeReference{} : slot.reference;
    nodes[nibble] = slot.node;
    leaves[nibble] = slot.leaf;
}
}  // namespace byline::node
