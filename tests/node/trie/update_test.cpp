#include "node/trie/update.hpp"

#include "tests/node/trie/memory_trie.hpp"
#include "tests/node/trie/naive_trie.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace byline::node::test
{
namespace
{
/// A key that starts with these hex digits, the rest zeros.
bytes32 key(std::string_view digits)
{
    std::string all{digits};
    all.resize(64, '0');
    return bytes32_from_hex(all).value();
}

const std::string one(40, 1);
const std::string two(40, 2);

/// The root of the trie must be that of its leaves, and its records those of a fresh build.
void expect_consistent(const MemoryTrie& trie, const bytes32& root)
{
    NaiveMap pairs;
    for (const auto& [path, value] : trie.leaves())
        pairs[{path.bytes.begin(), path.bytes.end()}] = value;
    EXPECT_EQ(root, naive_root(pairs));
    EXPECT_EQ(trie.records(), build(trie.leaves()).records);
}

void change(MemoryTrie& trie, const MemoryTrie::Changes& changes)
{
    expect_consistent(trie, trie.apply(changes));
}

TEST(trie_update, replaces_a_leaf_without_reading_it)
{
    MemoryTrie trie;
    change(trie, {{key("1"), one}, {key("2"), one}, {key("3"), one}});
    change(trie, {{key("2"), two}});
    EXPECT_EQ(trie.work().leaves_read, 0U);
    EXPECT_EQ(trie.work().records_read, 1U);
}

TEST(trie_update, keeps_no_record_for_one_leaf_or_none)
{
    MemoryTrie trie;
    change(trie, {{key("1"), one}});
    EXPECT_TRUE(trie.records().empty());
    change(trie, {{key("1"), two}});
    change(trie, {{key("1"), {}}});
    EXPECT_TRUE(trie.records().empty());
    EXPECT_EQ(trie.apply({}), empty_trie_root);
}

TEST(trie_update, skips_deletes_of_absent_keys)
{
    MemoryTrie trie;
    change(trie, {{key("1111"), one}, {key("1112"), one}, {key("1113"), one}});
    const auto records = trie.records();
    change(trie, {{key("2"), {}}, {key("1121"), {}}, {key("11111"), {}}, {key("1119"), {}}});
    EXPECT_EQ(trie.records(), records);
    EXPECT_EQ(trie.work().puts, 0U);
    MemoryTrie empty;
    change(empty, {{key("2"), {}}});
}

TEST(trie_update, skips_a_delete_off_an_extension_beside_a_change_on_it)
{
    MemoryTrie trie;
    change(trie, {{key("1111"), one}, {key("1112"), one}});
    change(trie, {{key("0"), {}}, {key("1112"), two}, {key("12"), {}}, {key("2"), {}}});
    EXPECT_EQ(trie.records().size(), 1U);
}

TEST(trie_update, splits_an_extension_at_every_nibble)
{
    for (const std::string_view other : {"2", "12", "112", "1112", "11112"})
    {
        MemoryTrie trie;
        change(trie, {{key("111111"), one}, {key("111112"), one}});
        change(trie, {{key(other), two}});
        change(trie, {{key(other), {}}});
        EXPECT_EQ(trie.records().size(), 1U);
    }
}

TEST(trie_update, splits_and_empties_the_lower_branch_in_one_block)
{
    MemoryTrie trie;
    change(trie, {{key("1111"), one}, {key("1112"), one}});
    change(trie, {{key("1111"), {}}, {key("1112"), {}}, {key("12"), two}});
    EXPECT_TRUE(trie.records().empty());

    change(trie, {{key("1211"), one}, {key("1212"), one}});
    change(trie, {{key("1211"), {}}, {key("13"), two}});
}

TEST(trie_update, collapses_onto_a_leaf_and_onto_a_branch)
{
    MemoryTrie leaf;
    change(leaf, {{key("1"), one}, {key("21"), one}, {key("22"), two}});
    change(leaf, {{key("21"), {}}});
    EXPECT_EQ(leaf.work().leaves_read, 1U);

    MemoryTrie branch;
    change(branch, {{key("1"), one}, {key("2111"), one}, {key("2112"), two}});
    change(branch, {{key("1"), {}}});
    EXPECT_EQ(branch.records().size(), 1U);
    EXPECT_TRUE(branch.records().contains(""));
}

TEST(trie_update, collapses_through_several_levels)
{
    MemoryTrie trie;
    change(trie, {{key("1"), one}, {key("21"), one}, {key("221"), one}, {key("2221"), one},
                     {key("2222"), two}});
    change(trie, {{key("1"), {}}, {key("21"), {}}, {key("221"), {}}});
    EXPECT_EQ(trie.records().size(), 1U);
    change(trie, {{key("2221"), {}}});
    EXPECT_TRUE(trie.records().empty());
}

TEST(trie_update, shrinks_to_one_leaf_and_grows_again)
{
    MemoryTrie trie;
    for (int round = 0; round < 3; ++round)
    {
        change(trie, {{key("11"), one}, {key("12"), one}, {key("13"), one}});
        change(trie, {{key("11"), {}}, {key("13"), {}}});
        change(trie, {{key("12"), {}}, {key("1"), one}});
        change(trie, {{key("2"), one}});
        change(trie, {{key("1"), {}}, {key("2"), {}}});
    }
}

TEST(trie_update, keeps_small_nodes_inside_their_parents)
{
    MemoryTrie trie;
    const std::string prefix(62, 'a');
    change(trie,
        {{key(prefix + "00"), "\x01"}, {key(prefix + "01"), "\x02"}, {key(prefix + "10"), "\x03"},
            {key(prefix + "11"), "\x04"}, {key(prefix + "20"), "\x05"}});
    change(trie, {{key(prefix + "01"), "\x09"}});
    change(trie, {{key(prefix + "11"), {}}});
    change(trie, {{key(prefix + "10"), std::string(33, 7)}});
    change(trie, {{key(prefix + "00"), {}}, {key(prefix + "01"), {}}});
    change(trie, {{key("b"), "\x01"}});
}

TEST(trie_update, goes_to_the_deepest_level)
{
    MemoryTrie trie;
    const std::string prefix(63, '0');
    change(trie, {{key(prefix + "0"), one}, {key(prefix + "f"), two}});
    EXPECT_EQ(trie.records().size(), 1U);
    change(trie, {{key("f"), one}});
    change(trie, {{key(prefix + "0"), {}}});
}

TEST(trie_update, writes_only_the_way_to_a_change)
{
    MemoryTrie trie;
    MemoryTrie::Changes changes;
    for (char a = '0'; a <= '9'; ++a)
    {
        for (char b = '0'; b <= '9'; ++b)
            changes[key(std::string{a, b, '1'})] = one;
    }
    change(trie, changes);
    EXPECT_EQ(trie.records().size(), 11U);
    change(trie, {{key("351"), two}});
    EXPECT_EQ(trie.work().records_read, 2U);
    EXPECT_EQ(trie.work().puts, 2U);
    EXPECT_EQ(trie.work().deletes, 0U);
}
}  // namespace
}  // namespace byline::node::test
