#include "tests/node/trie/memory_trie.hpp"
#include "tests/node/trie/naive_trie.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <ostream>
#include <random>
#include <vector>

namespace byline::node::test
{
namespace
{
/// Where the keys of a history come from.
enum class Keys : std::uint8_t
{
    hashed,     ///< spread evenly
    clustered,  ///< a few prefixes of many lengths: long extensions, deep branches
    last_byte,  ///< differ in the last byte alone: inline nodes, the deepest level
};

struct History
{
    Keys keys;
    std::size_t key_space;
    unsigned delete_percent;
    std::size_t value_size;
    std::size_t blocks;
    std::size_t changes;
};

void PrintTo(const History& history, std::ostream* out)
{
    *out << "keys " << static_cast<int>(history.keys) << " space " << history.key_space
         << " deletes " << history.delete_percent << " % value " << history.value_size;
}

bytes32 make_key(Keys keys, std::uint32_t index)
{
    const auto byte = static_cast<std::uint8_t>(index);
    bytes32 key = keccak256(BytesView{&byte, 1});
    if (keys == Keys::hashed)
    {
        const std::array<std::uint8_t, 4> bytes{
            byte, static_cast<std::uint8_t>(index >> 8), static_cast<std::uint8_t>(index >> 16), 1};
        return keccak256(bytes);
    }
    if (keys == Keys::last_byte)
    {
        key = {};
        key.bytes[31] = byte;
        key.bytes[30] = static_cast<std::uint8_t>(index >> 8);
        return key;
    }
    // Keys agree in their first `index % 31` bytes, or one nibble less.
    const std::size_t shared = index % 31;
    for (std::size_t i = 0; i < shared; ++i)
        key.bytes[i] = static_cast<std::uint8_t>(i % 2 == 0 ? 0x11 : 0x10);
    if (index % 3 == 0)
        key.bytes[shared] = static_cast<std::uint8_t>(0x10 | (key.bytes[shared] & 0x0f));
    return key;
}

NaiveMap to_naive(const MemoryTrie::Changes& leaves)
{
    NaiveMap pairs;
    for (const auto& [key, value] : leaves)
        pairs[{key.bytes.begin(), key.bytes.end()}] = value;
    return pairs;
}

class TrieHistory : public testing::TestWithParam<History>
{};

TEST_P(TrieHistory, has_the_roots_and_records_of_a_fresh_build)
{
    const History& history = GetParam();
    for (std::uint32_t seed = 1; seed <= 3; ++seed)
    {
        std::mt19937 random{seed};
        const auto below = [&](std::size_t end) {
            return static_cast<std::uint32_t>(random() % end);
        };
        MemoryTrie trie;
        for (std::size_t block = 0; block < history.blocks; ++block)
        {
            MemoryTrie::Changes changes;
            const std::size_t count = 1 + below(history.changes);
            for (std::size_t i = 0; i < count; ++i)
            {
                std::string value;
                if (below(100) >= history.delete_percent)
                    value.assign(1 + below(history.value_size), static_cast<char>(1 + below(255)));
                changes[make_key(history.keys, below(history.key_space))] = value;
            }
            const bytes32 root = trie.apply(changes);
            ASSERT_EQ(root, naive_root(to_naive(trie.leaves())))
                << "seed " << seed << " block " << block;
        }
        const Built built = build(trie.leaves());
        EXPECT_EQ(built.root, naive_root(to_naive(trie.leaves())));
        EXPECT_EQ(trie.records(), built.records) << "seed " << seed;

        // And back to nothing, one key after the other; the reference is slow.
        while (!trie.leaves().empty() && history.key_space <= 300)
        {
            const auto victim = std::next(trie.leaves().begin(), below(trie.leaves().size()));
            const bytes32 root = trie.apply({{victim->first, {}}});
            if (trie.leaves().size() % 16 != 0 && trie.leaves().size() > 8)
                continue;
            ASSERT_EQ(root, naive_root(to_naive(trie.leaves())));
            ASSERT_EQ(trie.records(), build(trie.leaves()).records);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(random, TrieHistory,
    testing::Values(History{Keys::hashed, 20, 0, 70, 25, 10},
        History{Keys::hashed, 20, 50, 70, 40, 10}, History{Keys::hashed, 20, 90, 70, 40, 10},
        History{Keys::hashed, 300, 30, 70, 25, 60}, History{Keys::hashed, 300, 70, 70, 25, 60},
        History{Keys::hashed, 4000, 20, 70, 12, 400}, History{Keys::hashed, 4000, 70, 70, 12, 800},
        History{Keys::clustered, 20, 50, 40, 40, 8}, History{Keys::clustered, 256, 10, 40, 25, 40},
        History{Keys::clustered, 256, 60, 2, 40, 60}, History{Keys::clustered, 256, 90, 40, 40, 60},
        History{Keys::last_byte, 20, 50, 1, 40, 8}, History{Keys::last_byte, 300, 50, 2, 40, 50},
        History{Keys::last_byte, 300, 85, 33, 40, 50},
        History{Keys::last_byte, 4000, 40, 1, 12, 300}));
}  // namespace
}  // namespace byline::node::test
