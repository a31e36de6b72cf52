#pragma once

#include "node/db/database.hpp"
#include "node/db/store/store.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace byline::node
{
/// The state of a block as the flat columns have it, at a snapshot of the store.
class FlatState : public StateSnapshot
{
public:
    FlatState(std::shared_ptr<const Store> store, const Head& head);
    ~FlatState() override;

    FlatState(const FlatState&) = delete;
    FlatState& operator=(const FlatState&) = delete;

    [[nodiscard]] const Head& head() const noexcept override { return head_; }

    [[nodiscard]] std::optional<vm::Account> account(const address& addr) const override;
    [[nodiscard]] Bytes code(const bytes32& code_hash) const override;
    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override;
    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override;

    /// A record of any column as it is in this snapshot; false if there is none.
    bool find(std::string_view key, std::string& value) const
    {
        return store_->get(key, value, snapshot_);
    }

    [[nodiscard]] const Store& store() const noexcept { return *store_; }

    [[nodiscard]] const leveldb::Snapshot* snapshot() const noexcept { return snapshot_; }

private:
    std::shared_ptr<const Store> store_;
    const leveldb::Snapshot* snapshot_;
    Head head_;
};

/// The state of an earlier block: old values of flat records over a later state.
class UnwoundState final : public StateSnapshot
{
public:
    /// From the key of a flat record to its value then; an empty one: there was no such record.
    using OldValues = std::unordered_map<std::string, std::string>;

    UnwoundState(
        std::shared_ptr<const FlatState> later, const Head& head, OldValues old_values) noexcept;

    [[nodiscard]] const Head& head() const noexcept override { return head_; }

    [[nodiscard]] std::optional<vm::Account> account(const address& addr) const override;
    [[nodiscard]] Bytes code(const bytes32& code_hash) const override;
    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override;
    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override;

private:
    std::shared_ptr<const FlatState> later_;
    Head head_;
    OldValues old_values_;
};

/// The state after block `number`, not after the head of `later`. Throws DatabaseReadError.
std::shared_ptr<const UnwoundState> unwind(
    std::shared_ptr<const FlatState> later, std::uint64_t number);
}  // namespace byline::node
