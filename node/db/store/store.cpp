#include "node/db/store/store.hpp"

#include "node/db/database.hpp"
#include "node/db/store/folder.hpp"
#include "vm/primitives/error.hpp"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/slice.h>
#include <leveldb/status.h>
#include <leveldb/write_batch.h>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

namespace byline::node
{
namespace
{
using Code = DatabaseError::Code;

constexpr std::string_view what_to_do =
    ": restore a copy of the folder, or replay an exported chain into a new one";

leveldb::ReadOptions read_options(const leveldb::Snapshot* snapshot)
{
    leveldb::ReadOptions options;
    options.verify_checksums = true;
    options.snapshot = snapshot;
    return options;
}

/// What LevelDB says without the words for the kind of error.
std::string detail(const leveldb::Status& status)
{
    const std::string text = status.ToString();
    const std::size_t colon = text.find(": ");
    return colon == std::string::npos ? text : text.substr(colon + 2);
}
}  // namespace

std::expected<std::shared_ptr<Store>, DatabaseError> Store::open(
    const std::filesystem::path& folder, const DatabaseOptions& options)
{
    BYLINE_TRY(content, inspect_folder(folder));
    std::shared_ptr<Store> store{new Store{folder}};
    store->is_new_ = content == FolderContent::nothing;
    store->recovered_bytes_ = log_bytes(folder);
    if (store->is_new_)
    {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        if (error)
            return std::unexpected{DatabaseError{
                Code::io, "cannot create the data folder " + folder.string() + " (" +
                              error.message() + "): name a folder that this user may write to"}};
    }
    store->filter_.reset(leveldb::NewBloomFilterPolicy(10));
    store->cache_.reset(leveldb::NewLRUCache(options.cache_size));

    leveldb::Options settings;
    settings.create_if_missing = store->is_new_;
    // Without it one bad byte in the log silently drops one block and keeps the later ones.
    settings.paranoid_checks = true;
    // Together with a torn tail it leads to corruption (google/leveldb issue 1287).
    settings.reuse_logs = false;
    settings.write_buffer_size = options.write_buffer_size;
    settings.max_file_size = std::max(options.write_buffer_size / 4, std::size_t{2} << 20);
    settings.max_open_files = 500;
    settings.block_cache = store->cache_.get();
    settings.filter_policy = store->filter_.get();

    leveldb::DB* db = nullptr;
    const leveldb::Status status = leveldb::DB::Open(settings, folder.string(), &db);
    store->db_.reset(db);
    if (!status.ok())
        return std::unexpected{store->opening_error(status)};
    return store;
}

Store::~Store()
{
    if (!db_)
        return;
    // A range without keys: LevelDB writes out its memory first, and then finds nothing to do.
    const leveldb::Slice behind_all_keys{"\xff"};
    db_->CompactRange(&behind_all_keys, &behind_all_keys);
}

bool Store::get(std::string_view key, std::string& value, const leveldb::Snapshot* snapshot) const
{
    const leveldb::Status status = db_->Get(read_options(snapshot), to_slice(key), &value);
    if (status.IsNotFound())
        return false;
    if (!status.ok())
        throw DatabaseReadError{read_error(status)};
    return true;
}

std::unique_ptr<leveldb::Iterator> Store::iterate(const leveldb::Snapshot* snapshot) const
{
    return std::unique_ptr<leveldb::Iterator>{db_->NewIterator(read_options(snapshot))};
}

void Store::check(const leveldb::Iterator& iterator) const
{
    if (const leveldb::Status status = iterator.status(); !status.ok())
        throw DatabaseReadError{read_error(status)};
}

std::expected<void, DatabaseError> Store::write(leveldb::WriteBatch& batch)
{
    leveldb::WriteOptions options;
    options.sync = true;
    const leveldb::Status status = db_->Write(options, &batch);
    if (status.ok())
        return {};
    return std::unexpected{DatabaseError{
        Code::io, "cannot write to the database in " + place() + " (" + detail(status) +
                      "): make room or repair the disk, then start again; every block that was "
                      "acknowledged is kept"}};
}

DatabaseError Store::damage(const std::string& what) const
{
    return {Code::corrupt,
        "the database in " + place() + " is damaged (" + what + ")" + std::string{what_to_do}};
}

DatabaseError Store::opening_error(const leveldb::Status& status) const
{
    const std::string text = detail(status);
    if (status.IsIOError() && text.starts_with("lock "))
        return {Code::in_use,
            "the data folder " + place() +
                " is in use by another process: stop that one, or name another folder"};
    if (status.IsInvalidArgument() && text.find("comparator") != std::string::npos)
        return {Code::not_ours,
            "the folder " + place() +
                " holds the LevelDB of another program: name an empty or a new data folder"};
    if (status.IsIOError())
        return {Code::io, "cannot open the database in " + place() + " (" + text +
                              "): check the disk and the rights to the folder"};
    return damage(text);
}

DatabaseError Store::read_error(const leveldb::Status& status) const
{
    // A table that was cut short shows as an IO error.
    return damage(detail(status));
}
}  // namespace byline::node
