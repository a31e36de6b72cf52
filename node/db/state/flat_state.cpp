#include "node/db/state/flat_state.hpp"

#include "node/db/account_record.hpp"
#include "node/db/blocks/block_records.hpp"
#include "node/db/database.hpp"
#include "node/db/reverse_diff.hpp"
#include "node/db/schema.hpp"
#include "node/db/store/store.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace byline::node
{
namespace
{
Key account_key(const address& addr)
{
    return Key{Column::account, keccak256(addr.bytes)};
}

Key slot_key(const address& addr, const uint256& key)
{
    return Key{Column::slot, keccak256(addr.bytes), keccak256(to_bytes32(key).bytes).bytes};
}

vm::Account to_account(const Store& store, const address& addr, const std::string& slim)
{
    const auto record = decode_slim(to_bytes_view(slim));
    if (!record)
        throw DatabaseReadError{store.damage("the account " + to_hex(addr) + " is malformed")};
    return {
        record->nonce, record->balance, record->code_hash, record->storage_root != empty_trie_root};
}

uint256 to_slot(const Store& store, const address& addr, const std::string& stored)
{
    const auto value = decode_slot(to_bytes_view(stored));
    if (!value)
        throw DatabaseReadError{
            store.damage("a storage slot of " + to_hex(addr) + " is malformed")};
    return *value;
}
}  // namespace

FlatState::FlatState(std::shared_ptr<const Store> store, const Head& head)
    : store_{std::move(store)}, snapshot_{store_->take_snapshot()}, head_{head}
{}

FlatState::~FlatState()
{
    store_->release(snapshot_);
}

std::optional<vm::Account> FlatState::account(const address& addr) const
{
    std::string slim;
    if (!find(account_key(addr).view(), slim))
        return std::nullopt;
    return to_account(*store_, addr, slim);
}

Bytes FlatState::code(const bytes32& code_hash) const
{
    if (code_hash == empty_code_hash)
        return {};
    std::string code;
    if (!find(Key{Column::code, code_hash}.view(), code))
        throw DatabaseReadError{store_->damage("the code " + to_hex(code_hash) + " is missing")};
    const BytesView bytes = to_bytes_view(code);
    return {bytes.begin(), bytes.end()};
}

uint256 FlatState::storage(const address& addr, const uint256& key) const
{
    std::string value;
    if (!find(slot_key(addr, key).view(), value))
        return {};
    return to_slot(*store_, addr, value);
}

bytes32 FlatState::block_hash(std::uint64_t number) const
{
    if (number > head_.number)
        return {};
    return read_block_hash(*store_, number, snapshot_).value_or(bytes32{});
}

UnwoundState::UnwoundState(
    std::shared_ptr<const FlatState> later, const Head& head, OldValues old_values) noexcept
    : later_{std::move(later)}, head_{head}, old_values_{std::move(old_values)}
{}

std::optional<vm::Account> UnwoundState::account(const address& addr) const
{
    const auto old = old_values_.find(std::string{account_key(addr).view()});
    if (old == old_values_.end())
        return later_->account(addr);
    if (old->second.empty())
        return std::nullopt;
    return to_account(later_->store(), addr, old->second);
}

Bytes UnwoundState::code(const bytes32& code_hash) const
{
    return later_->code(code_hash);
}

uint256 UnwoundState::storage(const address& addr, const uint256& key) const
{
    const auto old = old_values_.find(std::string{slot_key(addr, key).view()});
    if (old == old_values_.end())
        return later_->storage(addr, key);
    if (old->second.empty())
        return {};
    return to_slot(later_->store(), addr, old->second);
}

bytes32 UnwoundState::block_hash(std::uint64_t number) const
{
    return number > head_.number ? bytes32{} : later_->block_hash(number);
}

std::shared_ptr<const UnwoundState> unwind(
    std::shared_ptr<const FlatState> later, std::uint64_t number)
{
    const Store& store = later->store();
    UnwoundState::OldValues old_values;
    Head head{number, {}, later->head().state_root};
    std::string record;
    // The older a diff, the later it is laid over: its values win.
    for (std::uint64_t undone = later->head().number; undone > number; --undone)
    {
        const bool found = later->find(Key{Column::diff, undone}.view(), record);
        const auto diff =
            found ? decode_reverse_diff(to_bytes_view(record)) : std::optional<ReverseDiff>{};
        if (!diff || diff->root != head.state_root)
            throw DatabaseReadError{
                store.damage("the reverse diff of block " + std::to_string(undone) +
                             " is missing or does not fit its neighbour")};
        head.state_root = diff->parent_root;
        for (const OldAccount& account : diff->accounts)
        {
            const Key key{Column::account, account.key};
            old_values.insert_or_assign(
                std::string{key.view()}, std::string{to_text(account.slim)});
            for (const OldSlot& slot : account.slots)
            {
                const Key slot_key{Column::slot, account.key, slot.key.bytes};
                old_values.insert_or_assign(
                    std::string{slot_key.view()}, std::string{to_text(slot.value)});
            }
        }
    }
    head.hash = later->block_hash(number);
    return std::make_shared<const UnwoundState>(std::move(later), head, std::move(old_values));
}
}  // namespace byline::node
