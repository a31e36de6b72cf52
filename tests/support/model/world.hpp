#pragma once

#include "tests/support/model/word.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace byline::testing::model
{
struct Account
{
    std::uint64_t nonce = 0;
    Integer balance = 0;
    Bytes code;
    std::map<Integer, Integer> storage;  ///< slots that are not here hold zero

    /// EIP-161
    [[nodiscard]] bool is_empty() const { return nonce == 0 && balance == 0 && code.empty(); }
};

using Slot = std::pair<address, Integer>;

/// The state of all accounts, and all that a transaction remembers. A value: a copy is a snapshot.
struct World
{
    std::map<address, Account> accounts;
    std::set<address> warm_addresses;  ///< EIP-2929
    std::set<Slot> warm_slots;
    std::map<Slot, Integer> transient;  ///< EIP-1153
    std::set<address> touched;          ///< deleted at the end if empty (EIP-161)
    std::set<address> created;          ///< in this transaction (EIP-6780)
    std::set<address> destroyed;
    std::vector<vm::Log> logs;
    std::int64_t refund = 0;

    /// The account; an empty one if there is none.
    [[nodiscard]] Account account(const address& addr) const;
    [[nodiscard]] Integer storage(const address& addr, const Integer& key) const;

    void add_balance(const address& addr, const Integer& wei);

    /// Makes the address warm; whether it was cold.
    bool warm_up(const address& addr) { return warm_addresses.insert(addr).second; }

    bool warm_up(const address& addr, const Integer& key)
    {
        return warm_slots.insert({addr, key}).second;
    }
};

/// The world as an overlay over nothing holds it.
World read_world(const vm::Overlay& overlay);

/// Deletes what a transaction leaves to be deleted, and compares with the world before it.
vm::StateDiff finish(World world, const vm::Overlay& before);
}  // namespace byline::testing::model
