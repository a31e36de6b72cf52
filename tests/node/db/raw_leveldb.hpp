#pragma once

#include <leveldb/db.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace byline::node::test
{
/// The LevelDB of a folder, past all that the database checks; creates it if it is missing.
inline std::unique_ptr<leveldb::DB> open_raw(const std::filesystem::path& folder)
{
    leveldb::Options options;
    options.create_if_missing = true;
    leveldb::DB* db = nullptr;
    if (const auto status = leveldb::DB::Open(options, folder.string(), &db); !status.ok())
        throw std::logic_error{status.ToString()};
    return std::unique_ptr<leveldb::DB>{db};
}

/// The first key of a column.
inline std::string first_key(leveldb::DB& db, char column)
{
    const std::unique_ptr<leveldb::Iterator> iterator{db.NewIterator({})};
    iterator->Seek(std::string{column});
    if (!iterator->Valid() || iterator->key()[0] != column)
        throw std::logic_error{"the column is empty"};
    return iterator->key().ToString();
}

/// The key that follows another one.
inline std::string key_after(leveldb::DB& db, const std::string& key)
{
    const std::unique_ptr<leveldb::Iterator> iterator{db.NewIterator({})};
    iterator->Seek(key + '\0');
    if (!iterator->Valid())
        throw std::logic_error{"no key follows"};
    return iterator->key().ToString();
}
}  // namespace byline::node::test
