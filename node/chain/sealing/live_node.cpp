#include "node/chain/sealing/live_node.hpp"

#include "node/chain/block_import.hpp"
#include "node/chain/node.hpp"
#include "node/chain/sealing/admission.hpp"
#include "node/chain/sealing/block_builder.hpp"
#include "node/chain/sealing/machine_pool.hpp"
#include "node/chain/sealing/opening.hpp"
#include "node/db/database.hpp"
#include "node/pool/pool.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
const std::string time_is_not_moved =
    "blocks come by the clock here: only a node that seals each "
    "transaction at once lets its time be moved";

std::unexpected<SubmitError> refuse_stopped(const std::string& reason)
{
    return std::unexpected{SubmitError{SubmitError::Kind::stopped, std::nullopt, reason}};
}

SubmitError::Kind kind_of(PoolError error)
{
    switch (error)
    {
        case PoolError::already_known:
            return SubmitError::Kind::already_known;
        case PoolError::underpriced_replacement:
            return SubmitError::Kind::underpriced_replacement;
        case PoolError::full:
            return SubmitError::Kind::pool_full;
    }
    return SubmitError::Kind::invalid;
}
}  // namespace

LiveNode::LiveNode(NodeOptions options, OpenedChain chain, Tip tip)
    : options_{std::move(options)},
      clock_{options_.clock},
      config_{std::move(chain.config)},
      recovery_note_{std::move(chain.recovery_note)},
      database_{std::move(chain.database)},
      tip_{std::make_shared<const Tip>(std::move(tip))}
{
    if (options_.sealing == Sealing::interval)
        timer_ = std::thread{[this] { seal_at_intervals(); }};
}

LiveNode::~LiveNode()
{
    LiveNode::stop();
}

std::shared_ptr<const Node::Tip> LiveNode::tip() const
{
    const std::lock_guard lock{tip_mutex_};
    return tip_;
}

std::expected<bytes32, SubmitError> LiveNode::submit(BytesView raw)
{
    BYLINE_TRY(pooled, read_submission(raw));
    return take(std::move(pooled));
}

std::expected<bytes32, SubmitError> LiveNode::submit(const vm::Transaction& tx)
{
    BYLINE_TRY(pooled, complete_submission(tx));
    return take(std::move(pooled));
}

std::expected<SealedBlock, std::string> LiveNode::seal()
{
    const std::lock_guard lock{writer_mutex_};
    if (stop_reason_)
        return std::unexpected{*stop_reason_};
    return seal_next();
}

std::expected<std::int64_t, std::string> LiveNode::advance_time(std::uint64_t seconds)
{
    const std::lock_guard lock{writer_mutex_};
    if (options_.sealing == Sealing::interval)
        return std::unexpected{time_is_not_moved};
    return clock_.advance(seconds, tip()->header.timestamp);
}

std::expected<void, std::string> LiveNode::set_next_time(std::uint64_t timestamp)
{
    const std::lock_guard lock{writer_mutex_};
    if (options_.sealing == Sealing::interval)
        return std::unexpected{time_is_not_moved};
    return clock_.stand_at(timestamp, tip()->header.timestamp);
}

std::expected<vm::TxOutcome, vm::TxError> LiveNode::call(const vm::Transaction& tx,
    const address& sender, const vm::StateView& state, const vm::BlockContext& block,
    vm::Observer* observer) const
{
    vm::BlockLimits limits;
    limits.gas_left = block.gas_limit;
    MachinePool::Lease machine{call_machines_};
    return vm::transition(
        *machine, state, block, limits, tx, sender, {vm::Checks::call_only, observer});
}

vm::BlockHeader LiveNode::header_after(const Tip& tip) const
{
    return next_header(tip.header, tip.hash, config_, options_.coinbase, clock_.now());
}

vm::BlockContext LiveNode::pending_context() const
{
    return vm::block_context(header_after(*tip()), config_);
}

std::uint64_t LiveNode::pending_nonce(const address& sender) const
{
    // The tip is read under the lock: it is never older than what the pool has dropped.
    const std::lock_guard lock{pool_mutex_};
    const auto account = tip()->state->account(sender);
    return pool_.next_nonce(sender, account ? account->nonce : 0);
}

std::optional<PooledTransaction> LiveNode::pending_transaction(const bytes32& hash) const
{
    const std::lock_guard lock{pool_mutex_};
    const PooledTransaction* pooled = pool_.find(hash);
    return pooled != nullptr ? std::optional{*pooled} : std::nullopt;
}

std::size_t LiveNode::pending_count() const
{
    const std::lock_guard lock{pool_mutex_};
    return pool_.size();
}

void LiveNode::on_sealed(std::function<void(const SealedBlock&)> listener)
{
    const std::lock_guard lock{writer_mutex_};
    listeners_.push_back(std::move(listener));
}

std::optional<std::string> LiveNode::failure() const
{
    const std::lock_guard lock{writer_mutex_};
    return failed_ ? stop_reason_ : std::nullopt;
}

std::expected<bytes32, SubmitError> LiveNode::take(PooledTransaction pooled)
{
    const bytes32 hash = pooled.hash;
    const std::lock_guard lock{writer_mutex_};
    if (stop_reason_)
        return refuse_stopped(*stop_reason_);
    BYLINE_TRY_VOID(enter_pool(std::move(pooled)));
    if (options_.sealing == Sealing::instant)
        BYLINE_TRY_VOID(seal_all_executable(hash));
    return hash;
}

std::expected<void, SubmitError> LiveNode::enter_pool(PooledTransaction pooled)
{
    const std::shared_ptr<const Tip> parent = tip();
    const vm::BlockContext block = vm::block_context(header_after(*parent), config_);
    BYLINE_TRY_VOID(check_against_block(pooled.tx, block));
    BYLINE_TRY(next_nonce, check_against_state(pooled, *parent->state, block));
    const std::lock_guard lock{pool_mutex_};
    const auto added = pool_.add(std::move(pooled), next_nonce);
    if (!added)
        return std::unexpected{SubmitError{
            kind_of(added.error()), std::nullopt, std::string{to_string(added.error())}}};
    return {};
}

/// Seals until nothing executable is left; one block takes what one transaction unlocks. The error
/// speaks of `wanted`.
std::expected<void, SubmitError> LiveNode::seal_all_executable(const bytes32& wanted)
{
    while (pool_.has_executable())
    {
        const uint256 base_fee = vm::next_base_fee(tip()->header);
        if (Pool::Selection{pool_, base_fee}.current() == nullptr)
            return {};
        const auto sealed = seal_next();
        if (!sealed)
        {
            // The client hears that the transaction was not taken: it must not be there later.
            const std::lock_guard lock{pool_mutex_};
            pool_.remove(wanted);
            return refuse_stopped(sealed.error());
        }
        for (const DroppedTransaction& dropped : sealed->dropped)
        {
            if (dropped.hash == wanted)
                return std::unexpected{refusal(dropped.reason)};
        }
        if (sealed->transactions == 0 && sealed->dropped.empty())
            return {};  // what is left fits into no block
    }
    return {};
}

std::expected<SealedBlock, std::string> LiveNode::seal_next()
{
    try
    {
        return seal_on(*tip());
    }
    catch (const DatabaseReadError& error)
    {
        return fail(error.error().message);
    }
}

std::unexpected<std::string> LiveNode::fail(const std::string& what)
{
    stop_reason_ = "the node has stopped sealing: " + what;
    failed_ = true;
    return std::unexpected{*stop_reason_};
}

std::expected<SealedBlock, std::string> LiveNode::seal_on(const Tip& parent)
{
    const auto start = std::chrono::steady_clock::now();
    const vm::BlockHeader header = header_after(parent);
    auto built = build_block(
        machine_, *parent.state, config_, header, Pool::Selection{pool_, *header.base_fee_per_gas});
    if (!built)
        return std::unexpected{"no block can be sealed: " +
                               to_string(BlockRejection{built.error(), std::nullopt, 0, {}})};
    StoredBlock& block = built->stored;
    std::unique_ptr<StateUpdate> update = database_->prepare(built->diff);
    block.block.header.state_root = database_->root(*update);
    block.hash = vm::hash(block.block.header);
    const auto committed = database_->commit(block, std::move(update));
    if (!committed)
        return fail(committed.error().message);

    clock_.go_on();
    move_on(block, built->dropped);
    const auto took = std::chrono::steady_clock::now() - start;
    SealedBlock sealed{block.block.header, block.hash, block.block.transactions.size(),
        std::move(built->dropped), std::chrono::duration_cast<std::chrono::microseconds>(took)};
    for (const auto& listener : listeners_)
        listener(sealed);
    return sealed;
}

/// Shows a committed block to readers: first the tip, then the pool, so that at no moment a
/// transaction is in neither.
void LiveNode::move_on(const StoredBlock& sealed, const std::vector<DroppedTransaction>& dropped)
{
    auto next =
        std::make_shared<const Tip>(Tip{sealed.block.header, sealed.hash, database_->snapshot()});
    {
        const std::lock_guard lock{tip_mutex_};
        tip_.swap(next);
    }
    const std::lock_guard lock{pool_mutex_};
    for (std::size_t i = 0; i < sealed.senders.size(); ++i)
        pool_.advance(sealed.senders[i], sealed.block.transactions[i].nonce + 1);
    for (const DroppedTransaction& transaction : dropped)
        pool_.remove(transaction.hash);
}

void LiveNode::seal_at_intervals()
{
    auto next = std::chrono::steady_clock::now() + options_.interval;
    std::unique_lock lock{writer_mutex_};
    while (true)
    {
        stopping_.wait_until(lock, next, [this] { return stop_reason_.has_value(); });
        if (stop_reason_)
            return;
        // A failure that lasts sets the reason to stop; another one may pass with the next block.
        (void)seal_next();
        next = std::max(next + options_.interval, std::chrono::steady_clock::now());
    }
}

/// The pool lives in memory only: at the end of the node its executable transactions go into
/// blocks.
void LiveNode::seal_the_rest()
{
    while (pool_.has_executable())
    {
        const uint256 base_fee = vm::next_base_fee(tip()->header);
        if (Pool::Selection{pool_, base_fee}.current() == nullptr)
            return;
        const auto sealed = seal_next();
        // What is left then fits into no block, or the database refused it.
        if (!sealed || (sealed->transactions == 0 && sealed->dropped.empty()))
            return;
    }
}

void LiveNode::stop()
{
    {
        const std::lock_guard lock{writer_mutex_};
        const bool first = !stop_reason_;
        if (first)
            stop_reason_ = "the node is stopping";
        if (first && options_.sealing == Sealing::interval)
            seal_the_rest();
    }
    stopping_.notify_all();
    if (timer_.joinable())
        timer_.join();
}

std::expected<vm::TxOutcome, std::string> LiveNode::trace_transaction(
    const bytes32& transaction_hash, vm::Observer& observer) const
{
    const auto place = database_->transaction_place(transaction_hash);
    if (!place)
        return std::unexpected{"transaction " + to_hex(transaction_hash) + " not found"};
    const auto stored = database_->block(place->block_number);
    if (!stored || place->index >= stored->block.transactions.size())
        return std::unexpected{"block " + std::to_string(place->block_number) + " not found"};
    BYLINE_TRY(parent_state, database_->state_at(place->block_number - 1));

    MachinePool::Lease machine{call_machines_};
    vm::BlockExecution execution{*machine, *parent_state, config_, stored->block.header};
    for (std::uint32_t i = 0;; ++i)
    {
        const bool last = i == place->index;
        auto outcome = execution.add(
            stored->block.transactions[i], stored->senders[i], last ? &observer : nullptr);
        if (!outcome)
            return std::unexpected{"block " + std::to_string(place->block_number) +
                                   " does not execute again: transaction " + std::to_string(i) +
                                   ": " + std::string{vm::to_string(outcome.error())}};
        if (last)
            return std::move(*outcome);
    }
}
}  // namespace byline::node
