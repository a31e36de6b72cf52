#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <optional>

namespace byline::node
{
/// An account as it is stored: with the root of its storage.
struct AccountRecord
{
    std::uint64_t nonce = 0;
    uint256 balance;  ///< wei
    bytes32 storage_root = empty_trie_root;
    bytes32 code_hash = empty_code_hash;

    bool operator==(const AccountRecord&) const noexcept = default;
};

/// The value in the account trie: rlp([nonce, balance, storage root, code hash]) (Yellow Paper
/// §4.1).
Bytes account_leaf(const AccountRecord& account);

/// The value in a storage trie: rlp(value).
Bytes slot_leaf(const uint256& value);

/// The slim form of the flat state: a byte with the length of the nonce in the high half and the
/// flags 1 (storage root follows) and 2 (code hash follows), nonce, a byte with the length of the
/// balance, balance, [storage root], [code hash]. Numbers are big-endian without leading zeros; an
/// empty storage root and code hash are left out.
Bytes encode_slim(const AccountRecord& account);
/// Nothing if the bytes are not the one slim form of an account.
std::optional<AccountRecord> decode_slim(BytesView bytes) noexcept;

/// A slot's value in the flat state: big-endian without leading zeros, never empty.
Bytes encode_slot(const uint256& value);
std::optional<uint256> decode_slot(BytesView bytes) noexcept;
}  // namespace byline::node
