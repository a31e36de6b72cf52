#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/tree/tree.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <utility>
#include <vector>

namespace byline::node
{
/// The second pass of an update: makes the stale references anew, the deepest first, and gives the
/// records of all branches that changed.
class Hashing
{
public:
    /// The root of the trie; the root slot must be empty or stale.
    bytes32 root(const TreeSlot& slot);

    [[nodiscard]] std::vector<TriePut> take_puts() { return std::move(puts_); }

private:
    void refresh(TreeSlot& slot);
    void refresh_children(TreeNode& node);

    TriePath path_;  ///< of the slot at work
    Bytes rlp_;      ///< of the last node made
    std::vector<TriePut> puts_;
};
}  // namespace byline::node
