#include "node/trie/update.hpp"

#include "node/trie/tree/hashing.hpp"
#include "node/trie/tree/restructure.hpp"
#include "node/trie/tree/tree.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <span>

namespace byline::node
{
namespace
{
TreeSlot root_slot(TrieSource& source, const bytes32& root, Tree& tree)
{
    TreeSlot slot;
    if (root == empty_trie_root)
        return slot;
    const auto record = source.root_record();
    if (!record)
    {
        slot.kind = TreeSlot::Kind::leaf;
        return slot;
    }
    slot.kind = TreeSlot::Kind::branch;
    slot.node = &tree.nodes.emplace_back(*record);
    return slot;
}
}  // namespace

TrieUpdate update_trie(TrieSource& source, const bytes32& root, std::span<const TrieChange> changes)
{
    Tree tree;
    Restructure structure{source, tree};
    const TreeSlot before = root_slot(source, root, tree);
    const TreeSlot after = structure.apply_to_root(before, changes);

    TrieUpdate update;
    update.root = root;
    if (after.stale || after.kind != before.kind)
    {
        Hashing hashing;
        update.root = hashing.root(after);
        update.puts = hashing.take_puts();
        update.deletes = structure.take_deletes();
    }
    return update;
}
}  // namespace byline::node
