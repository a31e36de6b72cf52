#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/node_batch.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/tree/tree.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace byline::node
{
/// The second pass of an update: makes the stale references anew and gives the records of all
/// branches that changed. Nodes that do not stand above each other are hashed together: first all
/// leaves, then the branches over leaves only, then those over these, up to the root.
class Hashing
{
public:
    /// The root of the trie; the root slot must be empty or stale. Afterwards nothing is stale.
    bytes32 root(const TreeSlot& slot);

    [[nodiscard]] std::vector<TriePut> take_puts() { return std::move(puts_); }

private:
    /// A branch whose reference is stale.
    struct StaleBranch
    {
        TreeNode* node;
        NodeReference* reference;  ///< in its parent
        std::size_t put;           ///< the place of its record
    };

    std::size_t gather(const TreeSlot& slot, NodeReference& reference);
    std::size_t gather_children(TreeNode& node);
    void hash_branches();

    TriePath path_;  ///< of the slot at work
    NodeBatch batch_;
    std::vector<std::vector<StaleBranch>> branches_;  ///< by their height over the stale leaves
    std::vector<TriePut> puts_;
};
}  // namespace byline::node
