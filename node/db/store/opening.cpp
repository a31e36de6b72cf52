#include "node/db/store/opening.hpp"

#include "node/db/account_record.hpp"
#include "node/db/blocks/block_records.hpp"
#include "node/db/database.hpp"
#include "node/db/schema.hpp"
#include "node/db/store/byte_reader.hpp"
#include "node/db/store/store.hpp"
#include "node/trie/branch_record.hpp"
#include "node/trie/root.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <leveldb/write_batch.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
namespace
{
using Code = DatabaseError::Code;

std::expected<void, DatabaseError> write_schema(Store& store)
{
    Bytes version;
    append_uint32(version, schema_version);
    leveldb::WriteBatch batch;
    batch.Put(to_slice(Key{Column::meta, meta::schema}.view()), to_slice(to_text(version)));
    return store.write(batch);
}

bool is_empty(const Store& store)
{
    const auto iterator = store.iterate(nullptr);
    iterator->SeekToFirst();
    store.check(*iterator);
    return !iterator->Valid();
}

std::expected<void, DatabaseError> check_schema(Store& store)
{
    std::string stored;
    if (!store.get(Key{Column::meta, meta::schema}.view(), stored, nullptr))
    {
        // Empty: the creation was cut short.
        if (is_empty(store))
            return write_schema(store);
        return std::unexpected{DatabaseError{Code::not_ours,
            "the folder " + store.place() +
                " holds the LevelDB of another program: name an empty or a new data folder"}};
    }
    const auto version = ByteReader{to_bytes_view(stored)}.uint32();
    if (!version || stored.size() != 4)
        return std::unexpected{store.damage("the schema version is malformed")};
    if (*version != schema_version)
        return std::unexpected{DatabaseError{Code::wrong_schema,
            "the database in " + store.place() + " has schema " + std::to_string(*version) +
                ", this program reads schema " + std::to_string(schema_version) +
                ": use the version of Byline that wrote it, or replay an exported chain into a "
                "new folder"}};
    return {};
}

std::optional<Head> decode_head(std::string_view stored)
{
    ByteReader reader{to_bytes_view(stored)};
    const auto number = reader.uint64();
    const auto hash = reader.hash();
    const auto root = reader.hash();
    const auto batches = reader.uint64();
    if (!number || !hash || !root || !batches || !reader.rest().empty())
        return std::nullopt;
    return Head{*number, *hash, *root};
}

/// The root of the account trie as its top record gives it, or the flat state where there is none;
/// nothing if they do not fit.
std::optional<bytes32> stored_root(const Store& store)
{
    std::string stored;
    if (store.get(Key{Column::account_trie}.view(), stored, nullptr))
    {
        const auto record = decode_record(to_bytes_view(stored));
        if (!record)
            return std::nullopt;
        Bytes rlp;
        encode_node(rlp, *record);
        return keccak256(rlp);
    }

    const Key prefix{Column::account};
    const auto iterator = store.iterate(nullptr);
    std::vector<Leaf> leaves;
    for (iterator->Seek(to_slice(prefix.view()));
        iterator->Valid() && to_view(iterator->key()).starts_with(prefix.view()) &&
        leaves.size() < 2;
        iterator->Next())
    {
        const auto account = decode_slim(to_bytes_view(to_view(iterator->value())));
        ByteReader key{to_bytes_view(to_view(iterator->key())).subspan(1)};
        const auto hashed = key.hash();
        if (!account || !hashed)
            return std::nullopt;
        leaves.push_back({*hashed, account_leaf(*account)});
    }
    store.check(*iterator);
    if (leaves.size() > 1)
        return std::nullopt;
    return trie_root(leaves);
}
}  // namespace

void put_head(leveldb::WriteBatch& batch, const Head& head)
{
    Bytes record;
    append_uint64(record, head.number);
    append_bytes(record, head.hash.bytes);
    append_bytes(record, head.state_root.bytes);
    append_uint64(record, head.number + 1);
    batch.Put(to_slice(Key{Column::meta, meta::head}.view()), to_slice(to_text(record)));
}

std::expected<std::optional<Head>, DatabaseError> check_content(Store& store)
{
    BYLINE_TRY_VOID(check_schema(store));
    std::string stored;
    if (!store.get(Key{Column::meta, meta::head}.view(), stored, nullptr))
        return std::nullopt;
    const auto head = decode_head(stored);
    if (!head)
        return std::unexpected{store.damage("the head record is malformed")};
    const auto header = read_header(store, head->number);
    if (!header || header->hash != head->hash || header->header.state_root != head->state_root)
        return std::unexpected{store.damage("the head record does not fit its block")};
    if (stored_root(store) != head->state_root)
        return std::unexpected{
            store.damage("the state's root is not that of block " + std::to_string(head->number))};
    return head;
}
}  // namespace byline::node
