#pragma once

#include "node/chain/node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/chain_config.hpp"

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace byline::testing
{
/// Blocks and states in memory, taken as they are given: a chain that others sealed, also under
/// rules that are not here.
class RecordedDatabase final : public node::Database
{
public:
    /// The next block, and the state after it.
    void add(node::StoredBlock block, vm::Overlay state);

    [[nodiscard]] std::optional<node::Head> head() const override;

    [[nodiscard]] std::size_t recovered_bytes() const noexcept override { return 0; }

    [[nodiscard]] std::optional<std::string> genesis_document() const override { return {}; }

    [[nodiscard]] std::unique_ptr<node::StateUpdate> prepare(const vm::StateDiff&) override;
    [[nodiscard]] bytes32 root(const node::StateUpdate&) const override;
    std::expected<void, node::DatabaseError> commit_genesis(
        const node::StoredBlock&, std::unique_ptr<node::StateUpdate>, const std::string&) override;
    std::expected<void, node::DatabaseError> commit(
        const node::StoredBlock&, std::unique_ptr<node::StateUpdate>) override;
    [[nodiscard]] std::shared_ptr<const node::StateSnapshot> snapshot() const override;
    [[nodiscard]] std::expected<std::shared_ptr<const node::StateSnapshot>, std::string> state_at(
        std::uint64_t number) const override;
    [[nodiscard]] std::optional<bytes32> block_hash(std::uint64_t number) const override;
    [[nodiscard]] std::optional<std::uint64_t> block_number(const bytes32& hash) const override;
    [[nodiscard]] std::optional<vm::BlockHeader> header(std::uint64_t number) const override;
    [[nodiscard]] std::optional<node::StoredBlock> block(std::uint64_t number) const override;
    [[nodiscard]] std::optional<node::TransactionPlace> transaction_place(
        const bytes32& hash) const override;
    [[nodiscard]] std::expected<node::VerifyReport, node::DatabaseError> verify() const override;

private:
    std::vector<node::StoredBlock> blocks_;
    std::vector<std::shared_ptr<const node::StateSnapshot>> states_;
    std::map<bytes32, std::uint64_t> numbers_;
    std::map<bytes32, node::TransactionPlace> places_;
};

/// The node of such a chain: it reads and calls, takes transactions without sealing them.
class RecordedNode final : public node::Node
{
public:
    RecordedNode(vm::ChainConfig config, std::unique_ptr<RecordedDatabase> database);

    [[nodiscard]] const vm::ChainConfig& config() const noexcept override { return config_; }

    [[nodiscard]] const node::Database& database() const noexcept override { return *database_; }

    [[nodiscard]] const std::string& recovery_note() const noexcept override { return note_; }

    [[nodiscard]] std::shared_ptr<const Tip> tip() const override { return tip_; }

    std::expected<bytes32, node::SubmitError> submit(BytesView raw) override;
    std::expected<bytes32, node::SubmitError> submit(const vm::Transaction& tx) override;
    std::expected<node::SealedBlock, std::string> seal() override;
    std::expected<std::int64_t, std::string> advance_time(std::uint64_t seconds) override;
    std::expected<void, std::string> set_next_time(std::uint64_t timestamp) override;
    std::expected<vm::TxOutcome, vm::TxError> call(const vm::Transaction& tx, const address& sender,
        const vm::StateView& state, const vm::BlockContext& block,
        vm::Observer* observer) const override;
    [[nodiscard]] vm::BlockContext pending_context() const override;
    std::expected<vm::TxOutcome, std::string> trace_transaction(
        const bytes32& transaction_hash, vm::Observer& observer) const override;
    [[nodiscard]] std::uint64_t pending_nonce(const address& sender) const override;

    [[nodiscard]] std::optional<node::PooledTransaction> pending_transaction(
        const bytes32&) const override
    {
        return {};
    }

    [[nodiscard]] std::size_t pending_count() const override { return 0; }

    void on_sealed(std::function<void(const node::SealedBlock&)>) override {}

    void stop() override {}

    [[nodiscard]] std::optional<std::string> failure() const override { return {}; }

private:
    vm::ChainConfig config_;
    std::unique_ptr<RecordedDatabase> database_;
    std::shared_ptr<const Tip> tip_;
    std::string note_;
};

/// Executes a block under the rules of `config` as far as they let it, and gives it with its
/// receipts; `state` becomes the state after it. A transaction that the rules refuse gets an empty
/// receipt.
node::StoredBlock record_block(
    const vm::ChainConfig& config, const vm::Block& block, vm::Overlay& state);
}  // namespace byline::testing
