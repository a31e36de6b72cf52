#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/node_batch.hpp"
#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace byline::node
{
/// Builds a trie from leaves that come in the order of their keys, and gives every record as soon
/// as its branch is complete. Memory: one branch a level.
class TrieBuilder
{
public:
    using OnRecord = std::function<void(const TriePath& path, const BranchRecord& record)>;

    explicit TrieBuilder(OnRecord on_record);

    /// Each key greater than the one before; the value not empty.
    void add(const bytes32& key, BytesView value);

    /// Ends the trie and gives its root; the next leaf starts another one.
    bytes32 finish();

private:
    /// A branch that may still get children, at `depth` nibbles from the root.
    struct OpenBranch
    {
        std::size_t depth;
        BranchRecord record;
    };

    void place_leaf();
    void close(std::size_t parent_depth);
    void complete(OpenBranch& branch, std::size_t slot_depth);

    OnRecord on_record_;
    bytes32 key_;                   ///< of the leaf that is not placed yet
    Bytes value_;                   ///< empty: there is none
    std::vector<OpenBranch> open_;  ///< keep their addresses: the batch refers to them
    NodeBatch batch_;
};
}  // namespace byline::node
