#pragma once

#include "node/chain/clock.hpp"
#include "node/db/database.hpp"
#include "node/pool/pool.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace byline::node
{
enum class Sealing : std::uint8_t
{
    instant,   ///< a block as soon as a transaction is there; the receipt is visible before the
               ///< answer
    interval,  ///< a block every so many seconds, empty or not
};

struct NodeOptions
{
    std::filesystem::path folder;
    std::optional<std::string>
        genesis_document;  ///< absent: the folder's own, or the development chain's
    Sealing sealing = Sealing::instant;
    std::chrono::milliseconds interval{1000};  ///< of interval sealing
    address coinbase;
    DatabaseOptions database;
    Clock clock = system_clock();
};

/// Why a transaction was not taken.
struct SubmitError
{
    enum class Kind : std::uint8_t
    {
        undecodable,
        invalid,  ///< see `tx_error`
        already_known,
        underpriced_replacement,
        pool_full,
        stopped,  ///< the node takes no more: it is stopping, or the database refused a write
    };
    Kind kind = Kind::invalid;
    std::optional<vm::TxError> tx_error;
    std::string
        message;  ///< the text a JSON-RPC client gets ("nonce too low: next nonce 5, tx nonce 3")
};

/// What a read-only execution came to.
struct CallOutcome
{
    vm::Status status = vm::Status::success;
    Bytes output;
    std::uint64_t gas_used = 0;
};

/// A transaction that was taken, but could not stand in a block when its turn came.
struct DroppedTransaction
{
    bytes32 hash;
    vm::TxError reason = vm::TxError::bad_signature;
};

/// A block as it was sealed, for whoever listens (the log line, subscriptions).
struct SealedBlock
{
    vm::BlockHeader header;
    bytes32 hash;
    std::size_t transactions = 0;
    std::vector<DroppedTransaction> dropped;  ///< from the pool, while it was built
    std::chrono::microseconds took{};
};

/// One chain that is alive: database, pool and sealing behind one door. All calls are thread-safe.
/// One lock orders the writers; readers work on the snapshot of the last committed block.
class Node
{
public:
    /// Opens or creates the chain; a genesis document that differs from the folder's is refused.
    /// The error is one sentence for people.
    static std::expected<std::unique_ptr<Node>, std::string> open(NodeOptions options);

    virtual ~Node() = default;

    [[nodiscard]] virtual const vm::ChainConfig& config() const noexcept = 0;
    [[nodiscard]] virtual const Database& database() const noexcept = 0;

    /// What was found at opening, in words: "recovered block 17 from 4,096 bytes of log"; empty
    /// after a clean stop.
    [[nodiscard]] virtual const std::string& recovery_note() const noexcept = 0;

    /// Head block's header, hash and state, all of the same moment.
    struct Tip
    {
        vm::BlockHeader header;
        bytes32 hash;
        std::shared_ptr<const StateSnapshot> state;
    };

    [[nodiscard]] virtual std::shared_ptr<const Tip> tip() const = 0;

    /// Takes a signed transaction in canonical form. With instant sealing its block is on disk when
    /// this returns, unless it waits for an earlier nonce of its sender.
    virtual std::expected<bytes32, SubmitError> submit(BytesView raw) = 0;

    /// Takes a transaction that this process signed itself.
    virtual std::expected<bytes32, SubmitError> submit(const vm::Transaction& tx) = 0;

    /// Seals one block of what is pending now, even an empty one. Called by the interval timer and
    /// by development methods.
    virtual std::expected<SealedBlock, std::string> seal() = 0;

    /// Moves the time of the blocks to come forward, to so many seconds after now and after the
    /// tip, and gives by how many seconds it is ahead of the clock in all. It is not kept: a node
    /// that starts again goes by the clock, and by a second a block while its chain is ahead.
    /// Refused where blocks come by the clock.
    virtual std::expected<std::int64_t, std::string> advance_time(std::uint64_t seconds) = 0;

    /// The timestamp of the next block, after the tip's; time goes on from there. Refused where
    /// blocks come by the clock.
    virtual std::expected<void, std::string> set_next_time(std::uint64_t timestamp) = 0;

    /// Executes `tx` as a message from `sender` on the tip's state in the context of the block
    /// after the tip (or of the tip, with `on_tip`); nothing is kept. `state` may override the
    /// tip's.
    virtual std::expected<vm::TxOutcome, vm::TxError> call(const vm::Transaction& tx,
        const address& sender, const vm::StateView& state, const vm::BlockContext& block,
        vm::Observer* observer = nullptr) const = 0;

    /// The context of the block that would be sealed next.
    [[nodiscard]] virtual vm::BlockContext pending_context() const = 0;

    /// Executes a stored block again up to transaction `index` with the observer on that one.
    /// The state before old blocks is had by undoing from the tip; the error says what is missing.
    virtual std::expected<vm::TxOutcome, std::string> trace_transaction(
        const bytes32& transaction_hash, vm::Observer& observer) const = 0;

    [[nodiscard]] virtual std::uint64_t pending_nonce(const address& sender) const = 0;
    [[nodiscard]] virtual std::optional<PooledTransaction> pending_transaction(
        const bytes32& hash) const = 0;

    /// Called after each commit, in order, on the sealing thread, outside the lock that readers
    /// take.
    virtual void on_sealed(std::function<void(const SealedBlock&)> listener) = 0;

    /// How many transactions wait for a block, those behind a gap of nonces included.
    [[nodiscard]] virtual std::size_t pending_count() const = 0;

    /// Stops sealing and taking transactions, and waits for the block under way. With interval
    /// sealing what is executable is sealed first, since its senders were told that it was taken;
    /// what `pending_count` counts then is lost. Reads go on; the database closes with the end of
    /// this object, before which every tip must be given back.
    virtual void stop() = 0;

    /// Why the node takes no more, where that is not `stop`: the database failed.
    [[nodiscard]] virtual std::optional<std::string> failure() const = 0;
};
}  // namespace byline::node
