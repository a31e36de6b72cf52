#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace byline::vm
{
/// A state in memory over another one, or over nothing: applies diffs one after the other and gives
/// their sum. It serves the block being built, calls with overridden state, genesis and tests.
class Overlay final : public StateView
{
public:
    /// One account as this layer holds it.
    struct Entry
    {
        std::optional<Account> before;  ///< as the base has it
        std::optional<Account> now;
        StorageFate fate = StorageFate::kept;
        std::map<uint256, StorageChange> storage;  ///< slots written in this layer
    };

    /// Over an empty state.
    Overlay() = default;

    /// Over `base`, which must outlive this object and must not change. Another overlay as base is
    /// given as a `StateView`; given as an `Overlay` it is copied.
    explicit Overlay(const StateView& base) noexcept : base_{&base} {}

    [[nodiscard]] std::optional<Account> account(const address& addr) const override;
    [[nodiscard]] Bytes code(const bytes32& code_hash) const override;
    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override;
    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override;

    /// Takes over a diff made on this very state.
    void apply(const StateDiff& diff);

    /// Direct writes, for genesis, call overrides and tests. An account written to is created.
    void set_balance(const address& addr, const uint256& wei);
    void set_nonce(const address& addr, std::uint64_t nonce);
    void set_code(const address& addr, const Bytes& code);
    void set_storage(const address& addr, const uint256& key, const uint256& value);
    void wipe_storage(const address& addr);
    void set_block_hash(std::uint64_t number, const bytes32& hash);

    /// The sum of all changes against the base.
    [[nodiscard]] StateDiff diff() const;

    /// All accounts of this layer by address: over an empty base, the whole state. Slots may hold
    /// zero.
    [[nodiscard]] const std::map<address, Entry>& entries() const noexcept { return entries_; }

private:
    Entry& entry(const address& addr);
    Account& existing(const address& addr);
    void write_slot(Entry& entry, const address& addr, const uint256& key, const uint256& value);

    const StateView* base_ = nullptr;
    std::map<address, Entry> entries_;
    std::unordered_map<bytes32, Bytes> codes_;
    std::map<std::uint64_t, bytes32> block_hashes_;
};
}  // namespace byline::vm
