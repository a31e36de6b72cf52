#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/receipt.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace byline::node
{
/// Why the data folder could not be opened, read or written.
struct DatabaseError
{
    enum class Code : std::uint8_t
    {
        in_use,        ///< another process has it open
        not_ours,      ///< the folder holds something else
        wrong_schema,  ///< written by another version of the format
        corrupt,       ///< damaged: LevelDB or our own checks say so
        io,            ///< the file system refused: no permission, disk full
    };
    Code code = Code::io;
    std::string message;  ///< one sentence: what, where, and what to do
};

/// Thrown where a read meets damage in the middle of some work: execution, a look-up, `prepare`;
/// caught at the edge of a request or binary.
class DatabaseReadError : public std::runtime_error
{
public:
    explicit DatabaseReadError(DatabaseError error)
        : std::runtime_error{error.message}, error_{std::move(error)}
    {}

    [[nodiscard]] const DatabaseError& error() const noexcept { return error_; }

private:
    DatabaseError error_;
};

struct DatabaseOptions
{
    std::size_t write_buffer_size =
        std::size_t{8} << 20;  ///< bytes; the development profile of memory and start-up time
    std::size_t cache_size = std::size_t{8} << 20;       ///< bytes, of LevelDB's blocks
    std::size_t trie_cache_size = std::size_t{4} << 20;  ///< bytes, of the writer's trie records
};

/// The newest block of the chain that is stored whole.
struct Head
{
    std::uint64_t number = 0;
    bytes32 hash;
    bytes32 state_root;

    bool operator==(const Head&) const noexcept = default;
};

/// A block with what its execution gave and what look-ups need: all of it goes into one synced
/// batch.
struct StoredBlock
{
    vm::Block block;
    bytes32 hash;
    std::vector<bytes32> transaction_hashes;
    std::vector<address> senders;
    std::vector<vm::Receipt> receipts;
};

/// Where a transaction stands.
struct TransactionPlace
{
    std::uint64_t block_number = 0;
    std::uint32_t index = 0;
};

/// What a verification went through.
struct VerifyReport
{
    std::uint64_t accounts = 0;
    std::uint64_t slots = 0;
    std::uint64_t trie_records = 0;

    bool operator==(const VerifyReport&) const noexcept = default;
};

/// What a diff does to the stored state: its root, and the writes that commit will make. Made by
/// `Database::prepare`, good until the next commit.
class StateUpdate
{
public:
    virtual ~StateUpdate() = default;
};

/// A consistent read-only state of one moment; commits do not disturb it. It may outlive the
/// `Database`, whose folder stays in use for as long.
class StateSnapshot : public vm::StateView
{
public:
    [[nodiscard]] virtual const Head& head() const noexcept = 0;
};

/// The one data folder of a node: flat state, trie, blocks, receipts in one LevelDB. One writer
/// thread; readers use snapshots and the block look-ups from any thread.
class Database
{
public:
    /// Opens the folder; creates the database if the folder is missing or empty.
    static std::expected<std::unique_ptr<Database>, DatabaseError> open(
        const std::filesystem::path& folder, const DatabaseOptions& options = {});

    virtual ~Database() = default;

    /// Nothing before the genesis block is written.
    [[nodiscard]] virtual std::optional<Head> head() const = 0;

    /// How many log bytes LevelDB had to replay at opening: not 0 after a kill, 0 after a clean
    /// stop.
    [[nodiscard]] virtual std::size_t recovered_bytes() const noexcept = 0;

    /// The genesis document that the chain was made from, as given to `commit_genesis`.
    [[nodiscard]] virtual std::optional<std::string> genesis_document() const = 0;

    /// Computes the state root after `diff` on the head's state, and the writes. Nothing is stored.
    /// Writer thread only.
    [[nodiscard]] virtual std::unique_ptr<StateUpdate> prepare(const vm::StateDiff& diff) = 0;
    [[nodiscard]] virtual bytes32 root(const StateUpdate& update) const = 0;

    /// Stores the genesis block with its state and document: one synced batch. Nothing may be
    /// stored yet.
    virtual std::expected<void, DatabaseError> commit_genesis(const StoredBlock& genesis,
        std::unique_ptr<StateUpdate> update, const std::string& document) = 0;

    /// Stores the block after the head with its state: one synced batch. After it returns the block
    /// survives a kill. After an error nothing more can be committed; reads go on.
    virtual std::expected<void, DatabaseError> commit(
        const StoredBlock& block, std::unique_ptr<StateUpdate> update) = 0;

    /// The state after the head block, with the head it belongs to. Before genesis: no accounts,
    /// and a head of zeros.
    [[nodiscard]] virtual std::shared_ptr<const StateSnapshot> snapshot() const = 0;

    /// How far `state_at` reaches back.
    static constexpr std::uint64_t max_unwound_blocks = 256;

    /// The state after block `number`, had by undoing the later ones in memory, and its head. The
    /// error is one sentence: the block is not there yet, or too old.
    [[nodiscard]] virtual std::expected<std::shared_ptr<const StateSnapshot>, std::string> state_at(
        std::uint64_t number) const = 0;

    [[nodiscard]] virtual std::optional<bytes32> block_hash(std::uint64_t number) const = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> block_number(const bytes32& hash) const = 0;
    [[nodiscard]] virtual std::optional<vm::BlockHeader> header(std::uint64_t number) const = 0;
    [[nodiscard]] virtual std::optional<StoredBlock> block(std::uint64_t number) const = 0;
    [[nodiscard]] virtual std::optional<TransactionPlace> transaction_place(
        const bytes32& hash) const = 0;

    /// Builds all tries of the newest state again from the flat state and compares every record and
    /// the root. The error names the first place that differs. About a million leaves a second.
    [[nodiscard]] virtual std::expected<VerifyReport, DatabaseError> verify() const = 0;
};
}  // namespace byline::node
