#include "node/db/state/prepared_update.hpp"

#include "node/db/account_record.hpp"
#include "node/db/database.hpp"
#include "node/db/reverse_diff.hpp"
#include "node/db/schema.hpp"
#include "node/db/state/record_cache.hpp"
#include "node/db/state/stored_trie.hpp"
#include "node/db/store/store.hpp"
#include "node/trie/branch_record.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/state_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
/// The storage changes of one account in the order of their hashed keys.
struct SlotChange
{
    bytes32 key;
    const vm::StorageChange* change;
};

struct AccountPlace
{
    bytes32 key;
    const vm::AccountChange* change;
};

std::vector<bytes32> hash_all(std::span<const BytesView> inputs)
{
    std::vector<bytes32> hashes(inputs.size());
    keccak256_each(inputs, hashes);
    return hashes;
}

std::vector<AccountPlace> sorted_accounts(const vm::StateDiff& diff)
{
    std::vector<BytesView> addresses;
    addresses.reserve(diff.accounts.size());
    for (const vm::AccountChange& change : diff.accounts)
        addresses.emplace_back(change.addr.bytes);
    const std::vector<bytes32> keys = hash_all(addresses);

    std::vector<AccountPlace> places;
    places.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        places.push_back({keys[i], &diff.accounts[i]});
    std::ranges::sort(places, {}, &AccountPlace::key);
    return places;
}

std::vector<SlotChange> sorted_slots(const vm::AccountChange& account)
{
    std::vector<bytes32> words;
    words.reserve(account.storage.size());
    for (const vm::StorageChange& change : account.storage)
        words.push_back(to_bytes32(change.key));
    std::vector<BytesView> views;
    views.reserve(words.size());
    for (const bytes32& word : words)
        views.emplace_back(word.bytes);
    const std::vector<bytes32> keys = hash_all(views);

    std::vector<SlotChange> slots;
    slots.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        slots.push_back({keys[i], &account.storage[i]});
    std::ranges::sort(slots, {}, &SlotChange::key);
    return slots;
}

/// Whether a slot is among sorted ones.
bool holds(const std::vector<OldSlot>& slots, const bytes32& key)
{
    const auto place =
        std::ranges::partition_point(slots, [&](const OldSlot& slot) { return slot.key < key; });
    return place != slots.end() && place->key == key;
}

class Preparation
{
public:
    Preparation(const Store& store, RecordCache& cache, PreparedUpdate& update) noexcept
        : store_{&store}, cache_{&cache}, update_{&update}
    {}

    void add(const bytes32& key, const vm::AccountChange& change);
    void update_account_trie(const bytes32& root);

private:
    std::optional<AccountRecord> old_record(const bytes32& key);
    bytes32 change_storage(OldAccount& old, const vm::AccountChange& change, const bytes32& root);
    void wipe(OldAccount& old);
    void delete_all(const Key& prefix, OldAccount* old);
    bytes32 store_trie(
        StoredTrie& trie, const bytes32& root, const std::vector<TrieChange>& changes);

    void put(const Key& key, BytesView value)
    {
        update_->puts.push_back({std::string{key.view()}, std::string{to_text(value)}});
    }

    void erase(const Key& key) { update_->deletes.emplace_back(key.view()); }

    const Store* store_;
    RecordCache* cache_;
    PreparedUpdate* update_;
    std::vector<TrieChange> account_changes_;
    std::string buffer_;
};

std::optional<AccountRecord> Preparation::old_record(const bytes32& key)
{
    const Key account{Column::account, key};
    buffer_.clear();
    if (!store_->get(account.view(), buffer_, nullptr))
        return std::nullopt;
    const auto record = decode_slim(to_bytes_view(buffer_));
    if (!record)
        throw DatabaseReadError{store_->damage(
            "the account record " + to_hex(to_bytes_view(account.view())) + " is malformed")};
    return record;
}

/// Storage first: its root is part of the account.
void Preparation::add(const bytes32& key, const vm::AccountChange& change)
{
    const auto before = old_record(key);
    const BytesView old_slim = to_bytes_view(buffer_);
    OldAccount old{key, {old_slim.begin(), old_slim.end()}, {}};
    bytes32 root = before ? before->storage_root : empty_trie_root;
    const bool wiped = change.fate == vm::StorageFate::wiped || !change.after;
    if (wiped && root != empty_trie_root)
    {
        wipe(old);
        root = empty_trie_root;
    }

    TrieChange leaf{{key, {}}, before ? TrieChange::Before::present : TrieChange::Before::absent};
    Bytes slim;
    if (change.after)
    {
        root = change_storage(old, change, root);
        const AccountRecord after{
            change.after->nonce, change.after->balance, root, change.after->code_hash};
        slim = encode_slim(after);
        leaf.leaf.value = account_leaf(after);
        if (change.code)
            put(Key{Column::code, after.code_hash}, *change.code);
    }
    if (slim == old.slim)
        return;
    if (slim.empty())
        erase(Key{Column::account, key});
    else
        put(Key{Column::account, key}, slim);
    account_changes_.push_back(std::move(leaf));
    update_->old_accounts.push_back(std::move(old));
}

/// Brings the new values of slots in; `root` is the empty one after a wipe, whose old values `old`
/// has already.
bytes32 Preparation::change_storage(
    OldAccount& old, const vm::AccountChange& change, const bytes32& root)
{
    if (change.storage.empty())
        return root;
    const bool was_empty = root == empty_trie_root;
    std::vector<TrieChange> changes;
    std::vector<OldSlot> added;
    for (const SlotChange& slot : sorted_slots(change))
    {
        const uint256 before = was_empty ? uint256{} : slot.change->before;
        const uint256& after = slot.change->after;
        if (before == after)
            continue;
        const Key key{Column::slot, old.key, slot.key.bytes};
        TrieChange leaf{{slot.key, {}},
            before.is_zero() ? TrieChange::Before::absent : TrieChange::Before::present};
        if (after.is_zero())
        {
            erase(key);
        }
        else
        {
            put(key, encode_slot(after));
            leaf.leaf.value = slot_leaf(after);
        }
        changes.push_back(std::move(leaf));
        if (!holds(old.slots, slot.key))
            added.push_back({slot.key, encode_slot(before)});
    }
    old.slots.insert(old.slots.end(), std::make_move_iterator(added.begin()),
        std::make_move_iterator(added.end()));
    std::ranges::sort(old.slots, {}, &OldSlot::key);

    StoredTrie trie{*store_, *cache_, old.key};
    return store_trie(trie, root, changes);
}

/// All slots and the whole trie go; the old values go into the reverse diff.
void Preparation::wipe(OldAccount& old)
{
    delete_all(Key{Column::slot, old.key}, &old);
    delete_all(Key{Column::storage_trie, old.key}, nullptr);
}

void Preparation::delete_all(const Key& prefix, OldAccount* old)
{
    const auto iterator = store_->iterate(nullptr);
    for (iterator->Seek(to_slice(prefix.view()));
        iterator->Valid() && to_view(iterator->key()).starts_with(prefix.view()); iterator->Next())
    {
        const std::string_view key = to_view(iterator->key());
        update_->deletes.emplace_back(key);
        if (old == nullptr)
            continue;
        OldSlot& slot = old->slots.emplace_back();
        const BytesView hashed = to_bytes_view(key.substr(prefix.view().size()));
        std::ranges::copy(
            hashed.first(std::min<std::size_t>(hashed.size(), 32)), slot.key.bytes.begin());
        const BytesView value = to_bytes_view(to_view(iterator->value()));
        slot.value.assign(value.begin(), value.end());
    }
    store_->check(*iterator);
}

bytes32 Preparation::store_trie(
    StoredTrie& trie, const bytes32& root, const std::vector<TrieChange>& changes)
{
    const TrieUpdate update = update_trie(trie, root, changes);
    for (const TriePath& path : update.deletes)
        erase(trie.record_key(path.view()));
    for (const TriePut& record : update.puts)
        put(trie.record_key(record.path.view()), record.record);
    return update.root;
}

void Preparation::update_account_trie(const bytes32& root)
{
    StoredTrie trie{*store_, *cache_};
    update_->root = store_trie(trie, root, account_changes_);
}
}  // namespace

std::unique_ptr<PreparedUpdate> prepare_update(
    const Store& store, RecordCache& cache, const Head& parent, const vm::StateDiff& diff)
{
    auto update = std::make_unique<PreparedUpdate>();
    update->parent = parent;
    Preparation preparation{store, cache, *update};
    for (const AccountPlace& place : sorted_accounts(diff))
        preparation.add(place.key, *place.change);
    preparation.update_account_trie(parent.state_root);
    return update;
}
}  // namespace byline::node
