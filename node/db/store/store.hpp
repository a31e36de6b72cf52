#pragma once

#include "node/db/database.hpp"
#include "vm/primitives/bytes.hpp"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/slice.h>
#include <leveldb/status.h>
#include <leveldb/write_batch.h>

#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace byline::node
{
inline leveldb::Slice to_slice(std::string_view text) noexcept
{
    return {text.data(), text.size()};
}

inline std::string_view to_view(const leveldb::Slice& slice) noexcept
{
    return {slice.data(), slice.size()};
}

inline BytesView to_bytes_view(std::string_view text) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string_view to_text(BytesView bytes) noexcept
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// LevelDB with our options and errors. Checksums are verified at every read: damage is never
/// executed upon. Thread-safe.
class Store
{
public:
    /// Opens the folder, or creates the database where there is nothing.
    static std::expected<std::shared_ptr<Store>, DatabaseError> open(
        const std::filesystem::path& folder, const DatabaseOptions& options);

    /// Brings the log into tables, so that the next opening has nothing to replay.
    ~Store();

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Reads at a snapshot, or what is newest (null). False if there is no such key. Throws
    /// DatabaseReadError.
    bool get(std::string_view key, std::string& value, const leveldb::Snapshot* snapshot) const;

    /// For reads in order. Its user must call `check` when it is exhausted.
    [[nodiscard]] std::unique_ptr<leveldb::Iterator> iterate(
        const leveldb::Snapshot* snapshot) const;

    /// Throws DatabaseReadError if the iterator met damage.
    void check(const leveldb::Iterator& iterator) const;

    /// Writes and syncs. After an error no write succeeds any more.
    std::expected<void, DatabaseError> write(leveldb::WriteBatch& batch);

    [[nodiscard]] const leveldb::Snapshot* take_snapshot() const { return db_->GetSnapshot(); }

    void release(const leveldb::Snapshot* snapshot) const { db_->ReleaseSnapshot(snapshot); }

    /// See `Database::recovered_bytes`.
    [[nodiscard]] std::size_t recovered_bytes() const noexcept { return recovered_bytes_; }

    /// Whether there was no database before.
    [[nodiscard]] bool is_new() const noexcept { return is_new_; }

    /// The folder, for messages.
    [[nodiscard]] std::string place() const { return folder_.string(); }

    /// The error for damage that our own checks found: what it is about.
    [[nodiscard]] DatabaseError damage(const std::string& what) const;

private:
    explicit Store(std::filesystem::path folder) : folder_{std::move(folder)} {}

    [[nodiscard]] DatabaseError opening_error(const leveldb::Status& status) const;
    [[nodiscard]] DatabaseError read_error(const leveldb::Status& status) const;

    std::filesystem::path folder_;
    std::size_t recovered_bytes_ = 0;
    bool is_new_ = false;
    std::unique_ptr<const leveldb::FilterPolicy> filter_;
    std::unique_ptr<leveldb::Cache> cache_;
    std::unique_ptr<leveldb::DB> db_;
};
}  // namespace byline::node
