#include "tests/node/rpc/recorded_chain.hpp"

#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/transition/block_execution.hpp"

#include <utility>

namespace byline::testing
{
namespace
{
class RecordedState final : public node::StateSnapshot
{
public:
    RecordedState(node::Head head, vm::Overlay state) : head_{head}, state_{std::move(state)} {}

    [[nodiscard]] const node::Head& head() const noexcept override { return head_; }

    [[nodiscard]] std::optional<vm::Account> account(const address& addr) const override
    {
        return state_.account(addr);
    }

    [[nodiscard]] Bytes code(const bytes32& hash) const override { return state_.code(hash); }

    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override
    {
        return state_.storage(addr, key);
    }

    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override
    {
        return state_.block_hash(number);
    }

private:
    node::Head head_;
    vm::Overlay state_;
};
}  // namespace

void RecordedDatabase::add(node::StoredBlock block, vm::Overlay state)
{
    const std::uint64_t number = blocks_.size();
    BYLINE_ASSERT(block.block.header.number == number);
    states_.push_back(std::make_shared<const RecordedState>(
        node::Head{number, block.hash, block.block.header.state_root}, std::move(state)));
    numbers_[block.hash] = number;
    for (std::uint32_t i = 0; i < block.transaction_hashes.size(); ++i)
        places_[block.transaction_hashes[i]] = {number, i};
    blocks_.push_back(std::move(block));
}

std::optional<node::Head> RecordedDatabase::head() const
{
    return states_.back()->head();
}

std::unique_ptr<node::StateUpdate> RecordedDatabase::prepare(const vm::StateDiff&)
{
    return nullptr;
}

bytes32 RecordedDatabase::root(const node::StateUpdate&) const
{
    return {};
}

std::expected<void, node::DatabaseError> RecordedDatabase::commit_genesis(
    const node::StoredBlock&, std::unique_ptr<node::StateUpdate>, const std::string&)
{
    return std::unexpected{node::DatabaseError{}};
}

std::expected<void, node::DatabaseError> RecordedDatabase::commit(
    const node::StoredBlock&, std::unique_ptr<node::StateUpdate>)
{
    return std::unexpected{node::DatabaseError{}};
}

std::shared_ptr<const node::StateSnapshot> RecordedDatabase::snapshot() const
{
    return states_.back();
}

std::expected<std::shared_ptr<const node::StateSnapshot>, std::string> RecordedDatabase::state_at(
    std::uint64_t number) const
{
    if (number >= states_.size())
        return std::unexpected{"not there"};
    return states_[number];
}

std::optional<bytes32> RecordedDatabase::block_hash(std::uint64_t number) const
{
    return number < blocks_.size() ? std::optional{blocks_[number].hash} : std::nullopt;
}

std::optional<std::uint64_t> RecordedDatabase::block_number(const bytes32& hash) const
{
    const auto found = numbers_.find(hash);
    return found != numbers_.end() ? std::optional{found->second} : std::nullopt;
}

std::optional<vm::BlockHeader> RecordedDatabase::header(std::uint64_t number) const
{
    return number < blocks_.size() ? std::optional{blocks_[number].block.header} : std::nullopt;
}

std::optional<node::StoredBlock> RecordedDatabase::block(std::uint64_t number) const
{
    return number < blocks_.size() ? std::optional{blocks_[number]} : std::nullopt;
}

std::optional<node::TransactionPlace> RecordedDatabase::transaction_place(const bytes32& hash) const
{
    const auto found = places_.find(hash);
    return found != places_.end() ? std::optional{found->second} : std::nullopt;
}

std::expected<node::VerifyReport, node::DatabaseError> RecordedDatabase::verify() const
{
    return std::unexpected{node::DatabaseError{}};
}

RecordedNode::RecordedNode(vm::ChainConfig config, std::unique_ptr<RecordedDatabase> database)
    : config_{std::move(config)}, database_{std::move(database)}
{
    const auto state = database_->snapshot();
    tip_ = std::make_shared<const Tip>(
        Tip{*database_->header(state->head().number), state->head().hash, state});
}

std::expected<bytes32, node::SubmitError> RecordedNode::submit(BytesView raw)
{
    if (!vm::decode_transaction(raw))
        return std::unexpected{node::SubmitError{node::SubmitError::Kind::undecodable, {}, {}}};
    return keccak256(raw);
}

std::expected<bytes32, node::SubmitError> RecordedNode::submit(const vm::Transaction& tx)
{
    return vm::hash(tx);
}

std::expected<node::SealedBlock, std::string> RecordedNode::seal()
{
    return std::unexpected{"a recorded chain does not grow"};
}

std::expected<std::int64_t, std::string> RecordedNode::advance_time(std::uint64_t)
{
    return std::unexpected{"a recorded chain does not grow"};
}

std::expected<void, std::string> RecordedNode::set_next_time(std::uint64_t)
{
    return std::unexpected{"a recorded chain does not grow"};
}

std::expected<vm::TxOutcome, vm::TxError> RecordedNode::call(const vm::Transaction& tx,
    const address& sender, const vm::StateView& state, const vm::BlockContext& block,
    vm::Observer* observer) const
{
    const vm::BlockLimits limits{.gas_left = block.gas_limit};
    vm::Machine machine;
    return vm::transition(
        machine, state, block, limits, tx, sender, {vm::Checks::call_only, observer});
}

vm::BlockContext RecordedNode::pending_context() const
{
    vm::BlockHeader next = tip_->header;
    ++next.number;
    next.timestamp += 10;
    next.base_fee_per_gas = vm::next_base_fee(tip_->header);
    next.excess_blob_gas = vm::next_excess_blob_gas(tip_->header, config_.at(next.timestamp));
    return vm::block_context(next, config_);
}

std::expected<vm::TxOutcome, std::string> RecordedNode::trace_transaction(
    const bytes32& transaction_hash, vm::Observer& observer) const
{
    const auto place = database_->transaction_place(transaction_hash);
    const auto stored = database_->block(place->block_number);
    const auto parent = database_->state_at(place->block_number - 1);
    vm::Machine machine;
    vm::BlockExecution execution{machine, **parent, config_, stored->block.header};
    std::expected<vm::TxOutcome, vm::TxError> outcome;
    for (std::size_t i = 0; i <= place->index; ++i)
        outcome = execution.add(stored->block.transactions[i], stored->senders[i],
            i == place->index ? &observer : nullptr);
    if (!outcome)
        return std::unexpected{std::string{vm::to_string(outcome.error())}};
    return *outcome;
}

std::uint64_t RecordedNode::pending_nonce(const address& sender) const
{
    const auto account = tip_->state->account(sender);
    return account ? account->nonce : 0;
}

node::StoredBlock record_block(
    const vm::ChainConfig& config, const vm::Block& block, vm::Overlay& state)
{
    node::StoredBlock stored;
    stored.block = block;
    stored.hash = vm::hash(block.header);
    vm::Machine machine;
    vm::BlockExecution execution{machine, state, config, block.header};
    for (const vm::Transaction& tx : block.transactions)
    {
        stored.transaction_hashes.push_back(vm::hash(tx));
        stored.senders.push_back(vm::recover_sender(tx).value_or(address{}));
        const std::size_t before = execution.receipts().size();
        (void)execution.add(tx, stored.senders.back());
        const bool taken = execution.receipts().size() > before;
        stored.receipts.push_back(taken ? execution.receipts().back() : vm::Receipt{});
    }
    (void)execution.finish(block.withdrawals);
    const vm::StateDiff diff = execution.state().diff();
    state.apply(diff);
    state.set_block_hash(block.header.number, stored.hash);
    return stored;
}
}  // namespace byline::testing
