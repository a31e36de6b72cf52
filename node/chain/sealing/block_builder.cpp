#include "node/chain/sealing/block_builder.hpp"

#include "node/chain/block_import.hpp"
#include "node/pool/pool.hpp"
#include "node/trie/root.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transaction.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
constexpr std::string_view extra_data = "byline";
constexpr std::uint64_t least_transaction_gas = 21'000;

/// Header, list headers and the empty lists, and then some; the rest of EIP-7934's limit is for
/// transactions.
constexpr std::size_t size_without_transactions = 4'096;

/// A block while transactions are put into it.
class Filling
{
public:
    Filling(vm::Machine& machine, const vm::StateView& parent_state, const vm::ChainConfig& config,
        const vm::BlockHeader& header)
        : header_{header}, execution_{machine, parent_state, config, header}
    {}

    void fill(Pool::Selection selection);
    std::expected<BuiltBlock, vm::BlockError> finish() &&;

private:
    enum class Step : std::uint8_t
    {
        taken,
        does_not_fit,
        dropped,
    };

    Step add(const PooledTransaction& pooled);

    vm::BlockHeader header_;
    vm::BlockExecution execution_;
    BuiltBlock built_;
    std::vector<Bytes> encoded_;
    std::size_t size_ = size_without_transactions;
};

Filling::Step Filling::add(const PooledTransaction& pooled)
{
    if (pooled.tx.gas_limit > header_.gas_limit - execution_.gas_used())
        return Step::does_not_fit;
    constexpr std::size_t list_overhead = 9;  // bytes of the header of a long string
    Bytes encoded = vm::encode(pooled.tx);
    if (size_ + encoded.size() + list_overhead > vm::max_block_size)
        return Step::does_not_fit;
    const auto outcome = execution_.add(pooled.tx, pooled.sender);
    if (!outcome)
    {
        built_.dropped.push_back({pooled.hash, outcome.error()});
        return Step::dropped;
    }
    size_ += encoded.size() + list_overhead;
    encoded_.push_back(std::move(encoded));
    built_.stored.block.transactions.push_back(pooled.tx);
    built_.stored.transaction_hashes.push_back(pooled.hash);
    built_.stored.senders.push_back(pooled.sender);
    return Step::taken;
}

void Filling::fill(Pool::Selection selection)
{
    while (const PooledTransaction* pooled = selection.current())
    {
        if (header_.gas_limit - execution_.gas_used() < least_transaction_gas)
            return;
        if (add(*pooled) == Step::taken)
            selection.take();
        else
            selection.skip();
    }
}

std::expected<BuiltBlock, vm::BlockError> Filling::finish() &&
{
    BYLINE_TRY_VOID(execution_.finish({}));
    header_.transactions_root = ordered_root(encoded_);
    header_.receipts_root = receipts_root(execution_.receipts());
    header_.logs_bloom = execution_.logs_bloom();
    header_.gas_used = execution_.gas_used();
    header_.blob_gas_used = execution_.blob_gas_used();
    if (header_.requests_hash)
        header_.requests_hash = execution_.requests_hash();
    built_.stored.block.header = std::move(header_);
    built_.stored.receipts = execution_.receipts();
    built_.diff = execution_.state().diff();
    return std::move(built_);
}
}  // namespace

vm::BlockHeader next_header(const vm::BlockHeader& parent, const bytes32& parent_hash,
    const vm::ChainConfig& config, const address& coinbase, std::uint64_t now)
{
    vm::BlockHeader header;
    header.parent_hash = parent_hash;
    header.coinbase = coinbase;
    header.number = parent.number + 1;
    header.gas_limit = parent.gas_limit;
    header.timestamp = std::max(now, parent.timestamp + 1);
    header.extra_data.assign(extra_data.begin(), extra_data.end());
    // No beacon chain stands behind a node that seals alone: the value is there for contracts that
    // read it, and it is not random (EIP-4399 speaks of the beacon chain's).
    header.prev_randao = keccak256(parent_hash.bytes);
    header.base_fee_per_gas = vm::next_base_fee(parent);
    header.withdrawals_root = empty_trie_root;
    header.blob_gas_used = 0;
    const vm::ForkActivation& fork = config.at(header.timestamp);
    header.excess_blob_gas = vm::next_excess_blob_gas(parent, fork);
    header.parent_beacon_block_root = bytes32{};
    if (fork.revision >= Revision::prague)
        header.requests_hash = bytes32{};
    return header;
}

std::expected<BuiltBlock, vm::BlockError> build_block(vm::Machine& machine,
    const vm::StateView& parent_state, const vm::ChainConfig& config, const vm::BlockHeader& header,
    Pool::Selection selection)
{
    Filling filling{machine, parent_state, config, header};
    filling.fill(std::move(selection));
    return std::move(filling).finish();
}
}  // namespace byline::node
