#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// The three nodes of the Merkle Patricia trie as RLP (Yellow Paper appendix D).
namespace byline::node
{
/// Part of a path, one nibble (0..15) a byte.
using Nibbles = std::span<const std::uint8_t>;

/// The nibble of a key at that depth, high half of a byte first.
constexpr std::uint8_t nibble_at(BytesView key, std::size_t depth) noexcept
{
    const std::uint8_t byte = key[depth / 2];
    return depth % 2 == 0 ? byte >> 4 : byte & 0x0f;
}

/// How many nibbles two keys have in common from the start, none before `depth` being looked at:
/// they are known to agree.
std::size_t common_nibbles(BytesView a, BytesView b, std::size_t depth) noexcept;

/// What a parent holds of a child: its hash, or its RLP itself where that is shorter than a hash.
struct NodeReference
{
    std::array<std::uint8_t, 32> bytes{};
    std::uint8_t size = 0;  ///< 0: no child; 32: a hash; else the length of the RLP

    bool operator==(const NodeReference&) const noexcept = default;

    [[nodiscard]] constexpr bool is_empty() const noexcept { return size == 0; }

    [[nodiscard]] constexpr bool is_inline() const noexcept { return size != 0 && size != 32; }

    [[nodiscard]] constexpr BytesView view() const noexcept { return BytesView{bytes}.first(size); }
};

using NodeReferences = std::array<NodeReference, 16>;

/// Whether a node whose RLP has that size stands in its parent itself.
constexpr bool is_inline_size(std::size_t rlp_size) noexcept
{
    return rlp_size < 32;
}

/// The reference to a node of that RLP.
NodeReference reference_to(BytesView node_rlp) noexcept;
/// The reference to a node, not an inline one, of that hash.
NodeReference reference_to(const bytes32& node_hash) noexcept;
/// The root of the trie that has this reference to its top node.
bytes32 root_of(const NodeReference& top) noexcept;

/// Append the RLP of a node to `out`. A leaf's path is what is left of its key from `depth` on.
void append_leaf(Bytes& out, BytesView key, std::size_t depth, BytesView value);
void append_extension(Bytes& out, Nibbles path, const NodeReference& child);
/// `value` is that of the key which ends at the branch; empty for none.
void append_branch(Bytes& out, const NodeReferences& children, BytesView value = {});
}  // namespace byline::node
