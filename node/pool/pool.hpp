#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <unordered_map>
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

/// Transactions that wait for a block: by sender in order of nonce. Not thread-safe; pure
/// bookkeeping, whoever adds has checked the transaction against the state.
class Pool
{
public:
    explicit Pool(std::size_t capacity = 100'000) : capacity_{capacity} {}

    std::expected<void, PoolError> add(PooledTransaction tx);

    /// The next executable transaction, best priority fee at that base fee first, first come first
    /// served between equals; `nonce_of` gives each sender's next nonce. Nothing if there is none.
    template <typename NonceOf>
    const PooledTransaction* best(const uint256& base_fee, NonceOf&& nonce_of) const;

    void remove(const bytes32& hash);

    /// Drops what the chain has overtaken: the sender's nonces below `next_nonce`.
    void advance(const address& sender, std::uint64_t next_nonce);

    /// The nonce after the last one in sequence from `state_nonce`: what "pending" means.
    [[nodiscard]] std::uint64_t next_nonce(const address& sender, std::uint64_t state_nonce) const;

    [[nodiscard]] const PooledTransaction* find(const bytes32& hash) const;

    [[nodiscard]] std::size_t size() const noexcept { return by_hash_.size(); }

private:
    std::size_t capacity_;
    std::uint64_t arrivals_ = 0;
    std::map<address, std::map<std::uint64_t, bytes32>> by_sender_;
    std::unordered_map<bytes32, PooledTransaction> by_hash_;
};
}  // namespace byline::node
