#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// The incremental update of a stored trie: only branches on the way to a change are read, hashed
/// and written.
namespace byline::node
{
/// Where an update reads the trie as it was before. Whoever implements it throws if something that
/// must be there is not: the trie is damaged then.
class TrieSource
{
public:
    virtual ~TrieSource() = default;

    /// The branch at the root; nothing if the trie has one leaf or none.
    virtual std::optional<BranchRecord> root_record() = 0;

    /// The branch at that path; its parent refers to it.
    virtual BranchRecord record(Nibbles path) = 0;

    /// The one leaf whose key starts with that path.
    virtual Leaf leaf(Nibbles path) = 0;
};

/// One key that changes.
struct TrieChange
{
    enum class Before : std::uint8_t
    {
        absent,
        present,
    };

    Leaf leaf;  ///< with the new value; empty: the key is deleted
    Before before = Before::absent;
};

/// A record to be written.
struct TriePut
{
    TriePath path;
    Bytes record;
};

/// What an update comes to. The deletes are to be made before the puts: a record may be deleted at
/// a path where another one is put.
struct TrieUpdate
{
    bytes32 root;
    std::vector<TriePath> deletes;
    std::vector<TriePut> puts;
};

/// Applies changes, sorted by key and each key once, to the trie with that root. Deleting an absent
/// key changes nothing.
TrieUpdate update_trie(
    TrieSource& source, const bytes32& root, std::span<const TrieChange> changes);
}  // namespace byline::node
