#include "node/trie/tree/hashing.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/tree/tree.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <bit>
#include <cstdint>
#include <utility>

namespace byline::node
{
bytes32 Hashing::root(const TreeSlot& slot)
{
    if (slot.kind == TreeSlot::Kind::empty)
        return empty_trie_root;
    BYLINE_ASSERT(slot.stale);
    TreeSlot root = slot;
    refresh(root);
    return root.reference.is_inline() ? keccak256(rlp_) : bytes32{root.reference.bytes};
}

void Hashing::refresh(TreeSlot& slot)
{
    if (slot.kind == TreeSlot::Kind::leaf)
    {
        rlp_.clear();
        append_leaf(rlp_, slot.leaf->key.bytes, path_.size, slot.leaf->value);
    }
    else
    {
        refresh_children(*slot.node);
        TriePut put{path_, {}};
        append_record(put.record, slot.node->record);
        puts_.push_back(std::move(put));
        encode_node(rlp_, slot.node->record);
    }
    slot.reference = reference_to(rlp_);
    slot.stale = false;
}

void Hashing::refresh_children(TreeNode& node)
{
    const std::uint8_t size = path_.size;
    path_.push(node.record.extension());
    while (node.stale != 0)
    {
        const auto nibble = static_cast<std::uint8_t>(std::countr_zero(node.stale));
        TreeSlot child = node.child(nibble);
        path_.push(nibble);
        refresh(child);
        --path_.size;
        node.set_child(nibble, child);
    }
    path_.size = size;
}
}  // namespace byline::node
