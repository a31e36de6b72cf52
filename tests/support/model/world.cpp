#include "tests/support/model/world.hpp"

#include "tests/support/model/word.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace byline::testing::model
{
namespace
{
std::vector<vm::StorageChange> changed_slots(
    const address& addr, const Account& now, const vm::Overlay& before)
{
    std::set<uint256> keys;
    if (const auto found = before.entries().find(addr); found != before.entries().end())
    {
        for (const auto& [key, change] : found->second.storage)
            keys.insert(key);
    }
    for (const auto& [key, value] : now.storage)
        keys.insert(to_uint256(key));
    std::vector<vm::StorageChange> changes;
    for (const uint256& key : keys)
    {
        const auto slot = now.storage.find(from(key));
        const uint256 value = slot == now.storage.end() ? uint256{} : to_uint256(slot->second);
        if (value != before.storage(addr, key))
            changes.push_back({key, before.storage(addr, key), value});
    }
    return changes;
}

vm::AccountChange compare(const address& addr, const World& world, const vm::Overlay& before)
{
    vm::AccountChange change;
    change.addr = addr;
    change.before = before.account(addr);
    const auto found = world.accounts.find(addr);
    if (found == world.accounts.end())
    {
        change.fate = vm::StorageFate::wiped;
        return change;
    }
    const Account& now = found->second;
    change.after = vm::Account{now.nonce, to_uint256(now.balance), keccak256(now.code),
        change.before && change.before->has_storage};
    if (!now.code.empty() &&
        (!change.before || change.before->code_hash != change.after->code_hash))
        change.code = now.code;
    change.storage = changed_slots(addr, now, before);
    return change;
}
}  // namespace

Account World::account(const address& addr) const
{
    const auto found = accounts.find(addr);
    return found == accounts.end() ? Account{} : found->second;
}

Integer World::storage(const address& addr, const Integer& key) const
{
    const auto found = accounts.find(addr);
    if (found == accounts.end())
        return 0;
    const auto slot = found->second.storage.find(key);
    return slot == found->second.storage.end() ? Integer{0} : slot->second;
}

void World::add_balance(const address& addr, const Integer& wei)
{
    touched.insert(addr);
    if (wei == 0)
        return;  // touching does not bring an account to life
    Account& account = accounts[addr];
    account.balance = wrap(account.balance + wei);
}

World read_world(const vm::Overlay& overlay)
{
    World world;
    for (const auto& [addr, entry] : overlay.entries())
    {
        if (!entry.now)
            continue;
        Account& account = world.accounts[addr];
        account.nonce = entry.now->nonce;
        account.balance = from(entry.now->balance);
        account.code = overlay.code(entry.now->code_hash);
        for (const auto& [key, change] : entry.storage)
        {
            if (!change.after.is_zero())
                account.storage[from(key)] = from(change.after);
        }
    }
    return world;
}

vm::StateDiff finish(World world, const vm::Overlay& before)
{
    for (const address& addr : world.destroyed)
        world.accounts.erase(addr);
    for (const address& addr : world.touched)
    {
        if (world.account(addr).is_empty())
            world.accounts.erase(addr);
    }
    std::set<address> addresses;
    for (const auto& [addr, entry] : before.entries())
        addresses.insert(addr);
    for (const auto& [addr, account] : world.accounts)
        addresses.insert(addr);
    vm::StateDiff diff;
    for (const address& addr : addresses)
    {
        vm::AccountChange change = compare(addr, world, before);
        if (change.before != change.after || !change.storage.empty())
            diff.accounts.push_back(std::move(change));
    }
    return diff;
}
}  // namespace byline::testing::model
