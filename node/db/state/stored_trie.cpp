#include "node/db/state/stored_trie.hpp"

#include "node/db/account_record.hpp"
#include "node/db/database.hpp"
#include "node/db/schema.hpp"
#include "node/db/state/record_cache.hpp"
#include "node/db/store/store.hpp"
#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
/// The least key that starts with these nibbles.
bytes32 least_key(Nibbles path) noexcept
{
    bytes32 key;
    for (std::size_t i = 0; i < path.size(); ++i)
    {
        const int shift = i % 2 == 0 ? 4 : 0;
        key.bytes[i / 2] = static_cast<std::uint8_t>(key.bytes[i / 2] | (path[i] << shift));
    }
    return key;
}

bool starts_with(const bytes32& key, Nibbles path) noexcept
{
    for (std::size_t i = 0; i < path.size(); ++i)
    {
        if (nibble_at(key.bytes, i) != path[i])
            return false;
    }
    return true;
}

/// The trie's value for a flat record; empty if that is malformed.
Bytes leaf_value(Column column, std::string_view stored)
{
    if (column == Column::account)
    {
        const auto account = decode_slim(to_bytes_view(stored));
        return account ? account_leaf(*account) : Bytes{};
    }
    const auto value = decode_slot(to_bytes_view(stored));
    return value ? slot_leaf(*value) : Bytes{};
}
}  // namespace

StoredTrie::StoredTrie(const Store& store, RecordCache& cache) noexcept
    : store_{&store},
      cache_{&cache},
      leaf_column_{Column::account},
      record_prefix_{Column::account_trie},
      leaf_prefix_{Column::account}
{}

StoredTrie::StoredTrie(const Store& store, RecordCache& cache, const bytes32& account) noexcept
    : store_{&store},
      cache_{&cache},
      leaf_column_{Column::slot},
      record_prefix_{Column::storage_trie, account},
      leaf_prefix_{Column::slot, account}
{}

Key StoredTrie::record_key(Nibbles path) const noexcept
{
    Key key = record_prefix_;
    key.append(path);
    return key;
}

std::optional<BranchRecord> StoredTrie::find(Nibbles path)
{
    const Key key = record_key(path);
    const std::string* stored = cache_->find(key.view());
    if (stored == nullptr)
    {
        if (!store_->get(key.view(), buffer_, nullptr))
            return std::nullopt;
        cache_->put(key.view(), buffer_);
        stored = &buffer_;
    }
    const auto record = decode_record(to_bytes_view(*stored));
    if (!record)
        throw DatabaseReadError{store_->damage(
            "the trie record " + to_hex(to_bytes_view(key.view())) + " is malformed")};
    return record;
}

std::optional<BranchRecord> StoredTrie::root_record()
{
    return find({});
}

BranchRecord StoredTrie::record(Nibbles path)
{
    const auto record = find(path);
    if (!record)
        throw DatabaseReadError{store_->damage(
            "the trie record " + to_hex(to_bytes_view(record_key(path).view())) + " is missing")};
    return *record;
}

Leaf StoredTrie::leaf(Nibbles path)
{
    Key first = leaf_prefix_;
    first.append(least_key(path).bytes);
    const auto iterator = store_->iterate(nullptr);
    iterator->Seek(to_slice(first.view()));
    store_->check(*iterator);

    Leaf leaf;
    if (iterator->Valid())
    {
        const std::string_view key = to_view(iterator->key());
        const std::string_view prefix = leaf_prefix_.view();
        if (key.size() == first.view().size() && key.starts_with(prefix))
        {
            std::ranges::copy(to_bytes_view(key.substr(prefix.size())), leaf.key.bytes.begin());
            if (starts_with(leaf.key, path))
                leaf.value = leaf_value(leaf_column_, to_view(iterator->value()));
        }
    }
    if (leaf.value.empty())
        throw DatabaseReadError{
            store_->damage("the flat record at " + to_hex(to_bytes_view(first.view())) +
                           " is missing or malformed")};
    return leaf;
}
}  // namespace byline::node
