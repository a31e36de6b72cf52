#include "compiler/sema/storage.hpp"

#include "compiler/sema/licence.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

namespace byline::compiler
{
namespace
{
constexpr unsigned slot_bits = 256;

/// Gives fields the place that Solidity gives them: beside the field before if it still fits, else
/// at the low end of the next slot.
class Packing
{
public:
    explicit Packing(std::size_t slot) : slot_{slot} {}

    BitField field(unsigned bits)
    {
        if (used_ + bits > slot_bits)
            next_slot();
        const BitField result{slot_, used_, bits};
        used_ += bits;
        return result;
    }

    /// Whole slots, which nothing else shares.
    std::size_t whole(std::size_t count)
    {
        next_slot();
        return std::exchange(slot_, slot_ + count);
    }

    /// Leaves what is left of a slot that was begun.
    void next_slot()
    {
        if (used_ == 0)
            return;
        ++slot_;
        used_ = 0;
    }

    [[nodiscard]] std::size_t slot() const noexcept { return slot_; }

private:
    std::size_t slot_;
    unsigned used_ = 0;
};

KeepStorage lay_out(const Keep& keep, Packing& packing)
{
    KeepStorage storage;
    const bool is_struct = keep.key || keep.is_tuple;
    if (is_struct)
        packing.next_slot();
    storage.slot = packing.slot();
    // The fields of a mapping's value count from the hash.
    Packing value{keep.key ? 0 : packing.slot()};
    Packing& fields = is_struct ? value : packing;
    for (const ScalarField& field : keep.fields)
        storage.fields.push_back(fields.field(storage_bits(field.type)));
    storage.slot = is_struct ? storage.slot : storage.fields.front().slot;
    storage.slots = storage.fields.back().slot - storage.fields.front().slot + 1;
    if (is_struct)
        packing.whole(keep.key ? 1 : storage.slots);
    return storage;
}

/// Up to three payees share one slot, four share two; beyond, reading all of them would cost more
/// than a total does. 85 bits are enough for ether alone (rule M3).
CounterLayout counters_of(std::size_t payees, bool is_token, std::size_t slot)
{
    if (payees == 1)
        return {.bits = 128, .per_slot = 1, .total = {}, .first_slot = slot, .slots = 1};
    if (payees == 3 && !is_token)
        return {.bits = 85, .per_slot = 3, .total = {}, .first_slot = slot, .slots = 1};
    if (payees <= 4)
        return {
            .bits = 128, .per_slot = 2, .total = {}, .first_slot = slot, .slots = (payees + 1) / 2};
    return {.bits = 128, .per_slot = 1, .total = slot, .first_slot = slot + 1, .slots = payees};
}

BucketStorage lay_out(const Bucket& bucket, bool is_token, Packing& packing)
{
    BucketStorage storage;
    storage.slot = packing.slot();
    if (const auto* shares = std::get_if<ShareRule>(&bucket.rule))
    {
        storage.counters = counters_of(shares->payees.size(), is_token, storage.slot);
        storage.slots = storage.counters.slots + (storage.counters.total ? 1 : 0);
    }
    else if (std::holds_alternative<PoolRule>(bucket.rule) ||
             std::holds_alternative<EpochsRule>(bucket.rule))
        storage.slots = 3;
    packing.whole(storage.slots);
    return storage;
}

/// Whether the group counts what it received: not where that follows from the balance, nor where
/// tabs and pots hold amounts of their own.
bool counts_receipts(const Licence& licence, const ReceiptGroup& group)
{
    const auto is_counted = [&](std::size_t bucket) {
        const BucketRule& rule = licence.buckets[bucket].rule;
        return !std::holds_alternative<TabRule>(rule) && !std::holds_alternative<PotRule>(rule);
    };
    return !group.is_residual && std::ranges::any_of(group.buckets, is_counted);
}
}  // namespace

StoragePlan storage_of(const Licence& licence)
{
    StoragePlan plan;
    Packing packing{0};
    for (const Keep& keep : licence.keeps)
        plan.keeps.push_back(lay_out(keep, packing));
    packing.next_slot();
    for (const Party& party : licence.parties)
        plan.parties.push_back(
            party.is_assignable ? std::optional{packing.whole(2)} : std::nullopt);
    for (const Bucket& bucket : licence.buckets)
        plan.buckets.push_back(lay_out(bucket, licence.currency.is_token(), packing));
    for (const ReceiptGroup& group : licence.groups)
    {
        std::optional<BitField> receipts;
        if (counts_receipts(licence, group))
            receipts = BitField{packing.whole(1), 0, 128};
        plan.receipts.push_back(receipts);
    }
    if (counts_held(licence))
        plan.held = packing.whole(1);
    if (licence.pause)
        plan.pause = packing.whole(1);
    if (licence.upgrade && licence.upgrade->by)
        plan.successor = packing.whole(1);
    plan.slots = packing.slot();
    return plan;
}
}  // namespace byline::compiler
