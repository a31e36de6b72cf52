#include "node/trie/root.hpp"

#include "tests/node/trie/naive_trie.hpp"
#include "tests/support/fixtures.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
namespace
{
using test::naive_root;
using test::NaiveMap;

/// Keys and values of the vectors: hex with 0x, else text.
std::string to_text(const boost::json::string& text)
{
    if (!text.starts_with("0x"))
        return {text.begin(), text.end()};
    const Bytes bytes = from_hex(std::string_view{text}).value();
    return {bytes.begin(), bytes.end()};
}

BytesView to_view(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void set(
    NaiveMap& pairs, const boost::json::string& key, const boost::json::value& value, bool secure)
{
    std::string path = to_text(key);
    if (secure)
    {
        const bytes32 hash = keccak256(std::string_view{path});
        path.assign(hash.bytes.begin(), hash.bytes.end());
    }
    if (value.is_null())
        pairs.erase(path);
    else
        pairs[path] = to_text(value.as_string());
}

NaiveMap read_pairs(const boost::json::value& in, bool secure)
{
    NaiveMap pairs;
    if (in.is_object())
    {
        for (const auto& [key, value] : in.as_object())
            set(pairs, key, value, secure);
        return pairs;
    }
    for (const boost::json::value& pair : in.as_array())
        set(pairs, pair.at(0).as_string(), pair.at(1), secure);
    return pairs;
}

bytes32 root_of(const NaiveMap& pairs)
{
    std::vector<LeafView> leaves;
    for (const auto& [key, value] : pairs)
        leaves.push_back({to_view(key), to_view(value)});
    return trie_root(leaves);
}

class TrieVectors : public ::testing::TestWithParam<const char*>
{};

TEST_P(TrieVectors, give_the_published_roots)
{
    const std::string name = GetParam();
    BYLINE_FIXTURE_OR_SKIP(vectors, std::filesystem::path{"dev-core"} / "trie" / name);
    const bool secure = name.find("secure") != std::string::npos;
    for (const auto& [title, vector] : vectors.as_object())
    {
        const NaiveMap pairs = read_pairs(vector.at("in"), secure);
        const auto expected =
            bytes32_from_hex(std::string_view{vector.at("root").as_string()}).value();
        EXPECT_EQ(root_of(pairs), expected) << title;
        EXPECT_EQ(naive_root(pairs), expected) << title;
    }
}

INSTANTIATE_TEST_SUITE_P(ethereum, TrieVectors,
    ::testing::Values("trietest.json", "trietest_secureTrie.json", "trieanyorder.json",
        "trieanyorder_secureTrie.json", "hex_encoded_securetrie_test.json"));

TEST(trie_root, of_nothing_is_that_of_the_empty_trie)
{
    EXPECT_EQ(trie_root(std::vector<Leaf>{}), empty_trie_root);
    EXPECT_EQ(ordered_root({}), empty_trie_root);
    EXPECT_EQ(naive_root({}), empty_trie_root);
}

TEST(trie_root, hashes_a_root_shorter_than_a_hash)
{
    bytes32 a;
    bytes32 b;
    b.bytes[31] = 1;
    const std::vector<Leaf> leaves{{a, {1}}, {b, {2}}};
    NaiveMap pairs;
    for (const Leaf& leaf : leaves)
        pairs[{leaf.key.bytes.begin(), leaf.key.bytes.end()}] = {
            leaf.value.begin(), leaf.value.end()};
    EXPECT_EQ(trie_root(leaves), naive_root(pairs));
    EXPECT_EQ(root_of({{"\x12", "\x07"}}), naive_root({{"\x12", "\x07"}}));
}

TEST(ordered_root, orders_by_encoded_index)
{
    for (const std::size_t count : {1U, 2U, 16U, 127U, 128U, 129U, 256U, 300U})
    {
        std::vector<Bytes> items;
        NaiveMap pairs;
        for (std::size_t i = 0; i < count; ++i)
        {
            items.push_back(Bytes(1 + i % 90, static_cast<std::uint8_t>(i)));
            Bytes key;
            rlp::append(key, std::uint64_t{i});
            pairs[{key.begin(), key.end()}] = {items.back().begin(), items.back().end()};
        }
        EXPECT_EQ(ordered_root(items), naive_root(pairs)) << count;
    }
}

TEST(trie_root, of_keys_longer_than_hashes)
{
    NaiveMap pairs;
    pairs[std::string(60, 0x11)] = "ab";
    pairs[std::string(70, 0x11)] = "c";
    pairs[std::string(70, 0x12)] = "d";
    EXPECT_EQ(root_of(pairs), naive_root(pairs));
}
}  // namespace
}  // namespace byline::node
