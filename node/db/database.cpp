#include "node/db/database.hpp"

#include "node/db/blocks/block_records.hpp"
#include "node/db/reverse_diff.hpp"
#include "node/db/schema.hpp"
#include "node/db/state/flat_state.hpp"
#include "node/db/state/prepared_update.hpp"
#include "node/db/state/record_cache.hpp"
#include "node/db/state/verify.hpp"
#include "node/db/store/opening.hpp"
#include "node/db/store/store.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/transition/block.hpp"

#include <leveldb/write_batch.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace byline::node
{
namespace
{
constexpr Head before_genesis{0, {}, empty_trie_root};

class LevelDatabase final : public Database
{
public:
    LevelDatabase(
        std::shared_ptr<Store> store, const std::optional<Head>& head, std::size_t cache_size)
        : store_{std::move(store)},
          cache_{cache_size},
          state_{std::make_shared<const FlatState>(store_, head.value_or(before_genesis))},
          has_genesis_{head.has_value()}
    {}

    std::optional<Head> head() const override
    {
        const std::lock_guard lock{mutex_};
        return has_genesis_ ? std::optional{state_->head()} : std::nullopt;
    }

    std::size_t recovered_bytes() const noexcept override { return store_->recovered_bytes(); }

    std::optional<std::string> genesis_document() const override
    {
        std::string document;
        if (!store_->get(Key{Column::meta, meta::genesis}.view(), document, nullptr))
            return std::nullopt;
        return document;
    }

    std::unique_ptr<StateUpdate> prepare(const vm::StateDiff& diff) override
    {
        return prepare_update(*store_, cache_, state()->head(), diff);
    }

    bytes32 root(const StateUpdate& update) const override
    {
        return dynamic_cast<const PreparedUpdate&>(update).root;
    }

    std::expected<void, DatabaseError> commit_genesis(const StoredBlock& genesis,
        std::unique_ptr<StateUpdate> update, const std::string& document) override;
    std::expected<void, DatabaseError> commit(
        const StoredBlock& block, std::unique_ptr<StateUpdate> update) override;

    std::shared_ptr<const StateSnapshot> snapshot() const override { return state(); }

    std::expected<std::shared_ptr<const StateSnapshot>, std::string> state_at(
        std::uint64_t number) const override;

    std::optional<bytes32> block_hash(std::uint64_t number) const override
    {
        return read_block_hash(*store_, number);
    }

    std::optional<std::uint64_t> block_number(const bytes32& hash) const override
    {
        return read_block_number(*store_, hash);
    }

    std::optional<vm::BlockHeader> header(std::uint64_t number) const override
    {
        auto stored = read_header(*store_, number);
        return stored ? std::optional{std::move(stored->header)} : std::nullopt;
    }

    std::optional<StoredBlock> block(std::uint64_t number) const override
    {
        return read_block(*store_, number);
    }

    std::optional<TransactionPlace> transaction_place(const bytes32& hash) const override
    {
        return read_transaction_place(*store_, hash);
    }

    std::expected<VerifyReport, DatabaseError> verify() const override
    {
        return verify_state(*state());
    }

private:
    std::shared_ptr<const FlatState> state() const
    {
        const std::lock_guard lock{mutex_};
        return state_;
    }

    std::expected<void, DatabaseError> write(
        const StoredBlock& block, const PreparedUpdate& update);
    void fill_batch(const StoredBlock& block, const PreparedUpdate& update, const Head& head);
    void publish(const PreparedUpdate& update, const Head& head);

    std::shared_ptr<Store> store_;
    RecordCache cache_;          ///< of the writer
    leveldb::WriteBatch batch_;  ///< of the writer; reused, since its buffer keeps its capacity
    Bytes buffer_;               ///< of the writer
    std::optional<DatabaseError>
        failed_;                ///< of the writer: the write error after which none is tried
    mutable std::mutex mutex_;  ///< of what follows
    std::shared_ptr<const FlatState> state_;
    bool has_genesis_;
};

std::expected<void, DatabaseError> LevelDatabase::commit_genesis(
    const StoredBlock& genesis, std::unique_ptr<StateUpdate> update, const std::string& document)
{
    BYLINE_ASSERT(!has_genesis_);
    batch_.Clear();
    batch_.Put(to_slice(Key{Column::meta, meta::genesis}.view()), to_slice(document));
    return write(genesis, dynamic_cast<const PreparedUpdate&>(*update));
}

std::expected<void, DatabaseError> LevelDatabase::commit(
    const StoredBlock& block, std::unique_ptr<StateUpdate> update)
{
    BYLINE_ASSERT(has_genesis_);
    BYLINE_ASSERT(block.block.header.number == state_->head().number + 1);
    BYLINE_ASSERT(block.block.header.parent_hash == state_->head().hash);
    batch_.Clear();
    return write(block, dynamic_cast<const PreparedUpdate&>(*update));
}

std::expected<void, DatabaseError> LevelDatabase::write(
    const StoredBlock& block, const PreparedUpdate& update)
{
    if (failed_)
        return std::unexpected{*failed_};
    BYLINE_ASSERT(update.parent == state_->head());
    BYLINE_ASSERT(update.root == block.block.header.state_root);
    const Head head{block.block.header.number, block.hash, update.root};
    fill_batch(block, update, head);
    if (auto written = store_->write(batch_); !written)
    {
        failed_ = written.error();
        return written;
    }
    publish(update, head);
    return {};
}

void LevelDatabase::fill_batch(
    const StoredBlock& block, const PreparedUpdate& update, const Head& head)
{
    for (const std::string& key : update.deletes)
        batch_.Delete(key);
    for (const RecordPut& record : update.puts)
        batch_.Put(record.key, record.value);

    buffer_.clear();
    append_reverse_diff(
        buffer_, {block.hash, update.parent.state_root, update.root, update.old_accounts});
    batch_.Put(to_slice(Key{Column::diff, head.number}.view()), to_slice(to_text(buffer_)));
    put_block(batch_, block);
    put_head(batch_, head);
}

/// Makes the committed state the one that readers get.
void LevelDatabase::publish(const PreparedUpdate& update, const Head& head)
{
    const auto is_cached = [](std::string_view key) {
        return key[0] == static_cast<char>(Column::account_trie) ||
               key[0] == static_cast<char>(Column::storage_trie);
    };
    for (const std::string& key : update.deletes)
    {
        if (is_cached(key))
            cache_.erase(key);
    }
    for (const RecordPut& record : update.puts)
    {
        if (is_cached(record.key))
            cache_.put(record.key, record.value);
    }
    auto state = std::make_shared<const FlatState>(store_, head);
    const std::lock_guard lock{mutex_};
    state_.swap(state);
    has_genesis_ = true;
}

std::expected<std::shared_ptr<const StateSnapshot>, std::string> LevelDatabase::state_at(
    std::uint64_t number) const
{
    auto newest = state();
    const std::uint64_t head = newest->head().number;
    if (number == head)
        return newest;
    if (number > head)
        return std::unexpected{"block " + std::to_string(number) +
                               " is not there yet: the newest one is " + std::to_string(head)};
    if (head - number > max_unwound_blocks)
        return std::unexpected{"the state after block " + std::to_string(number) +
                               " is too old: it can be had for the last " +
                               std::to_string(max_unwound_blocks) + " blocks before " +
                               std::to_string(head)};
    return unwind(std::move(newest), number);
}
}  // namespace

std::expected<std::unique_ptr<Database>, DatabaseError> Database::open(
    const std::filesystem::path& folder, const DatabaseOptions& options)
{
    BYLINE_TRY(store, Store::open(folder, options));
    try
    {
        BYLINE_TRY(head, check_content(*store));
        return std::make_unique<LevelDatabase>(std::move(store), head, options.trie_cache_size);
    }
    catch (const DatabaseReadError& error)
    {
        return std::unexpected{error.error()};
    }
}
}  // namespace byline::node
