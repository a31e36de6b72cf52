#include "node/audit/audit.hpp"
#include "node/chain/node.hpp"
#include "tests/node/audit/exported_chain.hpp"
#include "tests/node/chain/development_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_chain;
using testing::open_node;
using testing::options_for;
}  // namespace

TEST(audit_folder, confirms_what_the_node_stored)
{
    const testing::TemporaryFolder folder;
    make_chain(folder / "data", 10);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
    const auto report = replay_folder(folder / "data",
        [&told](std::uint64_t done, std::uint64_t total) { told.emplace_back(done, total); });
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->blocks, 13U);
    EXPECT_EQ(report->transactions, 13U);
    EXPECT_EQ(told, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 13}, {13, 13}}));

    const auto node = open_node(options_for(folder / "data"));
    EXPECT_EQ(report->head_hash, node->tip()->hash);
    EXPECT_EQ(report->state_root, node->tip()->header.state_root);
}

TEST(audit_folder, folder_and_file_come_to_the_same)
{
    const testing::TemporaryFolder folder;
    make_chain(folder / "data", 5);
    ASSERT_EQ(export_chain(folder / "data", folder / "chain.rlp"), 8U);
    const auto from_folder = replay_folder(folder / "data");
    const auto from_file = replay_file(folder / "chain.rlp");
    ASSERT_TRUE(from_folder) << from_folder.error().message;
    ASSERT_TRUE(from_file) << from_file.error().message;
    EXPECT_EQ(from_folder->head_hash, from_file->head_hash);
    EXPECT_EQ(from_folder->gas_used, from_file->gas_used);
}

TEST(audit_folder, refuses_one_that_a_node_has_open)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    const auto replayed = replay_folder(folder / "data");
    ASSERT_FALSE(replayed);
    EXPECT_FALSE(replayed.error().block);
    EXPECT_THAT(replayed.error().message, AllOf(HasSubstr("data folder"), HasSubstr("in use")));
    const auto exported = export_chain(folder / "data", folder / "chain.rlp");
    ASSERT_FALSE(exported);
    EXPECT_THAT(exported.error(), HasSubstr("in use"));
}

TEST(audit_folder, makes_nothing_where_there_is_no_chain)
{
    const testing::TemporaryFolder folder;
    const auto missing = replay_folder(folder / "data");
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message, HasSubstr("is not a folder"));
    EXPECT_FALSE(std::filesystem::exists(folder / "data"));
    std::filesystem::create_directory(folder / "empty");
    const auto empty = export_chain(folder / "empty", folder / "chain.rlp");
    ASSERT_FALSE(empty);
    EXPECT_THAT(empty.error(), HasSubstr("holds no chain"));
    EXPECT_TRUE(std::filesystem::is_empty(folder / "empty"));
    EXPECT_FALSE(std::filesystem::exists(folder / "chain.rlp"));
}

TEST(audit_folder, an_export_replaces_the_old_file_whole_or_not_at_all)
{
    const testing::TemporaryFolder folder;
    make_chain(folder / "data", 1);
    std::ofstream{folder / "chain.rlp"} << "what was there before";
    const auto refused = export_chain(folder / "missing", folder / "chain.rlp");
    EXPECT_FALSE(refused);
    EXPECT_EQ(testing::contents(folder / "chain.rlp"), "what was there before");
    ASSERT_TRUE(export_chain(folder / "data", folder / "chain.rlp"));
    EXPECT_TRUE(replay_file(folder / "chain.rlp"));
    EXPECT_FALSE(std::filesystem::exists(folder / "chain.rlp.part"));
    const auto no_place = export_chain(folder / "data", folder / "no" / "such" / "place");
    ASSERT_FALSE(no_place);
    EXPECT_THAT(no_place.error(), HasSubstr("cannot be created"));
}

// What a replay does not read, the undo records, may be damaged without its knowing.
TEST(audit_folder, damage_is_found_or_changes_nothing)
{
    const testing::TemporaryFolder folder;
    make_chain(folder / "data", 10);
    const auto sound = replay_folder(folder / "data");
    ASSERT_TRUE(sound) << sound.error().message;
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder / "data"})
    {
        if (!entry.is_regular_file() || entry.path().extension() != ".ldb")
            continue;
        const std::string whole = testing::contents(entry.path());
        for (std::size_t at = whole.size() / 20; at < whole.size() * 3 / 4; at += whole.size() / 10)
        {
            const testing::TemporaryFolder copy;
            std::filesystem::copy(
                folder / "data", copy / "data", std::filesystem::copy_options::recursive);
            std::string changed = whole;
            changed[at] ^= 0x10;
            std::ofstream{copy / "data" / entry.path().filename(), std::ios::binary} << changed;
            const auto replayed = replay_folder(copy / "data");
            if (replayed)
                EXPECT_EQ(replayed->head_hash, sound->head_hash);
            else
                ++found;
        }
    }
    EXPECT_GT(found, 2U);
}
}  // namespace byline::node
