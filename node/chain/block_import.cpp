#include "node/chain/block_import.hpp"

#include "node/trie/root.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
using vm::BlockError;

std::string_view check_name_of(BlockError error)
{
    switch (error)
    {
        case BlockError::unknown_parent:
            return "parent hash";
        case BlockError::wrong_number:
            return "block number";
        case BlockError::timestamp_not_after_parent:
            return "timestamp";
        case BlockError::wrong_gas_limit:
            return "gas limit";
        case BlockError::gas_used_above_limit:
        case BlockError::wrong_gas_used:
            return "gas used";
        case BlockError::wrong_base_fee:
            return "base fee";
        case BlockError::extra_data_too_long:
            return "extra data";
        case BlockError::wrong_difficulty:
            return "difficulty and nonce";
        case BlockError::ommers_not_empty:
            return "ommers";
        case BlockError::wrong_excess_blob_gas:
            return "excess blob gas";
        case BlockError::wrong_blob_gas_used:
        case BlockError::blob_gas_above_limit:
            return "blob gas used";
        case BlockError::wrong_format:
            return "header fields";
        case BlockError::wrong_state_root:
            return "state root";
        case BlockError::wrong_transactions_root:
            return "transactions root";
        case BlockError::wrong_receipts_root:
            return "receipts root";
        case BlockError::wrong_withdrawals_root:
            return "withdrawals root";
        case BlockError::wrong_logs_bloom:
            return "logs bloom";
        case BlockError::wrong_requests:
            return "requests hash";
        case BlockError::wrong_block_hash:
            return "block hash";
        case BlockError::deposit_layout:
            return "deposit events";
        case BlockError::system_contract_missing:
        case BlockError::system_call_failed:
            return "system contracts";
        case BlockError::block_too_large:
            return "block size";
    }
    return "block";
}

std::string words(const bytes32& value)
{
    return to_hex(value);
}

std::string words(const uint256& value)
{
    return to_decimal(value);
}

std::string words(std::uint64_t value)
{
    return std::to_string(value);
}

template <typename Value>
std::string words(const std::optional<Value>& value)
{
    return value ? words(*value) : std::string{"nothing"};
}

std::unexpected<BlockRejection> reject(BlockError error, std::string detail = {})
{
    return std::unexpected{BlockRejection{error, std::nullopt, 0, std::move(detail)}};
}

std::unexpected<BlockRejection> reject_transaction(
    vm::TxError error, std::size_t index, std::string detail)
{
    return std::unexpected{BlockRejection{std::nullopt, error, index, std::move(detail)}};
}

/// Refuses where the header's value is not the one that the block has.
template <typename Header, typename Found>
std::expected<void, BlockRejection> compare(
    BlockError error, const Header& header, const Found& found, std::string_view source)
{
    if (header == found)
        return {};
    return reject(
        error, "header says " + words(header) + ", " + std::string{source} + " " + words(found));
}

/// Both values of a check between a header and its parent.
std::string header_detail(BlockError error, const vm::BlockHeader& header,
    const vm::BlockHeader& parent, const bytes32& parent_hash, const vm::ForkActivation& fork)
{
    switch (error)
    {
        case BlockError::unknown_parent:
            return "header says " + words(header.parent_hash) + ", the block before has " +
                   words(parent_hash);
        case BlockError::wrong_number:
            return "header says " + words(header.number) + ", the block before is " +
                   words(parent.number);
        case BlockError::timestamp_not_after_parent:
            return "header says " + words(header.timestamp) + ", the block before has " +
                   words(parent.timestamp);
        case BlockError::wrong_gas_limit:
            return "header says " + words(header.gas_limit) + ", the block before has " +
                   words(parent.gas_limit) + ": at least 5000, and less than 1/1024 apart";
        case BlockError::gas_used_above_limit:
            return "header says " + words(header.gas_used) + ", the gas limit is " +
                   words(header.gas_limit);
        case BlockError::wrong_base_fee:
            return "header says " + words(header.base_fee_per_gas) + ", EIP-1559 gives " +
                   words(vm::next_base_fee(parent));
        case BlockError::extra_data_too_long:
            return "it has " + words(header.extra_data.size()) + " bytes, at most 32 are allowed";
        case BlockError::wrong_excess_blob_gas:
            return "header says " + words(header.excess_blob_gas) + ", EIP-4844 gives " +
                   words(vm::next_excess_blob_gas(parent, fork));
        case BlockError::blob_gas_above_limit:
        case BlockError::wrong_blob_gas_used:
            return "header says " + words(header.blob_gas_used) + ", a block may use " +
                   words(fork.blobs.max * vm::gas_per_blob) + " in whole blobs";
        default:
            return {};
    }
}

/// The body's encoded transactions: both the root and each hash are made of them.
struct EncodedBody
{
    std::vector<Bytes> transactions;
    std::vector<bytes32> hashes;
    std::size_t transaction_bytes = 0;
};

EncodedBody encode_body(const std::vector<vm::Transaction>& transactions)
{
    EncodedBody body;
    body.transactions.reserve(transactions.size());
    body.hashes.reserve(transactions.size());
    for (const vm::Transaction& tx : transactions)
    {
        Bytes& bytes = body.transactions.emplace_back(vm::encode(tx));
        body.transaction_bytes += bytes.size();
        body.hashes.push_back(keccak256(bytes));
    }
    return body;
}

/// Encodes the block only where it may come near the limit.
std::expected<void, BlockRejection> check_size(
    const vm::Block& block, const EncodedBody& body, const vm::ForkActivation& fork)
{
    constexpr std::size_t overhead = 16;             // of a list or string, at most
    constexpr std::size_t header_and_frame = 2'048;  // bytes, at most
    constexpr std::size_t withdrawal_size = 64;      // bytes, at most
    const std::size_t bound = header_and_frame + body.transaction_bytes +
                              body.transactions.size() * overhead +
                              block.withdrawals.size() * withdrawal_size;
    if (bound <= vm::max_block_size)
        return {};
    const std::size_t size = vm::encode(block).size();
    if (const auto checked = vm::check_block_size(size, fork); !checked)
        return reject(checked.error(), "it has " + words(size) + " bytes, at most " +
                                           words(vm::max_block_size) + " are allowed");
    return {};
}

std::expected<void, BlockRejection> check_body(
    const vm::Block& block, const EncodedBody& body, const vm::ForkActivation& fork)
{
    BYLINE_TRY_VOID(compare(BlockError::wrong_transactions_root, block.header.transactions_root,
        ordered_root(body.transactions), "the transactions give"));
    BYLINE_TRY_VOID(compare(BlockError::wrong_withdrawals_root, block.header.withdrawals_root,
        std::optional{withdrawals_root(block.withdrawals)}, "the withdrawals give"));
    return check_size(block, body, fork);
}

std::string transaction_detail(vm::TxError error, const bytes32& hash)
{
    return std::string{vm::to_string(error)} + " (" + to_hex(hash) + ")";
}

std::expected<std::vector<address>, BlockRejection> execute_transactions(
    vm::BlockExecution& execution, const vm::Block& block, const EncodedBody& body)
{
    std::vector<address> senders;
    senders.reserve(block.transactions.size());
    for (std::size_t i = 0; i < block.transactions.size(); ++i)
    {
        const vm::Transaction& tx = block.transactions[i];
        const auto sender = vm::recover_sender(tx);
        if (!sender)
            return reject_transaction(vm::TxError::bad_signature, i,
                transaction_detail(vm::TxError::bad_signature, body.hashes[i]));
        const auto outcome = execution.add(tx, *sender);
        if (!outcome)
            return reject_transaction(
                outcome.error(), i, transaction_detail(outcome.error(), body.hashes[i]));
        senders.push_back(*sender);
    }
    return senders;
}

std::expected<void, BlockRejection> check_outcome(
    const vm::BlockHeader& header, const vm::BlockExecution& execution)
{
    constexpr std::string_view source = "execution gives";
    BYLINE_TRY_VOID(
        compare(BlockError::wrong_gas_used, header.gas_used, execution.gas_used(), source));
    BYLINE_TRY_VOID(compare(BlockError::wrong_blob_gas_used, header.blob_gas_used,
        std::optional{execution.blob_gas_used()}, source));
    BYLINE_TRY_VOID(compare(BlockError::wrong_receipts_root, header.receipts_root,
        receipts_root(execution.receipts()), source));
    if (header.logs_bloom != execution.logs_bloom())
        return reject(BlockError::wrong_logs_bloom,
            "header says " + to_hex(header.logs_bloom.bytes) + ", execution gives " +
                to_hex(execution.logs_bloom().bytes));
    if (header.requests_hash)
        return compare(BlockError::wrong_requests, header.requests_hash,
            std::optional{execution.requests_hash()}, source);
    return {};
}
}  // namespace

std::string check_name(const BlockRejection& rejection)
{
    if (rejection.tx_error)
        return "transaction " + std::to_string(rejection.tx_index);
    return std::string{rejection.block_error ? check_name_of(*rejection.block_error) : "block"};
}

std::string to_string(const BlockRejection& rejection)
{
    std::string sentence = check_name(rejection) + ": ";
    if (!rejection.detail.empty())
        return sentence + rejection.detail;
    if (rejection.block_error)
        return sentence.append(vm::to_string(*rejection.block_error));
    return sentence + "refused";
}

bytes32 receipts_root(const std::vector<vm::Receipt>& receipts)
{
    std::vector<Bytes> items;
    items.reserve(receipts.size());
    for (const vm::Receipt& receipt : receipts)
        items.push_back(vm::encode(receipt));
    return ordered_root(items);
}

bytes32 withdrawals_root(const std::vector<vm::Withdrawal>& withdrawals)
{
    if (withdrawals.empty())
        return empty_trie_root;
    std::vector<Bytes> items;
    items.reserve(withdrawals.size());
    for (const vm::Withdrawal& withdrawal : withdrawals)
        items.push_back(vm::encode(withdrawal));
    return ordered_root(items);
}

std::expected<ExecutedBlock, BlockRejection> execute_and_check(vm::Machine& machine,
    const vm::StateView& parent_state, const vm::ChainConfig& config, const vm::BlockHeader& parent,
    const bytes32& parent_hash, const vm::Block& block)
{
    const vm::ForkActivation& fork = config.at(block.header.timestamp);
    if (const auto checked = vm::check_header(block.header, parent, parent_hash, config); !checked)
        return reject(checked.error(),
            header_detail(checked.error(), block.header, parent, parent_hash, fork));
    EncodedBody body = encode_body(block.transactions);
    BYLINE_TRY_VOID(check_body(block, body, fork));

    vm::BlockExecution execution{machine, parent_state, config, block.header};
    BYLINE_TRY(senders, execute_transactions(execution, block, body));
    if (const auto finished = execution.finish(block.withdrawals); !finished)
        return reject(finished.error());
    BYLINE_TRY_VOID(check_outcome(block.header, execution));
    return ExecutedBlock{
        execution.state().diff(), execution.receipts(), std::move(senders), std::move(body.hashes)};
}

std::expected<void, BlockRejection> check_state_root(
    const vm::BlockHeader& header, const bytes32& root)
{
    return compare(BlockError::wrong_state_root, header.state_root, root, "execution gives");
}
}  // namespace byline::node
