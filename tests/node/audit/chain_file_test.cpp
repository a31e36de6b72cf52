#include "node/audit/file/chain_file.hpp"

#include "node/audit/audit.hpp"
#include "node/chain/genesis.hpp"
#include "tests/node/audit/exported_chain.hpp"
#include "tests/node/chain/development_chain.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/transition/block.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
namespace
{
using testing::exported_chain;
using ::testing::HasSubstr;
using testing::replay;
using ::testing::StartsWith;

constexpr std::size_t first_record_head = 8 + 4 + 8 + 4 + 32 + 32 + 32;
constexpr std::size_t last_record_size = 8 + 8 + 32 + 32;

std::uint64_t big_endian(const std::string& file, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = (value << 8) | static_cast<std::uint8_t>(file[at + i]);
    return value;
}

/// Where each block's record starts; that of the end comes last.
std::vector<std::size_t> record_starts(const std::string& file)
{
    std::vector<std::size_t> starts{0};
    std::size_t at = first_record_head + big_endian(file, 20, 4);
    while (at + last_record_size < file.size())
    {
        starts.push_back(at);
        at += 36 + big_endian(file, at + 32, 4);
    }
    starts.push_back(at);
    return starts;
}

/// The number of the block to whose record a byte belongs; the end belongs to the head.
std::uint64_t block_of(const std::vector<std::size_t>& starts, std::size_t at)
{
    const std::size_t blocks = starts.size() - 1;
    std::size_t number = 0;
    while (number + 1 < blocks && at >= starts[number + 1])
        ++number;
    return number;
}
}  // namespace

TEST(chain_file, a_chain_survives_export_and_replay)
{
    const std::string file = exported_chain(20);
    const auto report = replay(file);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->blocks, 23U);  // creation, 20 calls, two transfers in one block, an empty one
    EXPECT_EQ(report->transactions, 23U);
    EXPECT_EQ(report->head_number, 23U);
    EXPECT_EQ(record_starts(file).size(), 25U);
}

TEST(chain_file, a_chain_of_genesis_alone_is_one)
{
    const testing::TemporaryFolder folder;
    (void)testing::open_node(testing::options_for(folder / "data"));
    ASSERT_TRUE(export_chain(folder / "data", folder / "chain.rlp"));
    const auto report = replay_file(folder / "chain.rlp");
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->blocks, 0U);
}

TEST(chain_file, every_changed_byte_is_found_in_its_block)
{
    const std::string file = exported_chain(0);
    const std::vector<std::size_t> starts = record_starts(file);
    std::map<std::string, std::set<std::string>> seen;
    std::string changed = file;
    for (std::size_t at = 0; at < file.size(); ++at)
    {
        for (const unsigned mask : {0x20U, 0xffU})
        {
            changed[at] = static_cast<char>(static_cast<unsigned char>(file[at]) ^ mask);
            const auto report = replay(changed);
            ASSERT_FALSE(report) << "byte " << at << " of " << file.size() << ", mask " << mask;
            const std::uint64_t block = block_of(starts, at);
            EXPECT_EQ(report.error().block, block) << at << ": " << report.error().message;
            EXPECT_THAT(report.error().message,
                StartsWith("block " + std::to_string(block) + ": " + report.error().check + ": "));
            seen[report.error().check].insert(report.error().message);
        }
        changed[at] = file[at];
    }
    // The checks that speak of content come before those that only compare sums.
    for (const char* check : {"file header", "genesis document", "does not decode", "parent hash",
             "block number", "timestamp", "gas limit", "gas used", "base fee", "state root",
             "transactions root", "receipts root", "withdrawals root", "logs bloom",
             "excess blob gas", "blob gas used", "requests hash", "difficulty and nonce", "ommers",
             "length", "block hash", "end of file"})
        EXPECT_TRUE(seen.contains(check)) << check;
}

TEST(chain_file, is_refused_at_every_shorter_length)
{
    const std::string file = exported_chain(0);
    const std::vector<std::size_t> starts = record_starts(file);
    for (std::size_t size = 0; size < file.size(); ++size)
    {
        const auto report = replay(file.substr(0, size));
        ASSERT_FALSE(report) << size;
        ASSERT_TRUE(report.error().block) << size;
        EXPECT_EQ(report.error().block, block_of(starts, size)) << report.error().message;
    }
}

TEST(chain_file, is_refused_with_a_byte_more)
{
    const auto report = replay(exported_chain(1) + '\0');
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().message, "block 4: end of file: the file goes on for 1 byte more");
}

TEST(chain_file, gives_both_values_of_what_differs)
{
    const std::string file = exported_chain(1);
    const std::vector<std::size_t> starts = record_starts(file);
    const std::size_t header = starts[2] + 36 + 3 + 3;  // list headers of block and header
    const auto changed = [&file](std::size_t at) {
        std::string bytes = file;
        bytes[at] ^= 1;
        const auto report = replay(bytes);
        return report ? std::string{} : report.error().message;
    };
    EXPECT_THAT(changed(header + 1),
        ::testing::MatchesRegex("block 2: parent hash: header says 0x[0-9a-f]+, the block before "
                                "has 0x[0-9a-f]+"));
    EXPECT_THAT(changed(header + 33 + 33 + 21 + 1),
        ::testing::MatchesRegex(
            "block 2: state root: header says 0x[0-9a-f]+, execution gives 0x[0-9a-f]+"));
    EXPECT_THAT(changed(starts[2]),
        ::testing::MatchesRegex("block 2: block hash: file says 0x[0-9a-f]+, replay gives "
                                "0x[0-9a-f]+"));
    EXPECT_EQ(changed(starts[2] + 35).substr(0, 26), "block 2: length: file says");
}

TEST(chain_file, wants_no_memory_for_lengths_that_the_file_does_not_have)
{
    const std::string file = exported_chain(1);
    const std::vector<std::size_t> starts = record_starts(file);
    std::string changed = file;
    changed.replace(starts[1] + 32, 4, "\xff\xff\xff\xff");
    const auto report = replay(changed);
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message,
        ::testing::MatchesRegex(
            "block 1: length: 4294967295 bytes are wanted, the file has [0-9]+ bytes left"));
}

TEST(chain_file, random_damage_is_always_found)
{
    const std::string file = exported_chain(2);
    std::mt19937_64 random{11};
    for (int round = 0; round < 400; ++round)
    {
        std::string changed = file;
        switch (random() % 3)
        {
            case 0:  // another byte
                changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
                break;
            case 1:  // bytes lost
                changed.erase(random() % changed.size(), 1 + random() % 64);
                break;
            default:  // bytes gained
                changed.insert(random() % changed.size(), 1 + random() % 64, 'x');
        }
        EXPECT_FALSE(replay(changed)) << round;
    }
}

TEST(chain_file, a_file_of_something_else_is_named_so)
{
    const testing::TemporaryFolder folder;
    const auto missing = replay_file(folder / "chain.rlp");
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message, HasSubstr((folder / "chain.rlp").string()));
    EXPECT_FALSE(missing.error().block);
    const auto other = replay(std::string(1'000, 'x'));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().message,
        "block 0: file header: magic: this is not a chain file of Byline, which starts with "
        "BYLCHAIN");
}

TEST(chain_file, a_block_that_repeats_is_refused)
{
    const std::string file = exported_chain(1);
    const std::vector<std::size_t> starts = record_starts(file);
    std::string changed = file;
    changed.insert(starts[2], file.substr(starts[1], starts[2] - starts[1]));
    const auto report = replay(changed);
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message, StartsWith("block 2: parent hash: "));
}
}  // namespace byline::node
