#pragma once

#include "node/db/database.hpp"
#include "node/db/store/store.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/transition/block.hpp"

#include <leveldb/write_batch.h>

#include <cstdint>
#include <optional>

/// Blocks in the database. Reads throw DatabaseReadError where a record is damaged.
namespace byline::node
{
struct StoredHeader
{
    bytes32 hash;
    vm::BlockHeader header;
};

/// Adds the records of a block and of its look-ups.
void put_block(leveldb::WriteBatch& batch, const StoredBlock& block);

/// Only the hash of the block: nothing of the header is decoded.
std::optional<bytes32> read_block_hash(
    const Store& store, std::uint64_t number, const leveldb::Snapshot* snapshot = nullptr);
std::optional<StoredHeader> read_header(const Store& store, std::uint64_t number);
std::optional<std::uint64_t> read_block_number(const Store& store, const bytes32& hash);
std::optional<StoredBlock> read_block(const Store& store, std::uint64_t number);
std::optional<TransactionPlace> read_transaction_place(const Store& store, const bytes32& hash);
}  // namespace byline::node
