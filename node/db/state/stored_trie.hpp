#pragma once

#include "node/db/schema.hpp"
#include "node/db/state/record_cache.hpp"
#include "node/db/store/store.hpp"
#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes32.hpp"

#include <optional>
#include <string>

namespace byline::node
{
/// A trie of the newest state: the account trie, or the storage trie of one account. Throws
/// DatabaseReadError where a record is missing or malformed.
class StoredTrie final : public TrieSource
{
public:
    /// The account trie.
    StoredTrie(const Store& store, RecordCache& cache) noexcept;
    /// The storage trie of that hashed address.
    StoredTrie(const Store& store, RecordCache& cache, const bytes32& account) noexcept;

    std::optional<BranchRecord> root_record() override;
    BranchRecord record(Nibbles path) override;
    Leaf leaf(Nibbles path) override;

    /// The key of the record at that path.
    [[nodiscard]] Key record_key(Nibbles path) const noexcept;

private:
    std::optional<BranchRecord> find(Nibbles path);

    const Store* store_;
    RecordCache* cache_;
    Column leaf_column_;
    Key record_prefix_;
    Key leaf_prefix_;
    std::string buffer_;
};
}  // namespace byline::node
