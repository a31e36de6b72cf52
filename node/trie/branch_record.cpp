#include "node/trie/branch_record.hpp"

#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::node
{
namespace
{
constexpr std::size_t masks_size = 6;

void append_mask(Bytes& out, std::uint16_t mask)
{
    out.push_back(static_cast<std::uint8_t>(mask >> 8));
    out.push_back(static_cast<std::uint8_t>(mask & 0xff));
}

std::uint16_t read_mask(BytesView bytes) noexcept
{
    return static_cast<std::uint16_t>((bytes[0] << 8) | bytes[1]);
}

constexpr bool has(std::uint16_t mask, std::size_t nibble) noexcept
{
    return ((mask >> nibble) & 1) != 0;
}

/// Takes a child's reference off the bytes; empty if it is not there whole.
NodeReference take_reference(BytesView& bytes, bool is_inline) noexcept
{
    std::size_t size = 32;
    if (is_inline)
    {
        // An inline node is a list of less than 32 bytes in all.
        if (bytes.empty() || bytes[0] < 0xc1 || bytes[0] > 0xde)
            return {};
        size = std::size_t{bytes[0]} - 0xc0 + 1;
    }
    if (bytes.size() < size)
        return {};
    NodeReference reference;
    std::ranges::copy(bytes.first(size), reference.bytes.begin());
    reference.size = static_cast<std::uint8_t>(size);
    bytes = bytes.subspan(size);
    return reference;
}

/// Takes the extension off the bytes; false if it is malformed.
bool take_extension(BytesView& bytes, BranchRecord& record) noexcept
{
    if (bytes.empty() || bytes[0] > record.extension_nibbles.size())
        return false;
    const std::size_t size = bytes[0];
    const std::size_t packed = (size + 1) / 2;
    if (bytes.size() < 1 + packed)
        return false;
    for (std::size_t i = 0; i < size; ++i)
        record.extension_nibbles[i] = nibble_at(bytes.subspan(1), i);
    if (size % 2 != 0 && (bytes[packed] & 0x0f) != 0)
        return false;
    record.extension_size = static_cast<std::uint8_t>(size);
    bytes = bytes.subspan(1 + packed);
    return true;
}
}  // namespace

bool TriePath::operator==(const TriePath& other) const noexcept
{
    return std::ranges::equal(view(), other.view());
}

bool BranchRecord::operator==(const BranchRecord& other) const noexcept
{
    return std::ranges::equal(extension(), other.extension()) && leaf_mask == other.leaf_mask &&
           children == other.children;
}

void BranchRecord::set_extension(Nibbles path) noexcept
{
    // The new extension may be part of the old one.
    std::ranges::copy(path, extension_nibbles.begin());
    extension_size = static_cast<std::uint8_t>(path.size());
}

void append_record(Bytes& out, const BranchRecord& record)
{
    const Nibbles extension = record.extension();
    std::size_t size = 1 + (extension.size() + 1) / 2 + masks_size;
    for (const NodeReference& child : record.children)
        size += child.size;
    out.reserve(out.size() + size);
    out.push_back(record.extension_size);
    for (std::size_t i = 0; i < extension.size(); i += 2)
    {
        const std::uint8_t low = i + 1 < extension.size() ? extension[i + 1] : 0;
        out.push_back(static_cast<std::uint8_t>((extension[i] << 4) | low));
    }

    unsigned child_mask = 0;
    unsigned inline_mask = 0;
    for (std::size_t i = 0; i < record.children.size(); ++i)
    {
        child_mask |= (record.children[i].is_empty() ? 0U : 1U) << i;
        inline_mask |= (record.children[i].is_inline() ? 1U : 0U) << i;
    }
    append_mask(out, static_cast<std::uint16_t>(child_mask));
    append_mask(out, record.leaf_mask);
    append_mask(out, static_cast<std::uint16_t>(inline_mask));
    for (const NodeReference& child : record.children)
        out.insert(out.end(), child.bytes.begin(), child.bytes.begin() + child.size);
}

std::optional<BranchRecord> decode_record(BytesView bytes) noexcept
{
    BranchRecord record;
    if (!take_extension(bytes, record) || bytes.size() < masks_size)
        return std::nullopt;
    const std::uint16_t child_mask = read_mask(bytes);
    const std::uint16_t inline_mask = read_mask(bytes.subspan(4));
    record.leaf_mask = read_mask(bytes.subspan(2));
    bytes = bytes.subspan(masks_size);
    if (std::popcount(child_mask) < 2 || (record.leaf_mask & ~child_mask) != 0 ||
        (inline_mask & ~child_mask) != 0)
        return std::nullopt;

    for (std::size_t i = 0; i < record.children.size(); ++i)
    {
        if (!has(child_mask, i))
            continue;
        record.children[i] = take_reference(bytes, has(inline_mask, i));
        if (record.children[i].is_empty())
            return std::nullopt;
    }
    if (!bytes.empty())
        return std::nullopt;
    return record;
}

void encode_node(Bytes& rlp, const BranchRecord& record)
{
    rlp.clear();
    append_branch(rlp, record.children);
    if (record.extension_size == 0)
        return;
    const NodeReference branch = reference_to(rlp);
    rlp.clear();
    append_extension(rlp, record.extension(), branch);
}
}  // namespace byline::node
