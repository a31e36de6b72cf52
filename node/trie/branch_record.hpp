#pragma once

#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::node
{
/// A position in a trie: the nibbles from the root.
struct TriePath
{
    std::array<std::uint8_t, 64> nibbles{};
    std::uint8_t size = 0;

    [[nodiscard]] constexpr Nibbles view() const noexcept { return Nibbles{nibbles}.first(size); }

    constexpr void push(std::uint8_t nibble) noexcept { nibbles[size++] = nibble; }

    constexpr void push(Nibbles path) noexcept
    {
        for (const std::uint8_t nibble : path)
            push(nibble);
    }

    bool operator==(const TriePath& other) const noexcept;
};

/// A branch of a trie of 32-byte keys, together with the extension above it if there is one. It
/// stands at the path where the extension starts, so a parent need not know the extension. Leaves
/// have no record: their keys and values are in the flat state.
struct BranchRecord
{
    std::array<std::uint8_t, 63> extension_nibbles{};
    std::uint8_t extension_size = 0;
    std::uint16_t leaf_mask = 0;  ///< bit n: child n is a leaf
    NodeReferences children;

    [[nodiscard]] constexpr Nibbles extension() const noexcept
    {
        return Nibbles{extension_nibbles}.first(extension_size);
    }

    void set_extension(Nibbles path) noexcept;

    [[nodiscard]] constexpr bool is_leaf(std::size_t nibble) const noexcept
    {
        return ((leaf_mask >> nibble) & 1) != 0;
    }

    bool operator==(const BranchRecord& other) const noexcept;
};

// A stored record: extension length (1 byte), its nibbles packed two a byte (a last odd one in the
// high half), then three big-endian 16-bit masks: children, leaf children, inline children, then
// the children's references in order: 32 bytes of hash, or the RLP itself where inline (its first
// byte tells its length).

/// Appends the stored form.
void append_record(Bytes& out, const BranchRecord& record);

/// Nothing if the bytes are not the one stored form of a branch with at least two children.
std::optional<BranchRecord> decode_record(BytesView bytes) noexcept;

/// Replaces `rlp` with the RLP of the top node: the extension if there is one, else the branch.
void encode_node(Bytes& rlp, const BranchRecord& record);
}  // namespace byline::node
