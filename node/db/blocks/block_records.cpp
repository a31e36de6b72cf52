#include "node/db/blocks/block_records.hpp"

#include "node/db/database.hpp"
#include "node/db/schema.hpp"
#include "node/db/store/byte_reader.hpp"
#include "node/db/store/store.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"

#include <leveldb/db.h>
#include <leveldb/write_batch.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
void put(leveldb::WriteBatch& batch, const Key& key, BytesView value)
{
    batch.Put(to_slice(key.view()), to_slice(to_text(value)));
}

Bytes header_record(const StoredBlock& block)
{
    Bytes record{block.hash.bytes.begin(), block.hash.bytes.end()};
    append_bytes(record, vm::encode(block.block.header));
    return record;
}

/// The items of an encoded block that follow its header.
BytesView after_header(BytesView encoded_block)
{
    auto items = rlp::whole_list(encoded_block);
    BYLINE_ASSERT(items.has_value());
    const auto header = items->item();
    BYLINE_ASSERT(header.has_value());
    const auto end = static_cast<std::size_t>(
        header->whole.data() + header->whole.size() - encoded_block.data());
    return encoded_block.subspan(end);
}

Bytes body_record(const StoredBlock& block)
{
    Bytes record;
    append_uint32(record, static_cast<std::uint32_t>(block.senders.size()));
    for (const address& sender : block.senders)
        append_bytes(record, sender.bytes);
    const Bytes encoded = vm::encode(block.block);
    append_bytes(record, after_header(encoded));
    return record;
}

Bytes receipts_record(const StoredBlock& block)
{
    Bytes items;
    for (const vm::Receipt& receipt : block.receipts)
        rlp::append(items, vm::encode(receipt));
    return rlp::list(items);
}

DatabaseReadError damaged(const Store& store, std::string_view what, std::uint64_t number)
{
    return DatabaseReadError{
        store.damage(std::string{what} + " of block " + std::to_string(number) + " is malformed")};
}

std::optional<std::string> read(
    const Store& store, const Key& key, const leveldb::Snapshot* snapshot = nullptr)
{
    std::string value;
    if (!store.get(key.view(), value, snapshot))
        return std::nullopt;
    return value;
}

/// Fills in the body and the senders; false if the record is malformed.
bool decode_body(BytesView record, const vm::BlockHeader& header, StoredBlock& block)
{
    ByteReader reader{record};
    const auto count = reader.uint32();
    if (!count)
        return false;
    for (std::uint32_t i = 0; i < *count; ++i)
    {
        const auto sender = reader.bytes(20);
        if (!sender)
            return false;
        std::ranges::copy(*sender, block.senders.emplace_back().bytes.begin());
    }
    Bytes payload = vm::encode(header);
    append_bytes(payload, reader.rest());
    auto decoded = vm::decode_block(rlp::list(payload));
    if (!decoded || decoded->transactions.size() != *count)
        return false;
    block.block = *std::move(decoded);
    for (const vm::Transaction& tx : block.block.transactions)
        block.transaction_hashes.push_back(vm::hash(tx));
    return true;
}

bool decode_receipts(BytesView record, StoredBlock& block)
{
    auto items = rlp::whole_list(record);
    while (items && !items->empty())
    {
        const auto encoded = items->string();
        if (!encoded)
            return false;
        auto receipt = vm::decode_receipt(*encoded);
        if (!receipt)
            return false;
        block.receipts.push_back(*std::move(receipt));
    }
    return items && block.receipts.size() == block.block.transactions.size();
}
}  // namespace

void put_block(leveldb::WriteBatch& batch, const StoredBlock& block)
{
    const std::uint64_t number = block.block.header.number;
    Bytes place;
    append_uint64(place, number);
    put(batch, Key{Column::header, number}, header_record(block));
    put(batch, Key{Column::body, number}, body_record(block));
    put(batch, Key{Column::receipts, number}, receipts_record(block));
    put(batch, Key{Column::number, block.hash}, place);
    for (std::size_t i = 0; i < block.transaction_hashes.size(); ++i)
    {
        place.resize(8);
        append_uint32(place, static_cast<std::uint32_t>(i));
        put(batch, Key{Column::transaction, block.transaction_hashes[i]}, place);
    }
}

std::optional<bytes32> read_block_hash(
    const Store& store, std::uint64_t number, const leveldb::Snapshot* snapshot)
{
    const auto record = read(store, Key{Column::header, number}, snapshot);
    if (!record)
        return std::nullopt;
    const auto hash = ByteReader{to_bytes_view(*record)}.hash();
    if (!hash)
        throw damaged(store, "the header", number);
    return hash;
}

std::optional<StoredHeader> read_header(const Store& store, std::uint64_t number)
{
    const auto record = read(store, Key{Column::header, number});
    if (!record)
        return std::nullopt;
    ByteReader reader{to_bytes_view(*record)};
    const auto hash = reader.hash();
    auto header = vm::decode_header(reader.rest());
    if (!hash || !header)
        throw damaged(store, "the header", number);
    return StoredHeader{*hash, *std::move(header)};
}

std::optional<std::uint64_t> read_block_number(const Store& store, const bytes32& hash)
{
    const auto record = read(store, Key{Column::number, hash});
    if (!record)
        return std::nullopt;
    const auto number = ByteReader{to_bytes_view(*record)}.uint64();
    if (!number || record->size() != 8)
        throw DatabaseReadError{store.damage("the number of a block hash is malformed")};
    return number;
}

std::optional<StoredBlock> read_block(const Store& store, std::uint64_t number)
{
    auto header = read_header(store, number);
    if (!header)
        return std::nullopt;
    StoredBlock block;
    block.hash = header->hash;
    const auto body = read(store, Key{Column::body, number});
    if (!body || !decode_body(to_bytes_view(*body), header->header, block))
        throw damaged(store, "the body", number);
    const auto receipts = read(store, Key{Column::receipts, number});
    if (!receipts || !decode_receipts(to_bytes_view(*receipts), block))
        throw damaged(store, "the receipts record", number);
    return block;
}

std::optional<TransactionPlace> read_transaction_place(const Store& store, const bytes32& hash)
{
    const auto record = read(store, Key{Column::transaction, hash});
    if (!record)
        return std::nullopt;
    ByteReader reader{to_bytes_view(*record)};
    const auto number = reader.uint64();
    const auto index = reader.uint32();
    if (!number || !index || !reader.rest().empty())
        throw DatabaseReadError{store.damage("the place of a transaction is malformed")};
    return TransactionPlace{*number, *index};
}
}  // namespace byline::node
