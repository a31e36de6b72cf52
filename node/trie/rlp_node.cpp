#include "node/trie/rlp_node.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace byline::node
{
namespace
{
// Flags of the hex-prefix encoding, in the high nibble of the first byte (Yellow Paper appendix C).
constexpr std::uint8_t odd_flag = 0x10;
constexpr std::uint8_t leaf_flag = 0x20;

/// The RLP size of a string that is not one byte below 0x80.
std::size_t string_size(std::size_t bytes) noexcept
{
    std::size_t size = bytes + 1;
    if (bytes > 55)
    {
        for (std::size_t length = bytes; length != 0; length >>= 8)
            ++size;
    }
    return size;
}

std::size_t rlp_size(BytesView string) noexcept
{
    return string.size() == 1 && string[0] < 0x80 ? 1 : string_size(string.size());
}

std::size_t rlp_size(const NodeReference& child) noexcept
{
    return child.is_inline() ? child.size : std::size_t{child.size} + 1;
}

void append_reference(Bytes& out, const NodeReference& child)
{
    if (child.is_inline())
        rlp::append_raw(out, child.view());
    else
        rlp::append(out, child.view());
}
}  // namespace

std::size_t common_nibbles(BytesView a, BytesView b, std::size_t depth) noexcept
{
    const std::size_t end = std::min(a.size(), b.size()) * 2;
    while (depth < end && nibble_at(a, depth) == nibble_at(b, depth))
        ++depth;
    return depth;
}

NodeReference reference_to(BytesView node_rlp) noexcept
{
    if (!is_inline_size(node_rlp.size()))
        return reference_to(keccak256(node_rlp));
    NodeReference reference;
    std::ranges::copy(node_rlp, reference.bytes.begin());
    reference.size = static_cast<std::uint8_t>(node_rlp.size());
    return reference;
}

NodeReference reference_to(const bytes32& node_hash) noexcept
{
    return {node_hash.bytes, 32};
}

bytes32 root_of(const NodeReference& top) noexcept
{
    return top.is_inline() ? keccak256(top.view()) : bytes32{top.bytes};
}

void append_leaf(Bytes& out, BytesView key, std::size_t depth, BytesView value)
{
    const bool odd = depth % 2 != 0;
    const auto first =
        static_cast<std::uint8_t>(odd ? leaf_flag | odd_flag | nibble_at(key, depth) : leaf_flag);
    const BytesView rest = key.subspan((depth + 1) / 2);

    // A path of one byte is below 0x80, so it stands for itself.
    const std::size_t path_size = rest.empty() ? 1 : string_size(rest.size() + 1);
    rlp::append_list_header(out, path_size + rlp_size(value));
    if (!rest.empty())
    {
        // Longer than 55 bytes only for keys of tests.
        if (rest.size() + 1 > 55)
        {
            Bytes path{first};
            path.insert(path.end(), rest.begin(), rest.end());
            rlp::append(out, path);
            rlp::append(out, value);
            return;
        }
        out.push_back(static_cast<std::uint8_t>(0x80 + rest.size() + 1));
    }
    out.push_back(first);
    out.insert(out.end(), rest.begin(), rest.end());
    rlp::append(out, value);
}

void append_extension(Bytes& out, Nibbles path, const NodeReference& child)
{
    Bytes packed;
    packed.reserve(path.size() / 2 + 1);
    const bool odd = path.size() % 2 != 0;
    packed.push_back(static_cast<std::uint8_t>(odd ? odd_flag | path[0] : 0));
    for (std::size_t i = odd ? 1 : 0; i < path.size(); i += 2)
        packed.push_back(static_cast<std::uint8_t>((path[i] << 4) | path[i + 1]));

    rlp::append_list_header(out, rlp_size(packed) + rlp_size(child));
    rlp::append(out, packed);
    append_reference(out, child);
}

void append_branch(Bytes& out, const NodeReferences& children, BytesView value)
{
    std::size_t payload = rlp_size(value);
    for (const NodeReference& child : children)
        payload += rlp_size(child);
    rlp::append_list_header(out, payload);
    for (const NodeReference& child : children)
        append_reference(out, child);
    rlp::append(out, value);
}
}  // namespace byline::node
