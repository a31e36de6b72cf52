#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace byline::node
{
/// A transaction with what was computed from it once.
struct PooledTransaction
{
    vm::Transaction tx;
    bytes32 hash;
    address sender;
};

/// Why the pool refuses a transaction.
enum class PoolError : std::uint8_t
{
    already_known,
    underpriced_replacement,  ///< same sender and nonce, fees not 10 % higher
    full,
};

/// "already known": JSON-RPC clients match on these texts.
std::string_view to_string(PoolError error) noexcept;

/// Transactions that wait for a block: by sender in order of nonce. The pool knows the next nonce
/// of each sender it holds (given to `add`, moved by `advance`), so that it tells at once which
/// transactions can stand in a block now. Every operation is O(log n), over time. Not thread-safe;
/// pure bookkeeping, whoever adds has checked the transaction against the state.
class Pool
{
public:
    explicit Pool(std::size_t capacity = 100'000) : capacity_{capacity} {}

    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// `next_nonce` is the sender's nonce in the state; the transaction's must not be below it.
    /// Replaces a transaction of the same nonce if both fees are 10 % higher, even in a full pool.
    std::expected<void, PoolError> add(PooledTransaction tx, std::uint64_t next_nonce);

    /// Takes out one transaction; later ones of the sender wait for its nonce to come again.
    void remove(const bytes32& hash);

    /// Drops what the chain has overtaken: the sender's nonces below `next_nonce`.
    void advance(const address& sender, std::uint64_t next_nonce);

    /// The nonce after the last one in sequence from `state_nonce`: what "pending" means.
    [[nodiscard]] std::uint64_t next_nonce(const address& sender, std::uint64_t state_nonce) const;

    /// Null if there is none; good until the pool changes.
    [[nodiscard]] const PooledTransaction* find(const bytes32& hash) const;

    [[nodiscard]] std::size_t size() const noexcept { return by_hash_.size(); }

    /// Some sender's next transaction is there, whatever it pays.
    [[nodiscard]] bool has_executable() const noexcept { return !ready_.empty(); }

    class Selection;

private:
    struct Entry
    {
        PooledTransaction pooled;
        std::uint64_t arrival = 0;  ///< counts up: first come, first served
    };

    struct Sender
    {
        std::uint64_t next_nonce = 0;    ///< in the state
        std::uint64_t sequence_end = 0;  ///< after the last one in sequence from `next_nonce`
        std::map<std::uint64_t, Entry> by_nonce;
    };

    using Senders = std::map<address, Sender>;

    /// Brings sequence, readiness and the table of senders up to date after a change.
    void settle(Senders::iterator sender);

    std::size_t capacity_;
    std::uint64_t arrivals_ = 0;
    Senders by_sender_;
    std::set<address> ready_;  ///< senders whose next nonce is there
    std::unordered_map<bytes32, std::pair<address, std::uint64_t>> by_hash_;
};

/// The executable transactions in the order in which a block takes them: best priority fee at that
/// base fee first, first come first served between equals, each sender's in order of nonce. The
/// pool must not change while a selection is in use.
class Pool::Selection
{
public:
    Selection(const Pool& pool, const uint256& base_fee);

    /// The next one, or null if there is none left. The same until one of the others is called.
    [[nodiscard]] const PooledTransaction* current() const;

    /// The block took the current one: the sender's next may follow.
    void take();

    /// The block cannot take the current one, nor what follows it from that sender.
    void skip();

private:
    struct Candidate
    {
        uint256 tip;  ///< wei a gas that the coinbase gets
        std::uint64_t arrival;
        const Sender* sender;
        std::map<std::uint64_t, Entry>::const_iterator entry;
    };

    static bool worse(const Candidate& a, const Candidate& b) noexcept;
    void consider(const Sender& sender, std::map<std::uint64_t, Entry>::const_iterator entry);

    uint256 base_fee_;
    std::vector<Candidate> heap_;
};
}  // namespace byline::node
