#include "node/chain/sealing/admission.hpp"

#include "node/chain/node.hpp"
#include "node/pool/pool.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace byline::node
{
namespace
{
using vm::TxError;

constexpr std::uint8_t blob_type_byte = 0x03;  ///< EIP-4844

std::unexpected<SubmitError> refuse(TxError error)
{
    return std::unexpected{refusal(error)};
}

/// The words of the error, then both values.
std::unexpected<SubmitError> refuse(TxError error, const std::string& detail)
{
    SubmitError refused = refusal(error);
    refused.message += detail;
    return std::unexpected{std::move(refused)};
}

std::unexpected<SubmitError> refuse_blobs()
{
    return std::unexpected{SubmitError{SubmitError::Kind::invalid, std::nullopt,
        "transaction type not supported: this node does not keep the blobs of blob transactions "
        "(type 3)"}};
}

std::expected<PooledTransaction, SubmitError> with_sender(PooledTransaction pooled)
{
    if (pooled.tx.type == vm::TxType::blob)
        return refuse_blobs();
    if (!pooled.tx.chain_id)
        return std::unexpected{SubmitError{SubmitError::Kind::invalid, std::nullopt,
            "only replay-protected (EIP-155) transactions allowed over RPC"}};
    const auto sender = vm::recover_sender(pooled.tx);
    if (!sender)
        return refuse(TxError::bad_signature);
    pooled.sender = *sender;
    return pooled;
}

/// Adds the values that made the transaction invalid.
std::unexpected<SubmitError> refuse_stateless(
    TxError error, const vm::Transaction& tx, const vm::BlockContext& block)
{
    switch (error)
    {
        case TxError::wrong_chain_id:
            return refuse(error, ": have " + std::to_string(tx.chain_id.value_or(0)) + " want " +
                                     std::to_string(block.chain_id));
        case TxError::gas_limit_above_cap:
            return refuse(error, ": have " + std::to_string(tx.gas_limit) + ", cap 16777216");
        case TxError::intrinsic_gas_too_low:
        case TxError::below_floor_gas: {
            const vm::IntrinsicGas gas = vm::intrinsic_gas(tx, block.revision);
            return refuse(TxError::intrinsic_gas_too_low,
                ": gas " + std::to_string(tx.gas_limit) + ", minimum needed " +
                    std::to_string(std::max(gas.intrinsic, gas.floor)));
        }
        case TxError::initcode_too_large:
            return refuse(error, ": code size " + std::to_string(tx.data.size()) + ", limit 49152");
        case TxError::tip_above_fee_cap:
            return refuse(error, ": maxPriorityFeePerGas " +
                                     to_decimal(tx.max_priority_fee_per_gas) + ", maxFeePerGas " +
                                     to_decimal(tx.max_fee_per_gas));
        default:
            return refuse(error);
    }
}

/// gas * fee cap + value; nothing where that is not below 2^256.
std::optional<uint256> greatest_cost(const vm::Transaction& tx)
{
    const uint512 gas = full_mul(uint256{tx.gas_limit}, tx.max_fee_per_gas);
    if ((gas[4] | gas[5] | gas[6] | gas[7]) != 0)
        return std::nullopt;
    const auto [cost, carry] = add_with_carry(uint256{gas[3], gas[2], gas[1], gas[0]}, tx.value);
    return carry ? std::nullopt : std::optional{cost};
}

/// EIP-3607, with EIP-7702's exception.
bool may_send(const vm::Account& account, const vm::StateView& state, Revision revision)
{
    if (account.code_hash == empty_code_hash)
        return true;
    constexpr std::size_t designator_size = 23;  // 0xef0100 and an address
    const Bytes code = state.code(account.code_hash);
    return revision >= Revision::prague && code.size() == designator_size && code[0] == 0xef &&
           code[1] == 0x01 && code[2] == 0x00;
}
}  // namespace

SubmitError refusal(vm::TxError error)
{
    return {SubmitError::Kind::invalid, error, std::string{vm::to_string(error)}};
}

std::expected<PooledTransaction, SubmitError> read_submission(BytesView raw)
{
    // Wallets send blobs beside the transaction, in a form that is not the canonical one.
    if (!raw.empty() && raw[0] == blob_type_byte)
        return refuse_blobs();
    auto tx = vm::decode_transaction(raw);
    if (!tx)
        return std::unexpected{SubmitError{SubmitError::Kind::undecodable, std::nullopt,
            "failed to decode signed transaction: " + std::string{vm::to_string(tx.error())} +
                " (byte " + std::to_string(tx.error().position) + ")"}};
    return with_sender({std::move(*tx), keccak256(raw), {}});
}

std::expected<PooledTransaction, SubmitError> complete_submission(const vm::Transaction& tx)
{
    return with_sender({tx, vm::hash(tx), {}});
}

std::expected<void, SubmitError> check_against_block(
    const vm::Transaction& tx, const vm::BlockContext& block)
{
    // A cost of 2^256 and more is told with the sender's balance, by the check against the state.
    const auto checked = vm::check_stateless(tx, block, {});
    if (!checked && checked.error() != TxError::insufficient_funds)
        return refuse_stateless(checked.error(), tx, block);
    if (tx.gas_limit > block.gas_limit)
        return refuse(TxError::block_gas_exceeded);
    if (tx.max_fee_per_gas < block.base_fee)
        return refuse(TxError::fee_below_base_fee, ": maxFeePerGas " +
                                                       to_decimal(tx.max_fee_per_gas) +
                                                       ", baseFee " + to_decimal(block.base_fee));
    return {};
}

std::expected<std::uint64_t, SubmitError> check_against_state(
    const PooledTransaction& pooled, const vm::StateView& state, const vm::BlockContext& block)
{
    const vm::Account account = state.account(pooled.sender).value_or(vm::Account{});
    if (pooled.tx.nonce < account.nonce)
        return refuse(TxError::nonce_too_low, ": next nonce " + std::to_string(account.nonce) +
                                                  ", tx nonce " + std::to_string(pooled.tx.nonce));
    const auto cost = greatest_cost(pooled.tx);
    if (!cost || account.balance < *cost)
        return refuse(TxError::insufficient_funds,
            ": address " + to_checksum_hex(pooled.sender) + " have " + to_decimal(account.balance) +
                " want " + (cost ? to_decimal(*cost) : std::string{"more than 2^256"}));
    if (!may_send(account, state, block.revision))
        return refuse(TxError::sender_not_eoa, ": address " + to_checksum_hex(pooled.sender));
    return account.nonce;
}
}  // namespace byline::node
