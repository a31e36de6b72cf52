#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/index_table.hpp"
#include "vm/state/log.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

namespace byline::vm
{
/// Whether an address or slot had been accessed before in this transaction (EIP-2929).
enum class Warmth : std::uint8_t
{
    cold,
    warm,
};

/// A storage slot as SLOAD and SSTORE need it.
struct SlotAccess
{
    uint256 current;
    uint256 original;              ///< at the start of the transaction (EIP-2200)
    Warmth warmth = Warmth::warm;  ///< before this access
};

/// A point that execution can go back to.
enum class Checkpoint : std::size_t
{
};

/// What one transaction does to a state: reads through to the view, keeps every write, and can
/// undo them back to a checkpoint. `finish` gives the difference. One journal serves one
/// transaction: access lists, transient storage, refunds, logs and the original values of slots are
/// its own.
class Journal
{
public:
    /// The view must outlive the journal.
    explicit Journal(const StateView& view) noexcept : view_{&view} {}

    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// @name Accounts. An account that is not there reads as nonce 0, balance 0, no code.
    /// @{
    [[nodiscard]] bool exists(const address& addr);
    /// True if there is no account, or an empty one (EIP-161: "dead").
    [[nodiscard]] bool is_empty(const address& addr);
    [[nodiscard]] std::uint64_t nonce(const address& addr);
    [[nodiscard]] uint256 balance(const address& addr);
    [[nodiscard]] bytes32 code_hash(const address& addr);
    /// The code; the view stays valid for the life of the journal.
    [[nodiscard]] BytesView code(const address& addr);
    /// Where the account's code is a delegation designator 0xef0100‖address, that address
    /// (EIP-7702). The caller knows whether its rules have delegations.
    [[nodiscard]] std::optional<address> delegation(const address& addr);
    /// True if the account has a nonce, code or storage: no contract may be created there (EIP-684,
    /// EIP-7610).
    [[nodiscard]] bool collides(const address& addr);

    void set_nonce(const address& addr, std::uint64_t nonce);
    /// Adds wei and touches the account, also where it is nothing that is added. The sum never
    /// exceeds 2^256 on a chain (it wraps in absurd test states).
    void add_balance(const address& addr, const uint256& wei);
    /// Takes wei away and touches the account; the balance must suffice.
    void subtract_balance(const address& addr, const uint256& wei);
    void set_balance(const address& addr, const uint256& wei);
    /// An empty code gives the account the empty code hash.
    void set_code(const address& addr, Bytes code);
    /// Marks the account for deletion at the end if it is empty then (EIP-161).
    void touch(const address& addr);

    /// Makes the account of a new contract: nonce 1 (EIP-161), balance kept, no code; marks it as
    /// created in this transaction (EIP-6780).
    void create_contract(const address& addr);
    [[nodiscard]] bool created_in_this_transaction(const address& addr);
    /// Deletes the account at the end of the transaction. That only contracts created in this
    /// transaction may be (EIP-6780) is the caller's business, as are the balances.
    void mark_destroyed(const address& addr);
    /// @}

    /// @name Storage
    /// @{
    [[nodiscard]] uint256 storage(const address& addr, const uint256& key);
    [[nodiscard]] uint256 original_storage(const address& addr, const uint256& key);
    void set_storage(const address& addr, const uint256& key, const uint256& value);
    /// Reads a slot and makes it warm.
    SlotAccess access_storage(const address& addr, const uint256& key);

    /// Transient storage (EIP-1153).
    [[nodiscard]] uint256 transient_storage(const address& addr, const uint256& key);
    void set_transient_storage(const address& addr, const uint256& key, const uint256& value);
    /// @}

    /// @name Access lists (EIP-2929, EIP-2930): make warm, return what it was before.
    /// @{
    Warmth access_address(const address& addr);
    Warmth access_slot(const address& addr, const uint256& key);
    [[nodiscard]] bool is_warm(const address& addr);
    /// @}

    /// @name Logs and refunds
    /// @{
    void add_log(Log log);

    [[nodiscard]] const std::vector<Log>& logs() const noexcept { return logs_; }

    /// Moves the logs out; the journal has none afterwards.
    [[nodiscard]] std::vector<Log> take_logs();
    /// Gas; may be negative for a while inside a transaction (EIP-3529).
    void add_refund(std::int64_t gas);

    [[nodiscard]] std::int64_t refund() const noexcept { return refund_; }

    /// @}

    /// The hash of an ancestor block, from the view.
    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const
    {
        return view_->block_hash(number);
    }

    [[nodiscard]] Checkpoint checkpoint() const noexcept { return Checkpoint{undo_.size()}; }

    /// Undoes everything since the checkpoint; later checkpoints are void.
    void revert(Checkpoint checkpoint) noexcept;

    /// Ends the transaction: deletes destroyed contracts and touched empty accounts (EIP-161), and
    /// gives all that changed. The journal must not be used afterwards but for its logs and refund.
    [[nodiscard]] StateDiff finish();

private:
    /// One account read so far.
    struct Entry
    {
        address addr;
        std::optional<Account> before;  ///< as the view has it
        Account now;
        const Bytes* code = nullptr;  ///< of `now`, in codes_; null: not looked up yet
        std::uint8_t flags = 0;
    };

    struct Slot
    {
        std::uint32_t account = 0;
        bool warm = false;
        bool loaded = false;  ///< the values have been read from the view
        uint256 key;
        uint256 original;
        uint256 current;
    };

    struct TransientSlot
    {
        std::uint32_t account = 0;
        uint256 key;
        uint256 value;
    };

    struct UndoFlags
    {
        std::uint32_t account;
        std::uint8_t flags;
    };

    struct UndoNonce
    {
        std::uint32_t account;
        std::uint64_t nonce;
    };

    struct UndoBalance
    {
        std::uint32_t account;
        uint256 balance;
    };

    struct UndoCode
    {
        std::uint32_t account;
        bytes32 hash;
    };

    struct UndoStorage
    {
        std::uint32_t slot;
        uint256 value;
    };

    struct UndoWarmSlot
    {
        std::uint32_t slot;
    };

    struct UndoTransient
    {
        std::uint32_t slot;
        uint256 value;
    };

    struct UndoLog
    {};

    struct UndoRefund
    {
        std::int64_t refund;
    };

    using Undo = std::variant<UndoFlags, UndoNonce, UndoBalance, UndoCode, UndoStorage,
        UndoWarmSlot, UndoTransient, UndoLog, UndoRefund>;

    [[nodiscard]] std::uint32_t index_of(const address& addr);

    [[nodiscard]] Entry& entry(const address& addr) { return entries_[index_of(addr)]; }

    [[nodiscard]] std::uint32_t slot_index(const address& addr, const uint256& key);
    [[nodiscard]] Slot& loaded_slot(std::uint32_t index);
    Warmth warm_slot(std::uint32_t index);
    [[nodiscard]] std::uint32_t transient_index(const address& addr, const uint256& key);
    void set_flags(std::uint32_t account, std::uint8_t flags);
    void undo(const UndoFlags& change) noexcept;
    void undo(const UndoNonce& change) noexcept;
    void undo(const UndoBalance& change) noexcept;
    void undo(const UndoCode& change) noexcept;
    void undo(const UndoStorage& change) noexcept;
    void undo(const UndoWarmSlot& change) noexcept;
    void undo(const UndoTransient& change) noexcept;
    void undo(const UndoLog& change) noexcept;
    void undo(const UndoRefund& change) noexcept;
    [[nodiscard]] std::optional<Account> final_account(const Entry& entry) const;
    [[nodiscard]] std::vector<std::vector<StorageChange>> changed_storage() const;

    const StateView* view_;
    std::deque<Entry> entries_;
    std::deque<Slot> slots_;
    std::vector<TransientSlot> transients_;
    IndexTable account_table_;
    IndexTable slot_table_;
    IndexTable transient_table_;
    std::uint32_t last_account_ = IndexTable::none;  ///< of the last look-up: most repeat it
    std::unordered_map<bytes32, Bytes> codes_;
    std::vector<Log> logs_;
    std::int64_t refund_ = 0;
    std::vector<Undo> undo_;
};
}  // namespace byline::vm
