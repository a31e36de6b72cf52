#include "vm/transition/transition.hpp"

#include "vm/evm/create_address.hpp"
#include "vm/evm/evm.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <utility>

namespace byline::vm
{
namespace
{
constexpr std::uint64_t max_refund_quotient = 5;                                ///< EIP-3529
constexpr std::uint64_t max_nonce = std::numeric_limits<std::uint64_t>::max();  ///< EIP-2681
constexpr std::int64_t existing_authority_refund = 12'500;                      ///< EIP-7702
constexpr std::array<std::uint8_t, 3> delegation_prefix{0xef, 0x01, 0x00};      ///< EIP-7702

/// One transaction on its way through a block: the steps of the Yellow Paper, §6.2, in order.
class Run
{
public:
    Run(Journal& journal, const BlockContext& block, const Transaction& tx, const address& sender)
        : journal_{journal},
          block_{block},
          tx_{tx},
          sender_{sender},
          gas_price_{effective_gas_price(tx, block.base_fee)}
    {}

    std::expected<void, TxError> check_block(const BlockLimits& limits) const;
    std::expected<void, TxError> check_sender();
    std::expected<void, TxError> check_value();
    void buy_gas();
    Result run(Machine& machine, std::uint64_t intrinsic, Observer* observer);
    /// Gives back unused gas and pays the fee recipient.
    void settle_gas(std::uint64_t gas_used);

    [[nodiscard]] std::optional<address> created() const { return created_; }

private:
    [[nodiscard]] uint256 blob_gas() const
    {
        return uint256{tx_.blob_hashes.size()} * uint256{gas_per_blob};
    }

    [[nodiscard]] std::optional<uint256> greatest_cost() const;
    void warm_up();
    void authorize(const Authorization& authorization);
    Message message(std::uint64_t intrinsic);

    Journal& journal_;
    const BlockContext& block_;
    const Transaction& tx_;
    const address& sender_;
    uint256 gas_price_;
    std::optional<address> created_;
};

std::unexpected<TxError> refuse(TxError error)
{
    return std::unexpected{error};
}

/// The product, or nothing if it is not below 2^256.
std::optional<uint256> checked_multiply(const uint256& a, const uint256& b)
{
    const uint512 product = full_mul(a, b);
    if ((product[4] | product[5] | product[6] | product[7]) != 0)
        return std::nullopt;
    return uint256{product[3], product[2], product[1], product[0]};
}

std::optional<uint256> checked_add(const std::optional<uint256>& a, const std::optional<uint256>& b)
{
    if (!a || !b)
        return std::nullopt;
    const auto [sum, carry] = add_with_carry(*a, *b);
    return carry ? std::nullopt : std::optional{sum};
}

/// What the sender must own: gas at the greatest fee, blob gas likewise, and the value; nothing if
/// that is not below 2^256.
std::optional<uint256> Run::greatest_cost() const
{
    const auto gas = checked_multiply(uint256{tx_.gas_limit}, tx_.max_fee_per_gas);
    const auto blobs = checked_multiply(blob_gas(), tx_.max_fee_per_blob_gas);
    return checked_add(checked_add(gas, blobs), tx_.value);
}

/// The rules that need the block but not the state.
std::expected<void, TxError> Run::check_block(const BlockLimits& limits) const
{
    if (tx_.gas_limit > limits.gas_left)
        return refuse(TxError::block_gas_exceeded);
    if (tx_.blob_hashes.size() > limits.blobs_left)
        return refuse(TxError::blob_gas_exceeded);
    if (tx_.max_fee_per_gas < block_.base_fee)
        return refuse(TxError::fee_below_base_fee);
    if (tx_.type == TxType::blob && tx_.max_fee_per_blob_gas < block_.blob_base_fee)
        return refuse(TxError::blob_fee_too_low);
    return {};
}

std::expected<void, TxError> Run::check_sender()
{
    const std::uint64_t nonce = journal_.nonce(sender_);
    if (tx_.nonce < nonce)
        return refuse(TxError::nonce_too_low);
    if (tx_.nonce > nonce)
        return refuse(TxError::nonce_too_high);
    const auto cost = greatest_cost();
    if (!cost || journal_.balance(sender_) < *cost)
        return refuse(TxError::insufficient_funds);
    // EIP-3607; from Prague on an account that delegates may send (EIP-7702).
    const bool may_delegate = block_.revision >= Revision::prague;
    if (journal_.code_hash(sender_) != empty_code_hash &&
        !(may_delegate && journal_.delegation(sender_)))
        return refuse(TxError::sender_not_eoa);
    return {};
}

std::expected<void, TxError> Run::check_value()
{
    if (journal_.balance(sender_) < tx_.value)
        return refuse(TxError::insufficient_funds);
    return {};
}

void Run::buy_gas()
{
    const uint256 cost = uint256{tx_.gas_limit} * gas_price_ + blob_gas() * block_.blob_base_fee;
    journal_.subtract_balance(sender_, cost);
}

/// EIP-2929, EIP-2930, EIP-3651.
void Run::warm_up()
{
    for (const address& precompile : precompile_addresses(block_.revision))
        journal_.access_address(precompile);
    journal_.access_address(block_.coinbase);
    journal_.access_address(sender_);
    journal_.access_address(tx_.to ? *tx_.to : *created_);
    for (const AccessListEntry& entry : tx_.access_list)
    {
        journal_.access_address(entry.addr);
        for (const bytes32& key : entry.keys)
            journal_.access_slot(entry.addr, to_uint256(key));
    }
}

/// One tuple of a set-code transaction (EIP-7702, "Behavior"): one that does not hold is skipped.
void Run::authorize(const Authorization& authorization)
{
    if (!authorization.chain_id.is_zero() && authorization.chain_id != uint256{block_.chain_id})
        return;
    if (authorization.nonce == max_nonce)
        return;
    const auto authority = recover_authority(authorization);
    if (!authority)
        return;
    journal_.access_address(*authority);
    if (journal_.code_hash(*authority) != empty_code_hash && !journal_.delegation(*authority))
        return;
    if (journal_.nonce(*authority) != authorization.nonce)
        return;
    if (journal_.exists(*authority))
        journal_.add_refund(existing_authority_refund);

    Bytes designator;
    if (!authorization.addr.is_zero())
    {
        designator.assign(delegation_prefix.begin(), delegation_prefix.end());
        designator.insert(
            designator.end(), authorization.addr.bytes.begin(), authorization.addr.bytes.end());
    }
    journal_.set_code(*authority, std::move(designator));
    journal_.set_nonce(*authority, authorization.nonce + 1);
}

Message Run::message(std::uint64_t intrinsic)
{
    Message message;
    message.gas = static_cast<std::int64_t>(tx_.gas_limit - intrinsic);
    message.sender = sender_;
    message.value = tx_.value;
    message.input = tx_.data;
    if (tx_.to)
    {
        message.recipient = *tx_.to;
        return message;
    }
    message.kind = CallKind::create;
    message.recipient = *created_;
    return message;
}

Result Run::run(Machine& machine, std::uint64_t intrinsic, Observer* observer)
{
    const std::uint64_t nonce = journal_.nonce(sender_);
    if (!tx_.to)
        created_ = create_address(sender_, nonce);
    journal_.set_nonce(sender_, nonce + 1);
    warm_up();
    for (const Authorization& authorization : tx_.authorizations)
        authorize(authorization);
    // A delegation of the recipient counts as it stands after the authorizations.
    if (tx_.to && block_.revision >= Revision::prague)
    {
        if (const auto target = journal_.delegation(*tx_.to))
            journal_.access_address(*target);
    }
    const TxContext context{sender_, gas_price_, tx_.blob_hashes};
    return machine.execute(journal_, block_, context, message(intrinsic), observer);
}

void Run::settle_gas(std::uint64_t gas_used)
{
    journal_.add_balance(sender_, uint256{tx_.gas_limit - gas_used} * gas_price_);
    journal_.add_balance(block_.coinbase, uint256{gas_used} * (gas_price_ - block_.base_fee));
}

/// Gas used after refunds (EIP-3529) and the floor (EIP-7623).
std::uint64_t final_gas_used(
    const Transaction& tx, const Result& result, std::int64_t refund, std::uint64_t floor)
{
    const std::uint64_t used = tx.gas_limit - static_cast<std::uint64_t>(result.gas_left);
    BYLINE_ASSERT(refund >= 0);
    const std::uint64_t given_back =
        std::min(static_cast<std::uint64_t>(refund), used / max_refund_quotient);
    return std::max(used - given_back, floor);
}
}  // namespace

std::expected<TxOutcome, TxError> transition(Machine& machine, const StateView& view,
    const BlockContext& block, const BlockLimits& limits, const Transaction& tx,
    const address& sender, const TransitionOptions& options)
{
    const bool real = options.checks == Checks::all;
    BYLINE_TRY_VOID(check_stateless(tx, block, limits, options.checks));
    if (tx.gas_limit > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return refuse(TxError::block_gas_exceeded);

    Journal journal{view};
    Run run{journal, block, tx, sender};
    if (real)
    {
        BYLINE_TRY_VOID(run.check_block(limits));
        BYLINE_TRY_VOID(run.check_sender());
        run.buy_gas();
    }
    else
    {
        BYLINE_TRY_VOID(run.check_value());
    }

    const IntrinsicGas gas = intrinsic_gas(tx, block.revision);
    Result result = run.run(machine, gas.intrinsic, options.observer);

    TxOutcome outcome;
    outcome.gas_used = final_gas_used(tx, result, journal.refund(), gas.floor);
    if (real)
        run.settle_gas(outcome.gas_used);
    outcome.status = result.status;
    outcome.output = std::move(result.output);
    outcome.created = run.created();
    outcome.logs = journal.take_logs();
    outcome.diff = journal.finish();
    return outcome;
}
}  // namespace byline::vm
