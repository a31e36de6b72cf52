#pragma once

#include "node/db/database.hpp"
#include "node/db/store/store.hpp"

#include <leveldb/write_batch.h>

#include <expected>
#include <optional>

namespace byline::node
{
/// Adds the record that names the head.
void put_head(leveldb::WriteBatch& batch, const Head& head);

/// Checks after LevelDB has opened that the content is a Byline database of this schema, and that
/// the head block and the root of the state trie are those of the head record; gives a new database
/// its schema. The head, or nothing before genesis. Throws DatabaseReadError.
std::expected<std::optional<Head>, DatabaseError> check_content(Store& store);
}  // namespace byline::node
