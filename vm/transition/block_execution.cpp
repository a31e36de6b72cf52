#include "vm/transition/block_execution.hpp"

#include "vm/crypto/hash.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/log.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/bloom.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/decoding/deposit.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <cstdint>
#include <expected>
#include <utility>
#include <vector>

namespace byline::vm
{
namespace
{
/// Who calls the system contracts, and with how much gas (EIP-4788).
constexpr address system_address = hex_address("fffffffffffffffffffffffffffffffffffffffe");
constexpr std::int64_t system_call_gas = 30'000'000;

constexpr address beacon_roots = hex_address("000f3df6d732807ef1319fb7b8bb8522d0beac02");
constexpr address block_hashes = hex_address("0000f90827f1c53a10cb7a02335b175320002935");
constexpr address withdrawal_requests = hex_address("00000961ef480eb55e80d19ad83579a64c007002");
constexpr address consolidation_requests = hex_address("0000bbddc7ce488642fb579f8b00f3a590007251");

/// The first byte of a request (EIP-7685).
constexpr std::uint8_t deposit_type = 0x00;
constexpr std::uint8_t withdrawal_type = 0x01;
constexpr std::uint8_t consolidation_type = 0x02;

constexpr std::uint64_t wei_per_gwei = 1'000'000'000;
constexpr std::uint64_t max_blobs_per_tx = 6;  ///< EIP-7594
}  // namespace

BlockExecution::BlockExecution(Machine& machine, const StateView& parent_state,
    const ChainConfig& config, const BlockHeader& header)
    : machine_{machine},
      config_{config},
      fork_{config.at(header.timestamp)},
      header_{header},
      context_{block_context(header, config)},
      state_{parent_state}
{
    // What these calls come to is no condition of the block: on a chain without the contracts
    // nothing happens.
    if (header_.parent_beacon_block_root)
        system_call(beacon_roots, header_.parent_beacon_block_root->bytes);
    if (fork_.revision >= Revision::prague)
        system_call(block_hashes, header_.parent_hash.bytes);
}

BlockLimits limits_of_empty_block(std::uint64_t gas_limit, const ForkActivation& fork) noexcept
{
    return {.gas_left = gas_limit,
        .blobs_left = fork.blobs.max,
        .max_blobs_per_tx = fork.revision >= Revision::osaka ? max_blobs_per_tx : fork.blobs.max};
}

Result BlockExecution::system_call(const address& contract, BytesView input)
{
    Journal journal{state_};
    journal.access_address(contract);
    const Message message{.kind = CallKind::call,
        .gas = system_call_gas,
        .sender = system_address,
        .recipient = contract,
        .value = {},
        .input = input};
    Result result = machine_.execute(journal, context_, {system_address, {}, {}}, message);
    state_.apply(journal.finish());
    return result;
}

std::expected<TxOutcome, TxError> BlockExecution::add(
    const Transaction& tx, const address& sender, Observer* observer)
{
    BlockLimits limits = limits_of_empty_block(header_.gas_limit, fork_);
    limits.gas_left -= gas_used_;
    limits.blobs_left -= blob_gas_used_ / gas_per_blob;
    BYLINE_TRY(outcome,
        transition(machine_, state_, context_, limits, tx, sender, {.observer = observer}));
    state_.apply(outcome.diff);
    gas_used_ += outcome.gas_used;
    blob_gas_used_ += tx.blob_hashes.size() * gas_per_blob;

    Receipt receipt;
    receipt.type = tx.type;
    receipt.success = outcome.status == Status::success;
    receipt.cumulative_gas_used = gas_used_;
    receipt.bloom = bloom_of(outcome.logs);
    receipt.logs = outcome.logs;
    receipts_.push_back(std::move(receipt));
    return outcome;
}

void BlockExecution::pay_withdrawals(const std::vector<Withdrawal>& withdrawals)
{
    Journal journal{state_};
    for (const Withdrawal& withdrawal : withdrawals)
        journal.add_balance(
            withdrawal.recipient, uint256{withdrawal.amount} * uint256{wei_per_gwei});
    state_.apply(journal.finish());
}

std::expected<void, BlockError> BlockExecution::collect_deposits()
{
    Bytes request{deposit_type};
    for (const Receipt& receipt : receipts_)
    {
        for (const Log& log : receipt.logs)
        {
            if (!is_deposit(log, config_.deposit_contract))
                continue;
            const auto deposit = read_deposit(log.data);
            if (!deposit)
                return std::unexpected{BlockError::deposit_layout};
            request.insert(request.end(), deposit->begin(), deposit->end());
        }
    }
    if (request.size() > 1)
        requests_.push_back(std::move(request));
    return {};
}

/// The requests that have queued up in a system contract (EIP-7002, EIP-7251).
std::expected<void, BlockError> BlockExecution::collect_from(
    const address& contract, std::uint8_t type)
{
    const auto account = state_.account(contract);
    if (!account || account->code_hash == empty_code_hash)
        return std::unexpected{BlockError::system_contract_missing};
    const Result result = system_call(contract, {});
    if (result.status != Status::success)
        return std::unexpected{BlockError::system_call_failed};
    if (result.output.empty())
        return {};
    Bytes request{type};
    request.insert(request.end(), result.output.begin(), result.output.end());
    requests_.push_back(std::move(request));
    return {};
}

std::expected<void, BlockError> BlockExecution::finish(const std::vector<Withdrawal>& withdrawals)
{
    pay_withdrawals(withdrawals);
    if (fork_.revision < Revision::prague)
        return {};
    BYLINE_TRY_VOID(collect_deposits());
    BYLINE_TRY_VOID(collect_from(withdrawal_requests, withdrawal_type));
    return collect_from(consolidation_requests, consolidation_type);
}

Bloom BlockExecution::logs_bloom() const noexcept
{
    Bloom bloom;
    for (const Receipt& receipt : receipts_)
        bloom.add(receipt.bloom);
    return bloom;
}

bytes32 BlockExecution::requests_hash() const
{
    Bytes hashes;
    for (const Bytes& request : requests_)
    {
        const bytes32 hash = sha256(request);
        hashes.insert(hashes.end(), hash.bytes.begin(), hash.bytes.end());
    }
    return sha256(hashes);
}
}  // namespace byline::vm
