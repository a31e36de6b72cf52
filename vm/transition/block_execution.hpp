#pragma once

#include "vm/state/overlay.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transition.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

namespace byline::vm
{
/// Why a block is not valid. The names are those of the public test fixtures (BlockException).
enum class BlockError : std::uint8_t
{
#define BYLINE_BLOCK_ERROR(name, fixture_name, text) name,
#include "vm/transition/block_errors.def"
};

std::string_view fixture_name(BlockError error) noexcept;
std::string_view to_string(BlockError error) noexcept;

/// The base fee of the block after `parent`, wei a gas (EIP-1559).
uint256 next_base_fee(const BlockHeader& parent) noexcept;

/// The excess blob gas of the block after `parent` (EIP-4844, EIP-7691, EIP-7918).
std::uint64_t next_excess_blob_gas(const BlockHeader& parent, const ForkActivation& fork) noexcept;

/// The price of blob gas, wei (EIP-4844).
uint256 blob_base_fee(std::uint64_t excess_blob_gas, const BlobParameters& blobs) noexcept;

/// What a block without transactions so far leaves to its first one.
BlockLimits limits_of_empty_block(std::uint64_t gas_limit, const ForkActivation& fork) noexcept;

/// The context in which transactions of a block with that header run.
BlockContext block_context(const BlockHeader& header, const ChainConfig& config) noexcept;

/// The rules between a header and its parent that need neither body nor state (Yellow Paper §4.4.4
/// and the EIPs at each field).
std::expected<void, BlockError> check_header(const BlockHeader& header, const BlockHeader& parent,
    const bytes32& parent_hash, const ChainConfig& config);

/// The greatest size of an encoded block in bytes, from Osaka on (EIP-7934).
inline constexpr std::size_t max_block_size = 8'388'608;

/// The rules for the size of an encoded block.
std::expected<void, BlockError> check_block_size(std::size_t size, const ForkActivation& fork);

/// Executes a block, transaction by transaction, on the state of its parent. The importer and the
/// builder both run on it. Order: constructor (system calls at the start, EIP-4788 and EIP-2935),
/// `add` for each transaction, `finish` once (withdrawals, requests).
class BlockExecution
{
public:
    /// `machine`, `parent_state` and `config` must outlive this object. Only the fields of the
    /// header that are known before execution are read.
    BlockExecution(Machine& machine, const StateView& parent_state, const ChainConfig& config,
        const BlockHeader& header);

    /// Executes the next transaction. After an error the block is as before it.
    std::expected<TxOutcome, TxError> add(
        const Transaction& tx, const address& sender, Observer* observer = nullptr);

    /// Withdrawals (EIP-4895), then requests (EIP-7685: deposits 6110, withdrawals 7002,
    /// consolidations 7251).
    std::expected<void, BlockError> finish(const std::vector<Withdrawal>& withdrawals);

    /// The state after what has been executed so far.
    [[nodiscard]] const Overlay& state() const noexcept { return state_; }

    [[nodiscard]] const BlockContext& context() const noexcept { return context_; }

    [[nodiscard]] const std::vector<Receipt>& receipts() const noexcept { return receipts_; }

    [[nodiscard]] std::uint64_t gas_used() const noexcept { return gas_used_; }

    [[nodiscard]] std::uint64_t blob_gas_used() const noexcept { return blob_gas_used_; }

    [[nodiscard]] Bloom logs_bloom() const noexcept;

    /// The requests by type, type byte first, empty ones left out (EIP-7685).
    [[nodiscard]] const std::vector<Bytes>& requests() const noexcept { return requests_; }

    /// sha256 over the sha256 of each request (EIP-7685); what stands in a Prague header.
    [[nodiscard]] bytes32 requests_hash() const;

private:
    Result system_call(const address& contract, BytesView input);
    void pay_withdrawals(const std::vector<Withdrawal>& withdrawals);
    std::expected<void, BlockError> collect_deposits();
    std::expected<void, BlockError> collect_from(const address& contract, std::uint8_t type);

    Machine& machine_;
    const ChainConfig& config_;
    const ForkActivation& fork_;
    BlockHeader header_;
    BlockContext context_;
    Overlay state_;
    std::vector<Receipt> receipts_;
    std::vector<Bytes> requests_;
    std::uint64_t gas_used_ = 0;
    std::uint64_t blob_gas_used_ = 0;
};
}  // namespace byline::vm
