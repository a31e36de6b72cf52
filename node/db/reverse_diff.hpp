#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <optional>
#include <vector>

namespace byline::node
{
/// A slot as it stood before a block.
struct OldSlot
{
    bytes32 key;  ///< hashed
    Bytes value;  ///< as in the flat state; empty: it was zero

    bool operator==(const OldSlot&) const = default;
};

/// An account as it stood before a block.
struct OldAccount
{
    bytes32 key;                 ///< hashed address
    Bytes slim;                  ///< as in the flat state; empty: there was none
    std::vector<OldSlot> slots;  ///< those that the block changed, sorted by key

    bool operator==(const OldAccount&) const = default;
};

/// What undoes a block: the old value of all that it changed, in the order of keys.
///
/// Stored form: block hash, parent's state root, state root, number of accounts (4 bytes), then for
/// each account: key, length of the slim form (1 byte), slim form, number of slots (4 bytes), and
/// for each slot: key, length (1 byte), value.
struct ReverseDiff
{
    bytes32 block_hash;
    bytes32 parent_root;
    bytes32 root;
    std::vector<OldAccount> accounts;

    bool operator==(const ReverseDiff&) const = default;
};

void append_reverse_diff(Bytes& out, const ReverseDiff& diff);

/// Nothing if the bytes are not a stored diff.
std::optional<ReverseDiff> decode_reverse_diff(BytesView bytes);
}  // namespace byline::node
