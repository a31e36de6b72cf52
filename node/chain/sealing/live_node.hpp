#pragma once

#include "node/chain/clock.hpp"
#include "node/chain/node.hpp"
#include "node/chain/sealing/machine_pool.hpp"
#include "node/chain/sealing/opening.hpp"
#include "node/db/database.hpp"
#include "node/pool/pool.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace byline::node
{
/// The node that seals its own blocks.
///
/// Locks, in the order in which they are taken: `writer_mutex_` orders the writers and guards what
/// only they use; `pool_mutex_` guards changes of the pool against readers (a writer may read the
/// pool without it); `tip_mutex_` guards nothing but the pointer.
class LiveNode final : public Node
{
public:
    LiveNode(NodeOptions options, OpenedChain chain, Tip tip);

    LiveNode(const LiveNode&) = delete;
    LiveNode& operator=(const LiveNode&) = delete;

    ~LiveNode() override;

    [[nodiscard]] const vm::ChainConfig& config() const noexcept override { return config_; }

    [[nodiscard]] const Database& database() const noexcept override { return *database_; }

    [[nodiscard]] const std::string& recovery_note() const noexcept override
    {
        return recovery_note_;
    }

    [[nodiscard]] std::shared_ptr<const Tip> tip() const override;
    std::expected<bytes32, SubmitError> submit(BytesView raw) override;
    std::expected<bytes32, SubmitError> submit(const vm::Transaction& tx) override;
    std::expected<SealedBlock, std::string> seal() override;
    std::expected<std::int64_t, std::string> advance_time(std::uint64_t seconds) override;
    std::expected<void, std::string> set_next_time(std::uint64_t timestamp) override;
    std::expected<vm::TxOutcome, vm::TxError> call(const vm::Transaction& tx, const address& sender,
        const vm::StateView& state, const vm::BlockContext& block,
        vm::Observer* observer) const override;
    [[nodiscard]] vm::BlockContext pending_context() const override;
    [[nodiscard]] std::expected<vm::TxOutcome, std::string> trace_transaction(
        const bytes32& transaction_hash, vm::Observer& observer) const override;

    [[nodiscard]] std::uint64_t pending_nonce(const address& sender) const override;
    [[nodiscard]] std::optional<PooledTransaction> pending_transaction(
        const bytes32& hash) const override;
    [[nodiscard]] std::size_t pending_count() const override;
    void on_sealed(std::function<void(const SealedBlock&)> listener) override;
    void stop() override;
    [[nodiscard]] std::optional<std::string> failure() const override;

private:
    [[nodiscard]] vm::BlockHeader header_after(const Tip& tip) const;

    // All of these want the writer's lock, but `take` and the timer's thread, which take it.
    std::expected<bytes32, SubmitError> take(PooledTransaction pooled);
    std::expected<void, SubmitError> enter_pool(PooledTransaction pooled);
    std::expected<void, SubmitError> seal_all_executable(const bytes32& wanted);
    std::expected<SealedBlock, std::string> seal_next();
    std::expected<SealedBlock, std::string> seal_on(const Tip& parent);
    std::unexpected<std::string> fail(const std::string& what);
    void move_on(const StoredBlock& sealed, const std::vector<DroppedTransaction>& dropped);
    void seal_at_intervals();
    void seal_the_rest();

    const NodeOptions options_;
    MovableClock clock_;
    const vm::ChainConfig config_;
    const std::string recovery_note_;
    const std::unique_ptr<Database> database_;

    mutable std::mutex writer_mutex_;
    std::optional<std::string> stop_reason_;
    bool failed_ = false;
    std::vector<std::function<void(const SealedBlock&)>> listeners_;

    vm::Machine machine_;  ///< of the writer

    mutable MachinePool call_machines_;

    mutable std::mutex pool_mutex_;
    Pool pool_;

    mutable std::mutex tip_mutex_;
    std::shared_ptr<const Tip> tip_;  ///< shared: readers keep theirs while the next is sealed

    std::condition_variable stopping_;
    std::thread timer_;
};
}  // namespace byline::node
