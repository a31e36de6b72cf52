#include "node/trie/build.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <cstdint>

namespace byline::node
{
void TrieBuilder::add(const bytes32& key, BytesView value)
{
    BYLINE_ASSERT(!value.empty() && (value_.empty() || key_ < key));
    if (!value_.empty())
    {
        const std::size_t fork = common_nibbles(key_.bytes, key.bytes, 0);
        if (open_.empty() || open_.back().depth < fork)
            open_.push_back({fork, {}});
        place_leaf(open_.back());
        while (open_.back().depth > fork)
        {
            // The parent is the next open branch, or a new one where the keys part.
            const bool has_parent = open_.size() > 1 && open_[open_.size() - 2].depth >= fork;
            const std::size_t parent_depth = has_parent ? open_[open_.size() - 2].depth : fork;
            const NodeReference child = close(parent_depth + 1);
            open_.pop_back();
            if (!has_parent)
                open_.push_back({fork, {}});
            open_.back().record.children[nibble_at(key_.bytes, parent_depth)] = child;
        }
    }
    key_ = key;
    value_.assign(value.begin(), value.end());
}

bytes32 TrieBuilder::finish()
{
    if (value_.empty())
        return empty_trie_root;
    if (open_.empty())
    {
        rlp_.clear();
        append_leaf(rlp_, key_.bytes, 0, value_);
        value_.clear();
        return keccak256(rlp_);
    }
    place_leaf(open_.back());
    while (open_.size() > 1)
    {
        const std::size_t parent_depth = open_[open_.size() - 2].depth;
        const NodeReference child = close(parent_depth + 1);
        open_.pop_back();
        open_.back().record.children[nibble_at(key_.bytes, parent_depth)] = child;
    }
    close(0);
    open_.clear();
    value_.clear();
    return keccak256(rlp_);
}

void TrieBuilder::place_leaf(OpenBranch& branch)
{
    const std::uint8_t nibble = nibble_at(key_.bytes, branch.depth);
    rlp_.clear();
    append_leaf(rlp_, key_.bytes, branch.depth + 1, value_);
    branch.record.children[nibble] = reference_to(rlp_);
    branch.record.leaf_mask = static_cast<std::uint16_t>(branch.record.leaf_mask | (1U << nibble));
}

/// Completes the last open branch, whose slot is at that depth on the way to the last leaf.
NodeReference TrieBuilder::close(std::size_t slot_depth)
{
    OpenBranch& branch = open_.back();
    TriePath path;
    for (std::size_t i = 0; i < branch.depth; ++i)
        path.push(nibble_at(key_.bytes, i));
    branch.record.set_extension(path.view().subspan(slot_depth));
    path.size = static_cast<std::uint8_t>(slot_depth);
    on_record_(path, branch.record);
    encode_node(rlp_, branch.record);
    return reference_to(rlp_);
}
}  // namespace byline::node
