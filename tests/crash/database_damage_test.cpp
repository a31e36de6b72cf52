#include "node/db/database.hpp"
#include "tests/node/db/chain_fixture.hpp"
#include "vm/transition/block.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace byline::node::test
{
namespace
{
namespace fs = std::filesystem;
using Code = DatabaseError::Code;

std::string read_file(const fs::path& path)
{
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_file(const fs::path& path, std::string_view bytes)
{
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

/// The largest file of that name's start or end.
fs::path find_file(const fs::path& folder, std::string_view part)
{
    fs::path best;
    for (const auto& entry : fs::directory_iterator{folder})
    {
        const std::string name = entry.path().filename().string();
        const bool fits = name.starts_with(part) || name.ends_with(part);
        if (fits && (best.empty() || entry.file_size() > fs::file_size(best)))
            best = entry.path();
    }
    return best;
}

/// A folder as a kill leaves it: 40 blocks in tables, 40 in the log.
class DamagedFolder : public testing::Test
{
protected:
    void SetUp() override
    {
        std::mt19937 random{1};
        Model model;
        const fs::path work = temporary_.path();
        auto database = open_database(work);
        const auto extend = [&] {
            for (int i = 0; i < 40; ++i)
                commit_diff(*database, random_diff(*database, model, {}, random));
        };
        extend();
        database.reset();
        database = open_database(work);
        extend();
        fs::copy(work, folder_);
    }

    /// What an opening says now; the code and the part that names the cause.
    void expect_refused(std::string_view cause) const
    {
        const auto opened = Database::open(folder_);
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().code, Code::corrupt);
        const std::string& message = opened.error().message;
        EXPECT_NE(message.find(cause), std::string::npos) << message;
        EXPECT_NE(message.find(folder_.string()), std::string::npos) << message;
        EXPECT_NE(message.find("restore a copy of the folder, or replay an exported chain"),
            std::string::npos)
            << message;
    }

    /// It opens at a whole block, not after `newest`, with a sound state.
    std::uint64_t expect_opens() const
    {
        const auto opened = Database::open(folder_);
        EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
        if (!opened)
            return 0;
        const auto report = (*opened)->verify();
        EXPECT_TRUE(report.has_value()) << (report ? "" : report.error().message);
        return (*opened)->head()->number;
    }

    [[nodiscard]] fs::path log() const { return find_file(folder_, ".log"); }

    TemporaryFolder temporary_;
    fs::path folder_ = temporary_.path().parent_path() / "damaged";
};

constexpr std::uint64_t newest = 79;

TEST_F(DamagedFolder, opens_at_the_head_where_nothing_is_damaged)
{
    EXPECT_EQ(expect_opens(), newest);
}

TEST_F(DamagedFolder, log_with_a_flipped_byte_is_refused)
{
    std::string bytes = read_file(log());
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file(log(), bytes);
    expect_refused("checksum mismatch");
}

TEST_F(DamagedFolder, log_with_a_zeroed_tail_is_refused)
{
    std::string bytes = read_file(log());
    std::fill(bytes.end() - 20'000, bytes.end(), '\0');
    write_file(log(), bytes);
    expect_refused("checksum mismatch");
}

TEST_F(DamagedFolder, log_that_is_cut_opens_at_the_last_whole_block)
{
    const std::string bytes = read_file(log());
    write_file(log(), std::string_view{bytes}.substr(0, bytes.size() - 10));
    EXPECT_EQ(expect_opens(), newest - 1);
}

TEST_F(DamagedFolder, log_that_is_cut_in_the_middle_opens_before_the_cut)
{
    const std::string bytes = read_file(log());
    write_file(log(), std::string_view{bytes}.substr(0, bytes.size() / 2));
    const std::uint64_t head = expect_opens();
    EXPECT_GE(head, 39U);
    EXPECT_LT(head, newest);
}

TEST_F(DamagedFolder, lost_current_is_refused_and_makes_no_empty_database)
{
    fs::remove(folder_ / "CURRENT");
    expect_refused("has lost its file CURRENT");
    EXPECT_FALSE(fs::exists(folder_ / "CURRENT"));
}

TEST_F(DamagedFolder, empty_current_is_refused)
{
    write_file(folder_ / "CURRENT", "");
    expect_refused("CURRENT file does not end with newline");
}

TEST_F(DamagedFolder, lost_manifest_is_refused)
{
    fs::remove(find_file(folder_, "MANIFEST-"));
    expect_refused("CURRENT points to a non-existent file");
}

TEST_F(DamagedFolder, empty_manifest_is_refused)
{
    write_file(find_file(folder_, "MANIFEST-"), "");
    expect_refused("no meta-nextfile entry in descriptor");
}

TEST_F(DamagedFolder, lost_table_is_refused)
{
    fs::remove(find_file(folder_, ".ldb"));
    expect_refused("1 missing files");
}

/// Every block is right or cannot be read.
void expect_sound_or_thrown(const Database& database)
{
    try
    {
        for (std::uint64_t number = 0; number <= newest; ++number)
        {
            const auto block = database.block(number);
            ASSERT_TRUE(block.has_value());
            EXPECT_EQ(vm::hash(block->block.header), block->hash);
        }
    }
    catch (const DatabaseReadError& error)
    {
        EXPECT_EQ(error.error().code, Code::corrupt);
    }
}

TEST_F(DamagedFolder, table_with_a_flipped_byte_is_never_read_as_sound)
{
    const std::string bytes = read_file(find_file(folder_, ".ldb"));
    const fs::path copy = temporary_.path().parent_path() / "copy";
    int found = 0;
    constexpr int places = 12;
    for (int i = 0; i < places; ++i)
    {
        fs::remove_all(copy);
        fs::copy(folder_, copy);
        std::string damaged = bytes;
        const std::size_t at = 100 + bytes.size() / places * static_cast<std::size_t>(i);
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        write_file(find_file(copy, ".ldb"), damaged);
        const auto opened = Database::open(copy);
        if (!opened)
        {
            EXPECT_EQ(opened.error().code, Code::corrupt);
            ++found;
            continue;
        }
        expect_sound_or_thrown(**opened);
        found += (*opened)->verify().has_value() ? 0 : 1;
    }
    EXPECT_GT(found, 0);
}

TEST_F(DamagedFolder, table_that_is_cut_is_refused_or_throws)
{
    const fs::path table = find_file(folder_, ".ldb");
    fs::resize_file(table, fs::file_size(table) / 2);
    const auto opened = Database::open(folder_);
    if (!opened)
    {
        EXPECT_EQ(opened.error().code, Code::corrupt);
        return;
    }
    EXPECT_FALSE((*opened)->verify().has_value());
}
}  // namespace
}  // namespace byline::node::test
