#include "vm/evm/evm.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
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
constexpr std::uint64_t elasticity = 2;                    ///< EIP-1559
constexpr std::uint64_t base_fee_change_denominator = 8;   ///< EIP-1559
constexpr std::uint64_t initial_base_fee = 1'000'000'000;  ///< EIP-1559, wei
constexpr std::uint64_t gas_limit_bound = 1024;            ///< Yellow Paper §4.4.4
constexpr std::uint64_t min_gas_limit = 5000;              ///< Yellow Paper §4.4.4
constexpr std::uint64_t max_gas_limit = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t max_extra_data = 32;
constexpr std::uint64_t min_blob_base_fee = 1;     ///< EIP-4844, wei
constexpr std::uint64_t blob_base_cost = 1 << 13;  ///< EIP-7918

constexpr std::array fixture_names{
#define BYLINE_BLOCK_ERROR(name, fixture_name, text) std::string_view{#fixture_name},
#include "vm/transition/block_errors.def"
};

constexpr std::array texts{
#define BYLINE_BLOCK_ERROR(name, fixture_name, text) std::string_view{text},
#include "vm/transition/block_errors.def"
};

std::unexpected<BlockError> refuse(BlockError error)
{
    return std::unexpected{error};
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) noexcept
{
    return a > b ? a - b : b - a;
}

std::expected<void, BlockError> check_gas(const BlockHeader& header, const BlockHeader& parent)
{
    if (header.gas_limit < min_gas_limit || header.gas_limit > max_gas_limit ||
        distance(header.gas_limit, parent.gas_limit) >= parent.gas_limit / gas_limit_bound)
        return refuse(BlockError::wrong_gas_limit);
    if (header.gas_used > header.gas_limit)
        return refuse(BlockError::gas_used_above_limit);
    if (!header.base_fee_per_gas)
        return refuse(BlockError::wrong_format);
    if (*header.base_fee_per_gas != next_base_fee(parent))
        return refuse(BlockError::wrong_base_fee);
    return {};
}

/// What Paris froze (EIP-3675).
std::expected<void, BlockError> check_frozen_fields(const BlockHeader& header)
{
    const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
    if (!header.difficulty.is_zero() || !std::ranges::all_of(header.nonce, is_zero))
        return refuse(BlockError::wrong_difficulty);
    if (header.ommers_hash != empty_ommers_hash)
        return refuse(BlockError::ommers_not_empty);
    return {};
}

std::expected<void, BlockError> check_blob_gas(
    const BlockHeader& header, const BlockHeader& parent, const ForkActivation& fork)
{
    if (*header.blob_gas_used > fork.blobs.max * gas_per_blob)
        return refuse(BlockError::blob_gas_above_limit);
    if (*header.blob_gas_used % gas_per_blob != 0)
        return refuse(BlockError::wrong_blob_gas_used);
    if (*header.excess_blob_gas != next_excess_blob_gas(parent, fork))
        return refuse(BlockError::wrong_excess_blob_gas);
    return {};
}
}  // namespace

std::string_view fixture_name(BlockError error) noexcept
{
    return fixture_names[static_cast<std::size_t>(error)];
}

std::string_view to_string(BlockError error) noexcept
{
    return texts[static_cast<std::size_t>(error)];
}

uint256 next_base_fee(const BlockHeader& parent) noexcept
{
    const uint256 base_fee = parent.base_fee_per_gas.value_or(uint256{initial_base_fee});
    const std::uint64_t target = parent.gas_limit / elasticity;
    if (parent.gas_used == target || target == 0)
        return base_fee;
    const uint256 change = base_fee * uint256{distance(parent.gas_used, target)} / uint256{target} /
                           uint256{base_fee_change_denominator};
    if (parent.gas_used < target)
        return base_fee - change;
    return base_fee + std::max(change, uint256{1});
}

std::uint64_t next_excess_blob_gas(const BlockHeader& parent, const ForkActivation& fork) noexcept
{
    const std::uint64_t excess = parent.excess_blob_gas.value_or(0);
    const std::uint64_t used = parent.blob_gas_used.value_or(0);
    const std::uint64_t target = fork.blobs.target * gas_per_blob;
    if (excess + used < target)
        return 0;
    // EIP-7918: while blobs cost less than the execution that checks them, the price may only rise.
    if (fork.revision >= Revision::osaka)
    {
        const uint256 reserve =
            uint256{blob_base_cost} * parent.base_fee_per_gas.value_or(uint256{});
        const uint256 price = uint256{gas_per_blob} * blob_base_fee(excess, fork.blobs);
        if (reserve > price)
            return excess + used * (fork.blobs.max - fork.blobs.target) / fork.blobs.max;
    }
    return excess + used - target;
}

/// EIP-4844, `fake_exponential`. A price of 2^192 and more, which no sum of ether could pay, comes
/// out as the greatest word.
uint256 blob_base_fee(std::uint64_t excess_blob_gas, const BlobParameters& blobs) noexcept
{
    const uint256 denominator{blobs.base_fee_update_fraction};
    uint256 sum;
    uint256 term = uint256{min_blob_base_fee} * denominator;
    for (std::uint64_t i = 1; !term.is_zero(); ++i)
    {
        if (term.bit_width() > 192 || sum.bit_width() > 192)
            return max_uint256;
        sum += term;
        term = term * uint256{excess_blob_gas} / (denominator * uint256{i});
    }
    return sum / denominator;
}

BlockContext block_context(const BlockHeader& header, const ChainConfig& config) noexcept
{
    const ForkActivation& fork = config.at(header.timestamp);
    BlockContext context;
    context.revision = fork.revision;
    context.chain_id = config.chain_id;
    context.number = header.number;
    context.timestamp = header.timestamp;
    context.gas_limit = header.gas_limit;
    context.coinbase = header.coinbase;
    context.prev_randao = header.prev_randao;
    context.base_fee = header.base_fee_per_gas.value_or(uint256{});
    context.blob_base_fee = blob_base_fee(header.excess_blob_gas.value_or(0), fork.blobs);
    return context;
}

std::expected<void, BlockError> check_header(const BlockHeader& header, const BlockHeader& parent,
    const bytes32& parent_hash, const ChainConfig& config)
{
    const ForkActivation& fork = config.at(header.timestamp);
    if (header.parent_hash != parent_hash)
        return refuse(BlockError::unknown_parent);
    if (header.number != parent.number + 1)
        return refuse(BlockError::wrong_number);
    if (header.timestamp <= parent.timestamp)
        return refuse(BlockError::timestamp_not_after_parent);
    if (header.extra_data.size() > max_extra_data)
        return refuse(BlockError::extra_data_too_long);
    const bool has_cancun_fields = header.withdrawals_root && header.blob_gas_used &&
                                   header.excess_blob_gas && header.parent_beacon_block_root;
    const bool wants_requests = fork.revision >= Revision::prague;
    if (!has_cancun_fields || header.requests_hash.has_value() != wants_requests)
        return refuse(BlockError::wrong_format);
    BYLINE_TRY_VOID(check_frozen_fields(header));
    BYLINE_TRY_VOID(check_gas(header, parent));
    return check_blob_gas(header, parent, fork);
}

std::expected<void, BlockError> check_block_size(std::size_t size, const ForkActivation& fork)
{
    if (fork.revision >= Revision::osaka && size > max_block_size)
        return refuse(BlockError::block_too_large);
    return {};
}
}  // namespace byline::vm
