#include "node/pool/pool.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
/// At least 10 % above, and above at all.
bool is_raised(const uint256& fee, const uint256& old_fee)
{
    constexpr std::uint64_t divisor = 10;
    const uint256 tenth = old_fee / uint256{divisor};
    const auto [least, overflow] = add_with_carry(old_fee, std::max(tenth, uint256{1}));
    return !overflow && fee >= least;
}

bool may_replace(const vm::Transaction& tx, const vm::Transaction& old)
{
    // A tip of 0 may stay 0: the fee cap alone shows the will to pay.
    const bool tip_raised =
        is_raised(tx.max_priority_fee_per_gas, old.max_priority_fee_per_gas) ||
        (old.max_priority_fee_per_gas.is_zero() && tx.max_priority_fee_per_gas.is_zero());
    return tip_raised && is_raised(tx.max_fee_per_gas, old.max_fee_per_gas);
}
}  // namespace

std::string_view to_string(PoolError error) noexcept
{
    switch (error)
    {
        case PoolError::already_known:
            return "already known";
        case PoolError::underpriced_replacement:
            return "replacement transaction underpriced";
        case PoolError::full:
            return "txpool is full";
    }
    return "refused by the pool";
}

std::expected<void, PoolError> Pool::add(PooledTransaction tx, std::uint64_t next_nonce)
{
    BYLINE_ASSERT(tx.tx.nonce >= next_nonce);
    if (by_hash_.contains(tx.hash))
        return std::unexpected{PoolError::already_known};
    const auto known = by_sender_.find(tx.sender);
    const auto old = known == by_sender_.end() ? std::map<std::uint64_t, Entry>::iterator{}
                                               : known->second.by_nonce.find(tx.tx.nonce);
    const bool replaces = known != by_sender_.end() && old != known->second.by_nonce.end();
    if (replaces && !may_replace(tx.tx, old->second.pooled.tx))
        return std::unexpected{PoolError::underpriced_replacement};
    if (!replaces && size() >= capacity_)
        return std::unexpected{PoolError::full};

    advance(tx.sender, next_nonce);
    const auto sender = by_sender_.try_emplace(tx.sender).first;
    sender->second.next_nonce = std::max(sender->second.next_nonce, next_nonce);
    if (replaces)
        by_hash_.erase(old->second.pooled.hash);
    by_hash_.emplace(tx.hash, std::pair{tx.sender, tx.tx.nonce});
    const std::uint64_t nonce = tx.tx.nonce;
    sender->second.by_nonce.insert_or_assign(nonce, Entry{std::move(tx), arrivals_++});
    settle(sender);
    return {};
}

void Pool::settle(Senders::iterator sender)
{
    const address addr = sender->first;
    Sender& state = sender->second;
    if (state.by_nonce.empty())
    {
        ready_.erase(addr);
        by_sender_.erase(sender);
        return;
    }
    state.sequence_end = std::max(state.sequence_end, state.next_nonce);
    // Each transaction is passed over once on its way into the sequence.
    for (auto next = state.by_nonce.find(state.sequence_end);
        next != state.by_nonce.end() && next->first == state.sequence_end; ++next)
        ++state.sequence_end;
    if (state.sequence_end > state.next_nonce)
        ready_.insert(addr);
    else
        ready_.erase(addr);
}

void Pool::remove(const bytes32& hash)
{
    const auto place = by_hash_.find(hash);
    if (place == by_hash_.end())
        return;
    const auto [addr, nonce] = place->second;
    by_hash_.erase(place);
    const auto sender = by_sender_.find(addr);
    BYLINE_ASSERT(sender != by_sender_.end());
    sender->second.by_nonce.erase(nonce);
    sender->second.sequence_end = std::min(sender->second.sequence_end, nonce);
    settle(sender);
}

void Pool::advance(const address& sender, std::uint64_t next_nonce)
{
    const auto known = by_sender_.find(sender);
    if (known == by_sender_.end() || known->second.next_nonce >= next_nonce)
        return;
    auto& by_nonce = known->second.by_nonce;
    while (!by_nonce.empty() && by_nonce.begin()->first < next_nonce)
    {
        by_hash_.erase(by_nonce.begin()->second.pooled.hash);
        by_nonce.erase(by_nonce.begin());
    }
    known->second.next_nonce = next_nonce;
    settle(known);
}

std::uint64_t Pool::next_nonce(const address& sender, std::uint64_t state_nonce) const
{
    const auto known = by_sender_.find(sender);
    return known == by_sender_.end() ? state_nonce
                                     : std::max(state_nonce, known->second.sequence_end);
}

const PooledTransaction* Pool::find(const bytes32& hash) const
{
    const auto place = by_hash_.find(hash);
    if (place == by_hash_.end())
        return nullptr;
    const auto& [sender, nonce] = place->second;
    return &by_sender_.at(sender).by_nonce.at(nonce).pooled;
}

Pool::Selection::Selection(const Pool& pool, const uint256& base_fee) : base_fee_{base_fee}
{
    for (const address& addr : pool.ready_)
    {
        const Sender& sender = pool.by_sender_.at(addr);
        consider(sender, sender.by_nonce.begin());
    }
    std::ranges::make_heap(heap_, worse);
}

bool Pool::Selection::worse(const Candidate& a, const Candidate& b) noexcept
{
    return a.tip != b.tip ? a.tip < b.tip : a.arrival > b.arrival;
}

/// Appends a candidate, if it pays the base fee; the heap's order is the caller's.
void Pool::Selection::consider(
    const Sender& sender, std::map<std::uint64_t, Entry>::const_iterator entry)
{
    const vm::Transaction& tx = entry->second.pooled.tx;
    if (tx.max_fee_per_gas < base_fee_)
        return;
    const uint256 tip = vm::effective_gas_price(tx, base_fee_) - base_fee_;
    heap_.push_back({tip, entry->second.arrival, &sender, entry});
}

const PooledTransaction* Pool::Selection::current() const
{
    return heap_.empty() ? nullptr : &heap_.front().entry->second.pooled;
}

void Pool::Selection::take()
{
    BYLINE_ASSERT(!heap_.empty());
    std::ranges::pop_heap(heap_, worse);
    const Candidate taken = heap_.back();
    heap_.pop_back();
    const auto next = std::next(taken.entry);
    if (next == taken.sender->by_nonce.end() || next->first != taken.entry->first + 1)
        return;
    const std::size_t before = heap_.size();
    consider(*taken.sender, next);
    if (heap_.size() > before)
        std::ranges::push_heap(heap_, worse);
}

void Pool::Selection::skip()
{
    BYLINE_ASSERT(!heap_.empty());
    std::ranges::pop_heap(heap_, worse);
    heap_.pop_back();
}
}  // namespace byline::node
