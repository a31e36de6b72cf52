#pragma once

#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler
{
/// A part of a slot. `shift` counts bits from the low end, as Solidity packs.
struct BitField
{
    std::size_t slot = 0;
    unsigned shift = 0;
    unsigned bits = 256;
};

/// Fields packed exactly as Solidity packs a struct. With a key, `slot` is the mapping's and the
/// fields' slots count from keccak256(key . slot).
struct KeepStorage
{
    std::size_t slot = 0;
    std::size_t slots = 1;  ///< of one value
    std::vector<BitField> fields;
};

/// Where a share bucket keeps what each payee has claimed (rule M3). Payee i's counter has `bits`
/// bits in slot `first_slot + i / per_slot`, from bit `bits * (i % per_slot)`.
struct CounterLayout
{
    unsigned bits = 128;
    unsigned per_slot = 1;
    std::optional<std::size_t> total;  ///< the slot of the sum of all counters
    std::size_t first_slot = 0;
    std::size_t slots = 1;  ///< those of the counters

    [[nodiscard]] std::size_t slot_of(std::size_t payee) const noexcept
    {
        return first_slot + payee / per_slot;
    }

    [[nodiscard]] unsigned shift_of(std::size_t payee) const noexcept
    {
        return bits * static_cast<unsigned>(payee % per_slot);
    }
};

/// Slots of a bucket, from `slot` on. What each holds:
///   split, waterfall  `counters`
///   pool    slot: {total 64 | acc 192 (64 fraction bits)}, slot+1: {claimed 128 | synced 128},
///           slot+2: mapping account -> {shares 64 | due 192 (64 fraction bits, modulo 2^192)}: the
///           account has earned shares * acc + due that it did not claim; what comes in while the
///           pool is empty is added to the `due` of the `when empty` party
///   epochs  slot: {current 64 | outstanding 128 | silentSince 64}, slot+1: mapping epoch -> {hash
///           160 | remaining 96} (tokens: {hash 128 | remaining 128}), slot+2: mapping
///           epoch << 192 | index >> 8 -> claim bits, 256 a word
///   tab     slot: mapping account -> {amount 128 | leavesAt 64}
///   pot     slot: {amount 128 | since 64}
/// Fields are named from the low end.
struct BucketStorage
{
    std::size_t slot = 0;
    std::size_t slots = 1;
    CounterLayout counters = {};
};

/// Where everything lies: `keep`s first, in order, then the assignable parties, then buckets in
/// order, then counts of receipts and what else is needed.
struct StoragePlan
{
    std::vector<KeepStorage> keeps;
    /// By party: {address 160} of an assignable one; the next slot is the address it was offered
    /// to.
    std::vector<std::optional<std::size_t>> parties;
    std::vector<BucketStorage> buckets;
    /// By group: what it received, or what lies in the open pot of epochs. None: it follows from
    /// the balance (residual), or the buckets hold amounts of their own (tab, pot).
    std::vector<std::optional<BitField>> receipts;
    std::optional<std::size_t> held;       ///< H of rule M1
    std::optional<std::size_t> pause;      ///< {until 64 | resumed or ended 64}
    std::optional<std::size_t> successor;  ///< {address 160 | effective time 64}
    std::size_t slots = 0;
};

StoragePlan storage_of(const Licence& licence);
}  // namespace byline::compiler
