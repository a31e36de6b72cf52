#include "node/db/state/verify.hpp"

#include "node/db/account_record.hpp"
#include "node/db/database.hpp"
#include "node/db/schema.hpp"
#include "node/db/state/flat_state.hpp"
#include "node/db/store/byte_reader.hpp"
#include "node/db/store/store.hpp"
#include "node/trie/branch_record.hpp"
#include "node/trie/build.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
std::string name(std::string_view key)
{
    return "column " + std::string{key.substr(0, 1)} + ", key " +
           to_hex(to_bytes_view(key.substr(1)));
}

/// Goes through one state. The first difference ends it by DatabaseReadError.
class Verification
{
public:
    explicit Verification(const FlatState& state) noexcept : state_{&state} {}

    VerifyReport run()
    {
        check_accounts();
        // What is left over can only be records that nothing refers to.
        check_count(Column::slot, report_.slots);
        const std::uint64_t account_records = count(Column::account_trie);
        const std::uint64_t storage_records = count(Column::storage_trie);
        if (account_records + storage_records != report_.trie_records)
            fail("columns t and u hold " + std::to_string(account_records + storage_records) +
                 " records, the tries have " + std::to_string(report_.trie_records));
        return report_;
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        throw DatabaseReadError{state_->store().damage(what)};
    }

    void check_accounts();
    void check_storage(const bytes32& account, const bytes32& expected_root);
    void check_code(const bytes32& code_hash, std::string_view account_key);
    void check_record(Key key, const TriePath& path, const BranchRecord& record);
    void check_count(Column column, std::uint64_t expected) const;
    std::uint64_t count(Column column) const;

    template <typename Visit>
    void for_each(const Key& prefix, const Visit& visit) const
    {
        const auto iterator = state_->store().iterate(state_->snapshot());
        for (iterator->Seek(to_slice(prefix.view()));
            iterator->Valid() && to_view(iterator->key()).starts_with(prefix.view());
            iterator->Next())
            visit(to_view(iterator->key()), to_bytes_view(to_view(iterator->value())));
        state_->store().check(*iterator);
    }

    /// The hash at the end of a key.
    bytes32 last_hash(std::string_view key, std::size_t prefix_size) const
    {
        const auto hash = ByteReader{to_bytes_view(key.substr(prefix_size))}.hash();
        if (!hash || key.size() != prefix_size + 32)
            fail(name(key) + ": a key of the wrong length");
        return *hash;
    }

    const FlatState* state_;
    VerifyReport report_;
    std::string stored_;
    Bytes built_;
};

void Verification::check_accounts()
{
    TrieBuilder builder{[&](const TriePath& path, const BranchRecord& record) {
        check_record(Key{Column::account_trie}, path, record);
    }};
    for_each(Key{Column::account}, [&](std::string_view key, BytesView value) {
        const bytes32 hashed = last_hash(key, 1);
        const auto account = decode_slim(value);
        if (!account)
            fail(name(key) + ": a malformed account");
        check_storage(hashed, account->storage_root);
        check_code(account->code_hash, key);
        builder.add(hashed, account_leaf(*account));
        ++report_.accounts;
    });
    const bytes32 root = builder.finish();
    if (root != state_->head().state_root)
        fail("the accounts in column a have the root " + to_hex(root) + ", the head says " +
             to_hex(state_->head().state_root));
}

void Verification::check_storage(const bytes32& account, const bytes32& expected_root)
{
    if (expected_root == empty_trie_root)
        return;
    TrieBuilder builder{[&](const TriePath& path, const BranchRecord& record) {
        check_record(Key{Column::storage_trie, account}, path, record);
    }};
    const Key prefix{Column::slot, account};
    for_each(prefix, [&](std::string_view key, BytesView value) {
        const auto slot = decode_slot(value);
        if (!slot)
            fail(name(key) + ": a malformed slot");
        builder.add(last_hash(key, prefix.view().size()), slot_leaf(*slot));
        ++report_.slots;
    });
    const bytes32 root = builder.finish();
    if (root != expected_root)
        fail("the slots at column s, key " + to_hex(account) + " have the root " + to_hex(root) +
             ", the account says " + to_hex(expected_root));
}

void Verification::check_code(const bytes32& code_hash, std::string_view account_key)
{
    if (code_hash == empty_code_hash)
        return;
    const Key key{Column::code, code_hash};
    if (!state_->find(key.view(), stored_))
        fail(name(key.view()) + ": missing, but wanted by " + name(account_key));
    if (keccak256(to_bytes_view(stored_)) != code_hash)
        fail(name(key.view()) + ": a code of another hash");
}

void Verification::check_record(Key key, const TriePath& path, const BranchRecord& record)
{
    key.append(path.view());
    if (!state_->find(key.view(), stored_))
        fail(name(key.view()) + ": missing");
    built_.clear();
    append_record(built_, record);
    if (to_text(built_) != stored_)
        fail(name(key.view()) + ": not the record that the flat state gives");
    ++report_.trie_records;
}

std::uint64_t Verification::count(Column column) const
{
    std::uint64_t records = 0;
    for_each(Key{column}, [&](std::string_view, BytesView) { ++records; });
    return records;
}

void Verification::check_count(Column column, std::uint64_t expected) const
{
    if (const std::uint64_t found = count(column); found != expected)
        fail("column " + std::string{static_cast<char>(column)} + " holds " +
             std::to_string(found) + " records, the accounts have " + std::to_string(expected));
}
}  // namespace

std::expected<VerifyReport, DatabaseError> verify_state(const FlatState& state)
{
    try
    {
        return Verification{state}.run();
    }
    catch (const DatabaseReadError& error)
    {
        return std::unexpected{error.error()};
    }
}
}  // namespace byline::node
