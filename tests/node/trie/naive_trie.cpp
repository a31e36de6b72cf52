#include "tests/node/trie/naive_trie.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace byline::node::test
{
namespace
{
using NibbleMap = std::map<std::string, std::string>;  ///< nibbles as characters 0..15

std::string header(std::size_t size, int offset)
{
    if (size <= 55)
        return {static_cast<char>(offset + static_cast<int>(size))};
    std::string length;
    for (; size != 0; size /= 256)
        length.insert(length.begin(), static_cast<char>(size % 256));
    return static_cast<char>(offset + 55 + static_cast<int>(length.size())) + length;
}

std::string rlp_string(const std::string& text)
{
    if (text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80)
        return text;
    return header(text.size(), 0x80) + text;
}

std::string rlp_list(const std::string& items)
{
    return header(items.size(), 0xc0) + items;
}

std::string hash(const std::string& text)
{
    const bytes32 digest = keccak256(text);
    return {digest.bytes.begin(), digest.bytes.end()};
}

std::string hex_prefix(const std::string& nibbles, bool leaf)
{
    std::string all = nibbles;
    const int flag = leaf ? 2 : 0;
    if (nibbles.size() % 2 == 1)
        all.insert(all.begin(), static_cast<char>(flag + 1));
    else
        all = std::string{static_cast<char>(flag), '\0'} + nibbles;
    std::string packed;
    for (std::size_t i = 0; i < all.size(); i += 2)
        packed += static_cast<char>(all[i] * 16 + all[i + 1]);
    return packed;
}

/// c(J, i) of the Yellow Paper, with the first i nibbles cut off already.
std::string node(const NibbleMap& pairs)
{
    if (pairs.size() == 1)
        return rlp_list(
            rlp_string(hex_prefix(pairs.begin()->first, true)) + rlp_string(pairs.begin()->second));

    const auto embed = [](const NibbleMap& sub) {
        const std::string rlp = node(sub);
        return rlp.size() < 32 ? rlp : rlp_string(hash(rlp));
    };
    std::size_t common = pairs.begin()->first.size();
    for (const auto& [key, value] : pairs)
    {
        std::size_t same = 0;
        while (same < common && same < key.size() && key[same] == pairs.begin()->first[same])
            ++same;
        common = same;
    }
    if (common > 0)
    {
        NibbleMap rest;
        for (const auto& [key, value] : pairs)
            rest[key.substr(common)] = value;
        return rlp_list(
            rlp_string(hex_prefix(pairs.begin()->first.substr(0, common), false)) + embed(rest));
    }
    std::string items;
    for (char nibble = 0; nibble < 16; ++nibble)
    {
        NibbleMap child;
        for (const auto& [key, value] : pairs)
        {
            if (!key.empty() && key[0] == nibble)
                child[key.substr(1)] = value;
        }
        items += child.empty() ? rlp_string("") : embed(child);
    }
    const auto own = pairs.find("");
    return rlp_list(items + rlp_string(own == pairs.end() ? "" : own->second));
}
}  // namespace

bytes32 naive_root(const NaiveMap& pairs)
{
    if (pairs.empty())
        return keccak256(rlp_string(""));
    NibbleMap nibbles;
    for (const auto& [key, value] : pairs)
    {
        std::string path;
        for (const char c : key)
        {
            const auto byte = static_cast<unsigned char>(c);
            path += static_cast<char>(byte / 16);
            path += static_cast<char>(byte % 16);
        }
        nibbles[path] = value;
    }
    return keccak256(node(nibbles));
}
}  // namespace byline::node::test
