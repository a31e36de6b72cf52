#include "node/audit/replay/replay_state.hpp"

#include "node/db/account_record.hpp"
#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/state_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
std::string path_key(Nibbles path)
{
    return {path.begin(), path.end()};
}

/// The value of a leaf as the trie hashes it.
Bytes leaf_value(const AccountRecord& account)
{
    return account_leaf(account);
}

Bytes leaf_value(const uint256& value)
{
    return slot_leaf(value);
}

/// The first key that starts with the path: the path, then zeros.
bytes32 first_key(Nibbles path)
{
    bytes32 key;
    for (std::size_t i = 0; i < path.size(); ++i)
        key.bytes[i / 2] |= static_cast<std::uint8_t>(i % 2 == 0 ? path[i] << 4 : path[i]);
    return key;
}

/// What is missing here was lost by this program itself.
template <typename Value>
class MemorySource final : public TrieSource
{
public:
    explicit MemorySource(const MemoryTrie<Value>& trie) : trie_{trie} {}

    std::optional<BranchRecord> root_record() override
    {
        return trie_.branches.contains({}) ? std::optional{record({})} : std::nullopt;
    }

    BranchRecord record(Nibbles path) override
    {
        const auto found = trie_.branches.find(path_key(path));
        BYLINE_ASSERT(found != trie_.branches.end());
        const auto decoded = decode_record(found->second);
        BYLINE_ASSERT(decoded.has_value());
        return *decoded;
    }

    Leaf leaf(Nibbles path) override
    {
        const auto found = trie_.leaves.lower_bound(first_key(path));
        BYLINE_ASSERT(found != trie_.leaves.end());
        return {found->first, leaf_value(found->second)};
    }

private:
    const MemoryTrie<Value>& trie_;
};

/// A leaf that changes; no value: it goes.
template <typename Value>
struct LeafChange
{
    bytes32 key;
    std::optional<Value> value;
};

template <typename Value>
void update(MemoryTrie<Value>& trie, std::vector<LeafChange<Value>>& changes)
{
    std::ranges::sort(changes, {}, &LeafChange<Value>::key);
    std::vector<TrieChange> trie_changes;
    trie_changes.reserve(changes.size());
    for (const LeafChange<Value>& change : changes)
    {
        trie_changes.push_back({{change.key, change.value ? leaf_value(*change.value) : Bytes{}},
            trie.leaves.contains(change.key) ? TrieChange::Before::present
                                             : TrieChange::Before::absent});
    }
    MemorySource<Value> source{trie};
    const TrieUpdate made = update_trie(source, trie.root, trie_changes);
    trie.root = made.root;
    for (const TriePath& path : made.deletes)
        trie.branches.erase(path_key(path.view()));
    for (const TriePut& put : made.puts)
        trie.branches.insert_or_assign(path_key(put.path.view()), put.record);
    for (LeafChange<Value>& change : changes)
    {
        if (change.value)
            trie.leaves.insert_or_assign(change.key, std::move(*change.value));
        else
            trie.leaves.erase(change.key);
    }
}
}  // namespace

std::optional<vm::Account> ReplayState::account(const address& addr) const
{
    const auto found = accounts_.leaves.find(keccak256(addr.bytes));
    if (found == accounts_.leaves.end())
        return std::nullopt;
    const AccountRecord& record = found->second;
    return vm::Account{
        record.nonce, record.balance, record.code_hash, record.storage_root != empty_trie_root};
}

Bytes ReplayState::code(const bytes32& code_hash) const
{
    const auto found = codes_.find(code_hash);
    return found == codes_.end() ? Bytes{} : found->second;
}

uint256 ReplayState::storage(const address& addr, const uint256& key) const
{
    const auto trie = storages_.find(keccak256(addr.bytes));
    if (trie == storages_.end())
        return {};
    const auto found = trie->second.leaves.find(keccak256(to_bytes32(key).bytes));
    return found == trie->second.leaves.end() ? uint256{} : found->second;
}

bytes32 ReplayState::block_hash(std::uint64_t number) const
{
    return number < block_hashes_.size() ? block_hashes_[number] : bytes32{};
}

bytes32 ReplayState::apply_storage(const bytes32& account_key, const vm::AccountChange& change)
{
    if (change.fate == vm::StorageFate::wiped || !change.after)
        storages_.erase(account_key);
    std::vector<LeafChange<uint256>> changes;
    changes.reserve(change.storage.size());
    for (const vm::StorageChange& slot : change.storage)
    {
        changes.push_back({keccak256(to_bytes32(slot.key).bytes),
            slot.after.is_zero() ? std::nullopt : std::optional{slot.after}});
    }
    if (!changes.empty())
        update(storages_[account_key], changes);
    const auto trie = storages_.find(account_key);
    if (trie == storages_.end())
        return empty_trie_root;
    const bytes32 root = trie->second.root;
    if (trie->second.leaves.empty())
        storages_.erase(trie);
    return root;
}

bytes32 ReplayState::apply(const vm::StateDiff& diff)
{
    std::vector<LeafChange<AccountRecord>> changes;
    changes.reserve(diff.accounts.size());
    for (const vm::AccountChange& change : diff.accounts)
    {
        const bytes32 key = keccak256(change.addr.bytes);
        const bytes32 storage_root = apply_storage(key, change);
        if (change.code)
            codes_.insert_or_assign(change.after->code_hash, *change.code);
        std::optional<AccountRecord> record;
        if (change.after)
            record = {
                change.after->nonce, change.after->balance, storage_root, change.after->code_hash};
        changes.push_back({key, record});
    }
    update(accounts_, changes);
    return accounts_.root;
}
}  // namespace byline::node
