#include "vm/state/overlay.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace byline::vm
{
namespace
{
/// `has_storage` is derived from the slots and no change of its own.
bool same_account(const std::optional<Account>& a, const std::optional<Account>& b)
{
    if (!a || !b)
        return a.has_value() == b.has_value();
    return a->nonce == b->nonce && a->balance == b->balance && a->code_hash == b->code_hash;
}

bool holds_slot(const Overlay::Entry& entry)
{
    return std::ranges::any_of(
        entry.storage, [](const auto& slot) { return !slot.second.after.is_zero(); });
}
}  // namespace

std::optional<Account> Overlay::account(const address& addr) const
{
    const auto found = entries_.find(addr);
    if (found == entries_.end())
        return base_ != nullptr ? base_->account(addr) : std::nullopt;

    const Entry& entry = found->second;
    std::optional<Account> account = entry.now;
    if (account)
    {
        const bool old_slots =
            entry.fate == StorageFate::kept && entry.before && entry.before->has_storage;
        account->has_storage = old_slots || holds_slot(entry);
    }
    return account;
}

Bytes Overlay::code(const bytes32& code_hash) const
{
    if (code_hash == empty_code_hash)
        return {};
    if (const auto found = codes_.find(code_hash); found != codes_.end())
        return found->second;
    return base_ != nullptr ? base_->code(code_hash) : Bytes{};
}

uint256 Overlay::storage(const address& addr, const uint256& key) const
{
    if (const auto found = entries_.find(addr); found != entries_.end())
    {
        const Entry& entry = found->second;
        if (const auto slot = entry.storage.find(key); slot != entry.storage.end())
            return slot->second.after;
        if (entry.fate == StorageFate::wiped)
            return {};
    }
    return base_ != nullptr ? base_->storage(addr, key) : uint256{};
}

bytes32 Overlay::block_hash(std::uint64_t number) const
{
    if (const auto found = block_hashes_.find(number); found != block_hashes_.end())
        return found->second;
    return base_ != nullptr ? base_->block_hash(number) : bytes32{};
}

Overlay::Entry& Overlay::entry(const address& addr)
{
    const auto [place, is_new] = entries_.try_emplace(addr);
    if (is_new && base_ != nullptr)
    {
        place->second.before = base_->account(addr);
        place->second.now = place->second.before;
    }
    return place->second;
}

void Overlay::write_slot(
    Entry& entry, const address& addr, const uint256& key, const uint256& value)
{
    const auto [slot, is_new] = entry.storage.try_emplace(key);
    if (is_new)
    {
        slot->second.key = key;
        if (base_ != nullptr)
            slot->second.before = base_->storage(addr, key);
    }
    slot->second.after = value;
}

void Overlay::apply(const StateDiff& diff)
{
    for (const AccountChange& change : diff.accounts)
    {
        Entry& changed = entry(change.addr);
        changed.now = change.after;
        if (change.code && change.after)
            codes_.insert_or_assign(change.after->code_hash, *change.code);
        if (change.fate == StorageFate::wiped)
        {
            changed.storage.clear();
            changed.fate = StorageFate::wiped;
        }
        for (const StorageChange& slot : change.storage)
            write_slot(changed, change.addr, slot.key, slot.after);
    }
}

Account& Overlay::existing(const address& addr)
{
    Entry& changed = entry(addr);
    if (!changed.now)
        changed.now.emplace();
    return *changed.now;
}

void Overlay::set_balance(const address& addr, const uint256& wei)
{
    existing(addr).balance = wei;
}

void Overlay::set_nonce(const address& addr, std::uint64_t nonce)
{
    existing(addr).nonce = nonce;
}

void Overlay::set_code(const address& addr, const Bytes& code)
{
    const bytes32 code_hash = keccak256(code);
    existing(addr).code_hash = code_hash;
    if (!code.empty())
        codes_.insert_or_assign(code_hash, code);
}

void Overlay::set_storage(const address& addr, const uint256& key, const uint256& value)
{
    existing(addr);
    write_slot(entry(addr), addr, key, value);
}

void Overlay::wipe_storage(const address& addr)
{
    Entry& changed = entry(addr);
    changed.storage.clear();
    changed.fate = StorageFate::wiped;
}

void Overlay::set_block_hash(std::uint64_t number, const bytes32& hash)
{
    block_hashes_.insert_or_assign(number, hash);
}

StateDiff Overlay::diff() const
{
    StateDiff sum;
    for (const auto& [addr, entry] : entries_)
    {
        AccountChange change;
        change.addr = addr;
        change.before = entry.before;
        change.after = entry.now;
        if (entry.before && entry.before->has_storage)
            change.fate = entry.fate;
        const bool wiped = change.fate == StorageFate::wiped;
        for (const auto& [key, slot] : entry.storage)
        {
            if (slot.after != (wiped ? uint256{} : slot.before))
                change.storage.push_back(slot);
        }
        if (same_account(change.before, change.after) && !wiped && change.storage.empty())
            continue;
        if (change.after && change.after->code_hash != empty_code_hash &&
            (!change.before || change.before->code_hash != change.after->code_hash))
            change.code = code(change.after->code_hash);
        sum.accounts.push_back(std::move(change));
    }
    return sum;
}
}  // namespace byline::vm
