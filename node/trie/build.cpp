#include "node/trie/build.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::node
{
TrieBuilder::TrieBuilder(OnRecord on_record) : on_record_{std::move(on_record)}
{
    open_.reserve(2 * key_.bytes.size());
}

void TrieBuilder::add(const bytes32& key, BytesView value)
{
    BYLINE_ASSERT(!value.empty() && (value_.empty() || key_ < key));
    if (!value_.empty())
    {
        const std::size_t fork = common_nibbles(key_.bytes, key.bytes, 0);
        if (open_.empty() || open_.back().depth < fork)
            open_.push_back({fork, {}});
        place_leaf();
        while (open_.back().depth > fork)
        {
            // The parent is the next open branch, or a new one where the keys part.
            const std::size_t next = open_.size() > 1 ? open_[open_.size() - 2].depth : 0;
            close(std::max(next, fork));
        }
    }
    key_ = key;
    value_.assign(value.begin(), value.end());
}

bytes32 TrieBuilder::finish()
{
    if (value_.empty())
        return empty_trie_root;
    NodeReference top;
    if (open_.empty())
    {
        append_leaf(batch_.add(top), key_.bytes, 0, value_);
    }
    else
    {
        place_leaf();
        while (open_.size() > 1)
            close(open_[open_.size() - 2].depth);
        complete(open_.back(), 0);
        encode_node(batch_.add(top), open_.back().record);
        open_.clear();
    }
    batch_.flush();
    value_.clear();
    return root_of(top);
}

/// Gives the last leaf to the last open branch.
void TrieBuilder::place_leaf()
{
    OpenBranch& branch = open_.back();
    const std::uint8_t nibble = nibble_at(key_.bytes, branch.depth);
    append_leaf(batch_.add(branch.record.children[nibble]), key_.bytes, branch.depth + 1, value_);
    branch.record.leaf_mask = static_cast<std::uint16_t>(branch.record.leaf_mask | (1U << nibble));
}

/// Completes the last open branch and gives it to its parent, which becomes the last one; opens
/// that if it is not there.
void TrieBuilder::close(std::size_t parent_depth)
{
    complete(open_.back(), parent_depth + 1);
    const OpenBranch branch = open_.back();
    open_.pop_back();
    if (open_.empty() || open_.back().depth < parent_depth)
        open_.push_back({parent_depth, {}});
    NodeReference& reference = open_.back().record.children[nibble_at(key_.bytes, parent_depth)];
    encode_node(batch_.add(reference), branch.record);
}

/// Hashes the children of the last open branch and gives its record out. Its slot is at that depth
/// on the way to the last leaf.
void TrieBuilder::complete(OpenBranch& branch, std::size_t slot_depth)
{
    batch_.flush();
    TriePath path;
    for (std::size_t i = 0; i < branch.depth; ++i)
        path.push(nibble_at(key_.bytes, i));
    branch.record.set_extension(path.view().subspan(slot_depth));
    path.size = static_cast<std::uint8_t>(slot_depth);
    on_record_(path, branch.record);
}
}  // namespace byline::node
