#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "node/trie/tree/tree.hpp"
#include "node/trie/update.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace byline::node
{
/// The first pass of an update: brings changes into the tree, loads what it meets on the way, and
/// notes which records go away. Hashes nothing.
class Restructure
{
public:
    Restructure(TrieSource& source, Tree& tree) noexcept : source_{&source}, tree_{&tree} {}

    /// The slot at the root after the changes. The changes must live as long as the tree.
    TreeSlot apply_to_root(TreeSlot root, std::span<const TrieChange> changes)
    {
        return apply(root, changes);
    }

    /// Paths of records that are no more, or are to be written anew.
    [[nodiscard]] std::vector<TriePath> take_deletes() { return std::move(deletes_); }

private:
    using Changes = std::span<const TrieChange>;
    using Leaves = std::span<const Leaf* const>;

    TreeSlot apply(TreeSlot slot, Changes changes);
    TreeSlot apply_to_leaf(const TreeSlot& slot, Changes changes);
    TreeSlot apply_to_branch(TreeSlot slot, Changes changes);
    bool apply_to_children(TreeNode& node, Changes changes);
    TreeSlot build(Leaves leaves, std::size_t depth);
    TreeNode& split(TreeNode& node, std::size_t at);
    TreeSlot settle(TreeSlot slot);
    TreeSlot collapse(TreeNode& node, std::size_t nibble);

    TreeNode& load(TreeSlot& slot);
    const Leaf& load_leaf();
    void forget_record(TreeNode& node);

    TrieSource* source_;
    Tree* tree_;
    TriePath path_;  ///< of the slot at work
    std::vector<TriePath> deletes_;
};
}  // namespace byline::node
