#include "vm/state/journal.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/index_table.hpp"
#include "vm/state/log.hpp"
#include "vm/state/state_diff.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace byline::vm
{
namespace
{
/// Bits of an entry's flags. All of them are undone by a revert.
enum Flag : std::uint8_t
{
    flag_exists = 1,
    flag_warm = 2,
    flag_touched = 4,
    flag_created = 8,
    flag_destroyed = 16,
};

constexpr std::array<std::uint8_t, 3> delegation_prefix{0xef, 0x01, 0x00};
constexpr std::size_t delegation_size = 23;

constexpr std::uint8_t with(std::uint8_t flags, unsigned added) noexcept
{
    return static_cast<std::uint8_t>(flags | added);
}
}  // namespace

std::uint32_t Journal::index_of(const address& addr)
{
    if (last_account_ != IndexTable::none && entries_[last_account_].addr == addr)
        return last_account_;
    const std::uint64_t hash = hash_of(addr);
    std::uint32_t index = account_table_.find(
        hash, [&](std::uint32_t i) noexcept { return entries_[i].addr == addr; });
    if (index == IndexTable::none)
    {
        index = static_cast<std::uint32_t>(entries_.size());
        Entry& added = entries_.emplace_back();
        added.addr = addr;
        added.before = view_->account(addr);
        if (added.before)
        {
            added.now = *added.before;
            added.flags = flag_exists;
        }
        account_table_.insert(hash, index);
    }
    last_account_ = index;
    return index;
}

void Journal::set_flags(std::uint32_t account, std::uint8_t flags)
{
    Entry& e = entries_[account];
    if (e.flags == flags)
        return;
    undo_.emplace_back(UndoFlags{account, e.flags});
    e.flags = flags;
}

bool Journal::exists(const address& addr)
{
    return (entry(addr).flags & flag_exists) != 0;
}

bool Journal::is_empty(const address& addr)
{
    return entry(addr).now.is_empty();
}

std::uint64_t Journal::nonce(const address& addr)
{
    return entry(addr).now.nonce;
}

uint256 Journal::balance(const address& addr)
{
    return entry(addr).now.balance;
}

bytes32 Journal::code_hash(const address& addr)
{
    return entry(addr).now.code_hash;
}

BytesView Journal::code(const address& addr)
{
    Entry& e = entry(addr);
    if (e.code == nullptr)
    {
        auto found = codes_.find(e.now.code_hash);
        if (found == codes_.end())
        {
            Bytes loaded =
                e.now.code_hash == empty_code_hash ? Bytes{} : view_->code(e.now.code_hash);
            found = codes_.emplace(e.now.code_hash, std::move(loaded)).first;
        }
        e.code = &found->second;
    }
    return *e.code;
}

std::optional<address> Journal::delegation(const address& addr)
{
    const BytesView bytes = code(addr);
    if (bytes.size() != delegation_size ||
        !std::ranges::equal(bytes.first(delegation_prefix.size()), delegation_prefix))
        return std::nullopt;
    address target;
    std::ranges::copy(bytes.subspan(delegation_prefix.size()), target.bytes.begin());
    return target;
}

bool Journal::collides(const address& addr)
{
    const Account& account = entry(addr).now;
    return account.nonce != 0 || account.code_hash != empty_code_hash || account.has_storage;
}

void Journal::set_nonce(const address& addr, std::uint64_t nonce)
{
    const std::uint32_t index = index_of(addr);
    Entry& e = entries_[index];
    set_flags(index, with(e.flags, flag_exists | flag_touched));
    undo_.emplace_back(UndoNonce{index, e.now.nonce});
    e.now.nonce = nonce;
}

void Journal::set_balance(const address& addr, const uint256& wei)
{
    const std::uint32_t index = index_of(addr);
    Entry& e = entries_[index];
    set_flags(index, with(e.flags, flag_exists | flag_touched));
    undo_.emplace_back(UndoBalance{index, e.now.balance});
    e.now.balance = wei;
}

void Journal::add_balance(const address& addr, const uint256& wei)
{
    if (wei.is_zero())
        touch(addr);
    else
        set_balance(addr, balance(addr) + wei);
}

void Journal::subtract_balance(const address& addr, const uint256& wei)
{
    const uint256 balance_before = balance(addr);
    BYLINE_ASSERT(balance_before >= wei);
    if (wei.is_zero())
        touch(addr);
    else
        set_balance(addr, balance_before - wei);
}

void Journal::set_code(const address& addr, Bytes code)
{
    const std::uint32_t index = index_of(addr);
    Entry& e = entries_[index];
    set_flags(index, with(e.flags, flag_exists | flag_touched));
    undo_.emplace_back(UndoCode{index, e.now.code_hash});
    e.now.code_hash = code.empty() ? empty_code_hash : keccak256(code);
    e.code = &codes_.try_emplace(e.now.code_hash, std::move(code)).first->second;
}

void Journal::touch(const address& addr)
{
    const std::uint32_t index = index_of(addr);
    set_flags(index, with(entries_[index].flags, flag_touched));
}

void Journal::create_contract(const address& addr)
{
    const std::uint32_t index = index_of(addr);
    set_nonce(addr, 1);
    set_flags(index, with(entries_[index].flags, flag_created));
}

bool Journal::created_in_this_transaction(const address& addr)
{
    return (entry(addr).flags & flag_created) != 0;
}

void Journal::mark_destroyed(const address& addr)
{
    const std::uint32_t index = index_of(addr);
    set_flags(index, with(entries_[index].flags, flag_destroyed));
}

std::uint32_t Journal::slot_index(const address& addr, const uint256& key)
{
    const std::uint32_t account = index_of(addr);
    const std::uint64_t hash = hash_of(account, key);
    std::uint32_t index = slot_table_.find(hash, [&](std::uint32_t i) noexcept {
        return slots_[i].account == account && slots_[i].key == key;
    });
    if (index == IndexTable::none)
    {
        index = static_cast<std::uint32_t>(slots_.size());
        Slot& added = slots_.emplace_back();
        added.account = account;
        added.key = key;
        slot_table_.insert(hash, index);
    }
    return index;
}

Journal::Slot& Journal::loaded_slot(std::uint32_t index)
{
    Slot& slot = slots_[index];
    if (!slot.loaded)
    {
        const Entry& e = entries_[slot.account];
        slot.loaded = true;
        if (e.before)
            slot.original = slot.current = view_->storage(e.addr, slot.key);
    }
    return slot;
}

uint256 Journal::storage(const address& addr, const uint256& key)
{
    return loaded_slot(slot_index(addr, key)).current;
}

uint256 Journal::original_storage(const address& addr, const uint256& key)
{
    return loaded_slot(slot_index(addr, key)).original;
}

void Journal::set_storage(const address& addr, const uint256& key, const uint256& value)
{
    const std::uint32_t index = slot_index(addr, key);
    Slot& slot = loaded_slot(index);
    if (slot.current == value)
        return;
    undo_.emplace_back(UndoStorage{index, slot.current});
    slot.current = value;
}

Warmth Journal::warm_slot(std::uint32_t index)
{
    Slot& slot = slots_[index];
    if (slot.warm)
        return Warmth::warm;
    slot.warm = true;
    undo_.emplace_back(UndoWarmSlot{index});
    return Warmth::cold;
}

SlotAccess Journal::access_storage(const address& addr, const uint256& key)
{
    const std::uint32_t index = slot_index(addr, key);
    const Warmth warmth = warm_slot(index);
    const Slot& slot = loaded_slot(index);
    return {slot.current, slot.original, warmth};
}

std::uint32_t Journal::transient_index(const address& addr, const uint256& key)
{
    const std::uint32_t account = index_of(addr);
    const std::uint64_t hash = hash_of(account, key);
    std::uint32_t index = transient_table_.find(hash, [&](std::uint32_t i) noexcept {
        return transients_[i].account == account && transients_[i].key == key;
    });
    if (index == IndexTable::none)
    {
        index = static_cast<std::uint32_t>(transients_.size());
        transients_.push_back({account, key, {}});
        transient_table_.insert(hash, index);
    }
    return index;
}

uint256 Journal::transient_storage(const address& addr, const uint256& key)
{
    return transients_.empty() ? uint256{} : transients_[transient_index(addr, key)].value;
}

void Journal::set_transient_storage(const address& addr, const uint256& key, const uint256& value)
{
    const std::uint32_t index = transient_index(addr, key);
    undo_.emplace_back(UndoTransient{index, transients_[index].value});
    transients_[index].value = value;
}

Warmth Journal::access_address(const address& addr)
{
    const std::uint32_t index = index_of(addr);
    const std::uint8_t flags = entries_[index].flags;
    if ((flags & flag_warm) != 0)
        return Warmth::warm;
    set_flags(index, with(flags, flag_warm));
    return Warmth::cold;
}

Warmth Journal::access_slot(const address& addr, const uint256& key)
{
    return warm_slot(slot_index(addr, key));
}

bool Journal::is_warm(const address& addr)
{
    return (entry(addr).flags & flag_warm) != 0;
}

void Journal::add_log(Log log)
{
    logs_.push_back(std::move(log));
    undo_.emplace_back(UndoLog{});
}

std::vector<Log> Journal::take_logs()
{
    return std::exchange(logs_, {});
}

void Journal::add_refund(std::int64_t gas)
{
    undo_.emplace_back(UndoRefund{refund_});
    refund_ += gas;
}

void Journal::undo(const UndoFlags& change) noexcept
{
    entries_[change.account].flags = change.flags;
}

void Journal::undo(const UndoNonce& change) noexcept
{
    entries_[change.account].now.nonce = change.nonce;
}

void Journal::undo(const UndoBalance& change) noexcept
{
    entries_[change.account].now.balance = change.balance;
}

void Journal::undo(const UndoCode& change) noexcept
{
    Entry& e = entries_[change.account];
    e.now.code_hash = change.hash;
    e.code = nullptr;
}

void Journal::undo(const UndoStorage& change) noexcept
{
    slots_[change.slot].current = change.value;
}

void Journal::undo(const UndoWarmSlot& change) noexcept
{
    slots_[change.slot].warm = false;
}

void Journal::undo(const UndoTransient& change) noexcept
{
    transients_[change.slot].value = change.value;
}

void Journal::undo(const UndoLog&) noexcept
{
    logs_.pop_back();
}

void Journal::undo(const UndoRefund& change) noexcept
{
    refund_ = change.refund;
}

void Journal::revert(Checkpoint checkpoint) noexcept
{
    while (undo_.size() > static_cast<std::size_t>(checkpoint))
    {
        std::visit([this](const auto& change) noexcept { undo(change); }, undo_.back());
        undo_.pop_back();
    }
}

std::optional<Account> Journal::final_account(const Entry& entry) const
{
    const bool deleted = (entry.flags & flag_destroyed) != 0 ||
                         ((entry.flags & flag_touched) != 0 && entry.now.is_empty());
    if ((entry.flags & flag_exists) == 0 || deleted)
        return std::nullopt;
    return entry.now;
}

std::vector<std::vector<StorageChange>> Journal::changed_storage() const
{
    std::vector<std::vector<StorageChange>> changes(entries_.size());
    for (const Slot& slot : slots_)
    {
        if (slot.current != slot.original)
            changes[slot.account].push_back({slot.key, slot.original, slot.current});
    }
    for (auto& of_account : changes)
        std::ranges::sort(of_account, {}, &StorageChange::key);
    return changes;
}

StateDiff Journal::finish()
{
    std::vector<std::uint32_t> order(entries_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(
        order, {}, [this](std::uint32_t i) -> const address& { return entries_[i].addr; });
    auto changes = changed_storage();
    StateDiff diff;
    for (const std::uint32_t index : order)
    {
        const Entry& e = entries_[index];
        AccountChange change;
        change.addr = e.addr;
        change.before = e.before;
        change.after = final_account(e);
        if (change.after)
            change.storage = std::move(changes[index]);
        else
            change.fate = StorageFate::wiped;
        if (change.before == change.after && change.storage.empty())
            continue;
        if (change.after && change.after->code_hash != empty_code_hash &&
            (!change.before || change.before->code_hash != change.after->code_hash))
            change.code = codes_.at(change.after->code_hash);
        diff.accounts.push_back(std::move(change));
    }
    return diff;
}
}  // namespace byline::vm
