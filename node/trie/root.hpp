#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <span>

namespace byline::node
{
/// A key (hashed already, where the trie is a secure one) and its non-empty value.
struct Leaf
{
    bytes32 key;
    Bytes value;

    bool operator==(const Leaf&) const = default;
};

/// The same with a key of any length, borrowed.
struct LeafView
{
    BytesView key;
    BytesView value;
};

/// The root of the Merkle Patricia trie (Yellow Paper appendix D) of leaves sorted by key, each key
/// once.
bytes32 trie_root(std::span<const Leaf> leaves);
bytes32 trie_root(std::span<const LeafView> leaves);

/// The root of the trie from rlp(index) to item: transactions, receipts, withdrawals of a block.
bytes32 ordered_root(std::span<const Bytes> items);
}  // namespace byline::node
