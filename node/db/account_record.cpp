#include "node/db/account_record.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::node
{
namespace
{
constexpr std::uint8_t has_storage_root = 1;
constexpr std::uint8_t has_code_hash = 2;

void append_trimmed(Bytes& out, const uint256& value, std::size_t size)
{
    const bytes32 bytes = to_bytes32(value);
    out.insert(out.end(), bytes.bytes.end() - static_cast<std::ptrdiff_t>(size), bytes.bytes.end());
}

std::size_t byte_width(const uint256& value) noexcept
{
    return (value.bit_width() + 7) / 8;
}

/// Takes the first `count` bytes off; nothing if there are not so many.
std::optional<BytesView> take(BytesView& bytes, std::size_t count) noexcept
{
    if (bytes.size() < count)
        return std::nullopt;
    const BytesView head = bytes.first(count);
    bytes = bytes.subspan(count);
    return head;
}

/// A number of `size` bytes without leading zeros.
std::optional<uint256> take_number(BytesView& bytes, std::size_t size) noexcept
{
    const auto digits = take(bytes, size);
    if (!digits || size > 32 || (size > 0 && (*digits)[0] == 0))
        return std::nullopt;
    bytes32 word;
    std::ranges::copy(*digits, word.bytes.end() - static_cast<std::ptrdiff_t>(size));
    return to_uint256(word);
}

/// A hash that is not the one which stands for "empty".
std::optional<bytes32> take_hash(BytesView& bytes, const bytes32& empty) noexcept
{
    const auto taken = take(bytes, 32);
    if (!taken)
        return std::nullopt;
    bytes32 hash;
    std::ranges::copy(*taken, hash.bytes.begin());
    if (hash == empty)
        return std::nullopt;
    return hash;
}
}  // namespace

Bytes account_leaf(const AccountRecord& account)
{
    return rlp::list_of(account.nonce, account.balance, account.storage_root, account.code_hash);
}

Bytes slot_leaf(const uint256& value)
{
    Bytes leaf;
    rlp::append(leaf, value);
    return leaf;
}

Bytes encode_slim(const AccountRecord& account)
{
    const std::size_t nonce_size = byte_width(account.nonce);
    const std::size_t balance_size = byte_width(account.balance);
    const bool storage = account.storage_root != empty_trie_root;
    const bool code = account.code_hash != empty_code_hash;

    Bytes out;
    out.reserve(2 + nonce_size + balance_size + (storage ? 32 : 0) + (code ? 32 : 0));
    out.push_back(static_cast<std::uint8_t>(
        (nonce_size << 4) | (storage ? has_storage_root : 0) | (code ? has_code_hash : 0)));
    append_trimmed(out, account.nonce, nonce_size);
    out.push_back(static_cast<std::uint8_t>(balance_size));
    append_trimmed(out, account.balance, balance_size);
    if (storage)
        out.insert(out.end(), account.storage_root.bytes.begin(), account.storage_root.bytes.end());
    if (code)
        out.insert(out.end(), account.code_hash.bytes.begin(), account.code_hash.bytes.end());
    return out;
}

std::optional<AccountRecord> decode_slim(BytesView bytes) noexcept
{
    const auto head = take(bytes, 1);
    if (!head)
        return std::nullopt;
    const std::uint8_t flags = (*head)[0] & 0x0f;
    const std::size_t nonce_size = (*head)[0] >> 4;
    if (flags > (has_storage_root | has_code_hash) || nonce_size > 8)
        return std::nullopt;

    AccountRecord account;
    const auto nonce = take_number(bytes, nonce_size);
    const auto balance_size = take(bytes, 1);
    if (!nonce || !balance_size)
        return std::nullopt;
    const auto balance = take_number(bytes, (*balance_size)[0]);
    if (!balance)
        return std::nullopt;
    account.nonce = nonce->words[0];
    account.balance = *balance;
    if ((flags & has_storage_root) != 0)
    {
        const auto root = take_hash(bytes, empty_trie_root);
        if (!root)
            return std::nullopt;
        account.storage_root = *root;
    }
    if ((flags & has_code_hash) != 0)
    {
        const auto hash = take_hash(bytes, empty_code_hash);
        if (!hash)
            return std::nullopt;
        account.code_hash = *hash;
    }
    if (!bytes.empty())
        return std::nullopt;
    return account;
}

Bytes encode_slot(const uint256& value)
{
    Bytes out;
    append_trimmed(out, value, byte_width(value));
    return out;
}

std::optional<uint256> decode_slot(BytesView bytes) noexcept
{
    if (bytes.empty())
        return std::nullopt;
    return take_number(bytes, bytes.size());
}
}  // namespace byline::node
