#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>

/// The part of a trie that an update has in memory.
namespace byline::node
{
struct TreeNode;

/// What stands at one path: nothing, a leaf, or a branch with its extension.
struct TreeSlot
{
    enum class Kind : std::uint8_t
    {
        empty,
        leaf,
        branch,
    };
    Kind kind = Kind::empty;
    bool stale = false;  ///< `reference` has to be made anew
    NodeReference reference;
    TreeNode* node = nullptr;    ///< of a branch; null: not loaded
    const Leaf* leaf = nullptr;  ///< of a leaf; null: not loaded
};

/// A branch in memory. The references of children whose bit in `stale` is set are out of date.
struct TreeNode
{
    TreeNode() = default;

    /// A branch that the database has a record of, at the path it was loaded from.
    explicit TreeNode(const BranchRecord& loaded) noexcept;

    BranchRecord record;
    std::array<TreeNode*, 16> nodes{};
    std::array<const Leaf*, 16> leaves{};
    std::uint16_t branch_mask = 0;  ///< children that are branches
    std::uint16_t stale = 0;
    bool stored = false;  ///< its record is in the database, at the path it was loaded from

    [[nodiscard]] TreeSlot child(std::size_t nibble) const noexcept;
    void set_child(std::size_t nibble, const TreeSlot& slot) noexcept;

    /// The children as a mask.
    [[nodiscard]] std::uint16_t children() const noexcept { return branch_mask | record.leaf_mask; }
};

/// Owns the nodes and old leaves of one update; they keep their addresses.
struct Tree
{
    std::deque<TreeNode> nodes;
    std::deque<Leaf> leaves;
};
}  // namespace byline::node
