#include "vm/evm/evm.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <string_view>

namespace byline::vm
{
namespace
{
constexpr std::uint64_t tx_base_gas = 21'000;
constexpr std::uint64_t creation_gas = 32'000;
constexpr std::uint64_t gas_per_token = 4;               ///< a zero byte is 1 token, another 4
constexpr std::uint64_t tokens_per_nonzero_byte = 4;     ///< EIP-2028
constexpr std::uint64_t floor_gas_per_token = 10;        ///< EIP-7623
constexpr std::uint64_t gas_per_initcode_word = 2;       ///< EIP-3860
constexpr std::uint64_t gas_per_listed_address = 2400;   ///< EIP-2930
constexpr std::uint64_t gas_per_listed_key = 1900;       ///< EIP-2930
constexpr std::uint64_t gas_per_authorization = 25'000;  ///< EIP-7702, PER_EMPTY_ACCOUNT_COST
constexpr std::size_t max_initcode_size = 49'152;        ///< EIP-3860
constexpr std::uint8_t kzg_version = 0x01;               ///< EIP-4844

std::uint64_t calldata_tokens(BytesView data) noexcept
{
    const auto zeros = static_cast<std::uint64_t>(std::ranges::count(data, std::uint8_t{0}));
    return zeros + (data.size() - zeros) * tokens_per_nonzero_byte;
}

/// Gas at the greatest fee costs less than 2^256 wei; nobody owns more.
bool gas_cost_fits_word(const Transaction& tx) noexcept
{
    const uint512 cost = full_mul(uint256{tx.gas_limit}, tx.max_fee_per_gas);
    return (cost[4] | cost[5] | cost[6] | cost[7]) == 0;
}

constexpr std::array fixture_names{
#define BYLINE_TX_ERROR(name, fixture_name, text) std::string_view{#fixture_name},
#include "vm/transition/tx_errors.def"
};

constexpr std::array texts{
#define BYLINE_TX_ERROR(name, fixture_name, text) std::string_view{text},
#include "vm/transition/tx_errors.def"
};

std::unexpected<TxError> refuse(TxError error)
{
    return std::unexpected{error};
}

std::expected<void, TxError> check_blob_fields(const Transaction& tx, const BlockLimits& limits)
{
    if (tx.blob_hashes.empty())
        return refuse(TxError::no_blobs);
    // Where a transaction may have fewer than the block (EIP-7594), more than the block can take
    // comes first.
    if (tx.blob_hashes.size() > limits.max_blobs_per_tx)
        return refuse(
            limits.max_blobs_per_tx < limits.blobs_left && limits.blobs_left < tx.blob_hashes.size()
                ? TxError::blob_gas_exceeded
                : TxError::blob_count_exceeded);
    const auto has_version = [](const bytes32& hash) { return hash.bytes[0] == kzg_version; };
    if (!std::ranges::all_of(tx.blob_hashes, has_version))
        return refuse(TxError::bad_blob_hash);
    if (!tx.to)
        return refuse(TxError::blob_creates_contract);
    return {};
}

std::expected<void, TxError> check_type_fields(const Transaction& tx, const BlockLimits& limits)
{
    if (tx.type == TxType::blob)
        return check_blob_fields(tx, limits);
    if (tx.type == TxType::set_code && !tx.to)
        return refuse(TxError::set_code_creates_contract);
    if (tx.type == TxType::set_code && tx.authorizations.empty())
        return refuse(TxError::no_authorizations);
    return {};
}
}  // namespace

std::string_view fixture_name(TxError error) noexcept
{
    return fixture_names[static_cast<std::size_t>(error)];
}

std::string_view to_string(TxError error) noexcept
{
    return texts[static_cast<std::size_t>(error)];
}

IntrinsicGas intrinsic_gas(const Transaction& tx, Revision revision) noexcept
{
    const std::uint64_t tokens = calldata_tokens(tx.data);
    IntrinsicGas gas;
    gas.intrinsic = tx_base_gas + tokens * gas_per_token;
    if (!tx.to)
        gas.intrinsic += creation_gas + (tx.data.size() + 31) / 32 * gas_per_initcode_word;
    for (const AccessListEntry& entry : tx.access_list)
        gas.intrinsic += gas_per_listed_address + entry.keys.size() * gas_per_listed_key;
    gas.intrinsic += tx.authorizations.size() * gas_per_authorization;
    if (revision >= Revision::prague)
        gas.floor = tx_base_gas + tokens * floor_gas_per_token;
    return gas;
}

uint256 effective_gas_price(const Transaction& tx, const uint256& base_fee) noexcept
{
    const auto [with_tip, carry] = add_with_carry(base_fee, tx.max_priority_fee_per_gas);
    return carry ? tx.max_fee_per_gas : std::min(tx.max_fee_per_gas, with_tip);
}

std::expected<void, TxError> check_stateless(
    const Transaction& tx, const BlockContext& block, const BlockLimits& limits, Checks checks)
{
    if (tx.type == TxType::set_code && block.revision < Revision::prague)
        return refuse(TxError::type_4_before_fork);
    if (tx.chain_id && *tx.chain_id != block.chain_id)
        return refuse(TxError::wrong_chain_id);
    if (checks == Checks::all && block.revision >= Revision::osaka && tx.gas_limit > tx_gas_cap)
        return refuse(TxError::gas_limit_above_cap);
    const IntrinsicGas gas = intrinsic_gas(tx, block.revision);
    if (tx.gas_limit < gas.intrinsic)
        return refuse(TxError::intrinsic_gas_too_low);
    if (tx.gas_limit < gas.floor)
        return refuse(TxError::below_floor_gas);
    if (tx.nonce == std::numeric_limits<std::uint64_t>::max())  // EIP-2681
        return refuse(TxError::nonce_max);
    if (!tx.to && tx.data.size() > max_initcode_size)
        return refuse(TxError::initcode_too_large);
    if (tx.max_priority_fee_per_gas > tx.max_fee_per_gas)
        return refuse(TxError::tip_above_fee_cap);
    BYLINE_TRY_VOID(check_type_fields(tx, limits));
    if (checks == Checks::all && !gas_cost_fits_word(tx))
        return refuse(TxError::insufficient_funds);
    return {};
}
}  // namespace byline::vm
