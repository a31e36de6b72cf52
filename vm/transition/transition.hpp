#pragma once

#include "vm/evm/evm.hpp"
#include "vm/state/log.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::vm
{
/// Why a transaction may not stand in a block. The names are those of the public test fixtures
/// (TransactionException).
enum class TxError : std::uint8_t
{
#define BYLINE_TX_ERROR(name, fixture_name, text) name,
#include "vm/transition/tx_errors.def"
};

/// The fixtures' name, "NONCE_MISMATCH_TOO_LOW".
std::string_view fixture_name(TxError error) noexcept;

/// Words for people: "nonce too low". JSON-RPC clients match on these texts.
std::string_view to_string(TxError error) noexcept;

/// The limits of blobs in a block (EIP-4844, EIP-7840): data of the chain configuration.
struct BlobParameters
{
    std::uint64_t target = 6;  ///< blobs a block
    std::uint64_t max = 9;     ///< blobs a block
    std::uint64_t base_fee_update_fraction = 5'007'716;

    bool operator==(const BlobParameters&) const noexcept = default;
};

/// EIP-4844: the blob gas that one blob takes.
inline constexpr std::uint64_t gas_per_blob = 131'072;

/// EIP-7825: the greatest gas limit of a transaction, from Osaka on.
inline constexpr std::uint64_t tx_gas_cap = 1 << 24;

/// What of the block a transaction is checked against.
struct BlockLimits
{
    std::uint64_t gas_left = 0;          ///< of the block's gas limit
    std::uint64_t blobs_left = 0;        ///< of the block's blobs
    std::uint64_t max_blobs_per_tx = 6;  ///< EIP-7594: 6 from Osaka on; before, the block's maximum
};

/// What a valid transaction did.
struct TxOutcome
{
    Status status = Status::success;
    std::uint64_t gas_used = 0;  ///< after refunds and the calldata floor (EIP-3529, EIP-7623)
    Bytes output;                ///< return or revert data of the outermost frame
    std::optional<address>
        created;  ///< the new contract's address, if it was a creation (also where it failed)
    std::vector<Log> logs;
    StateDiff diff;
};

enum class Checks : std::uint8_t
{
    all,
    call_only,  ///< eth_call, estimates: no nonce, balance for gas, base fee, gas limit (of the
                ///< block, of EIP-7825) or sender-code checks; gas is neither bought nor paid for
};

/// Intrinsic gas (Yellow Paper §6.2, EIP-2930, 3860, 7702) and the floor that EIP-7623 sets on gas
/// used.
struct IntrinsicGas
{
    std::uint64_t intrinsic = 0;
    std::uint64_t floor = 0;
};

IntrinsicGas intrinsic_gas(const Transaction& tx, Revision revision) noexcept;

/// min(max fee, base fee + priority fee), wei a gas (EIP-1559).
uint256 effective_gas_price(const Transaction& tx, const uint256& base_fee) noexcept;

/// What can be said without any state: type against fork, fee order, sizes, blob fields, intrinsic
/// gas, gas cap (EIP-7825).
std::expected<void, TxError> check_stateless(const Transaction& tx, const BlockContext& block,
    const BlockLimits& limits, Checks checks = Checks::all);

/// How a transaction is executed, where not as a block does it.
struct TransitionOptions
{
    Checks checks = Checks::all;
    Observer* observer = nullptr;  ///< may be null
};

/// Executes one transaction on a view (Yellow Paper §6): pure, nothing is written. An error means
/// that it may not stand in this block and changes nothing.
std::expected<TxOutcome, TxError> transition(Machine& machine, const StateView& view,
    const BlockContext& block, const BlockLimits& limits, const Transaction& tx,
    const address& sender, const TransitionOptions& options = {});
}  // namespace byline::vm
