#include "node/db/database.hpp"
#include "tests/node/db/chain_fixture.hpp"
#include "tests/node/db/raw_leveldb.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace byline::node::test
{
namespace
{
namespace fs = std::filesystem;
using Code = DatabaseError::Code;

/// What the opening of a folder says; fails if it opens.
DatabaseError refusal(const fs::path& folder)
{
    const auto opened = Database::open(folder);
    EXPECT_FALSE(opened.has_value());
    return opened ? DatabaseError{} : opened.error();
}

void write_file(const fs::path& path, std::string_view text)
{
    std::ofstream{path, std::ios::binary} << text;
}

/// A closed database with a few blocks.
void make_chain(const fs::path& folder, int blocks = 3)
{
    const auto database = open_database(folder);
    for (int i = 0; i < blocks; ++i)
    {
        const auto state = database->snapshot();
        vm::Overlay overlay{*state};
        for (std::uint32_t a = 0; a < 5; ++a)
            overlay.set_balance(test_address(a), uint256{static_cast<std::uint64_t>(i + 1)});
        commit_diff(*database, overlay.diff());
    }
}

TEST(opening, takes_an_empty_folder)
{
    const TemporaryFolder folder;
    fs::create_directories(folder.path());
    EXPECT_TRUE(Database::open(folder.path()).has_value());
}

TEST(opening, refuses_a_folder_in_use)
{
    const TemporaryFolder folder;
    const auto first = open_database(folder.path());
    const DatabaseError error = refusal(folder.path());
    EXPECT_EQ(error.code, Code::in_use);
    EXPECT_EQ(
        error.message, "the data folder " + folder.path().string() +
                           " is in use by another process: stop that one, or name another folder");
}

TEST(opening, refuses_a_file)
{
    const TemporaryFolder folder;
    write_file(folder.path(), "text");
    const DatabaseError error = refusal(folder.path());
    EXPECT_EQ(error.code, Code::not_ours);
    EXPECT_EQ(error.message,
        folder.path().string() + " is a file, not a folder: name another data folder");
}

TEST(opening, refuses_a_folder_of_other_files_and_leaves_it_alone)
{
    const TemporaryFolder folder;
    fs::create_directories(folder.path());
    write_file(folder.path() / "letter.txt", "text");
    const DatabaseError error = refusal(folder.path());
    EXPECT_EQ(error.code, Code::not_ours);
    EXPECT_EQ(error.message,
        "the folder " + folder.path().string() +
            " holds other files and no Byline database: name an empty or a new data folder");
    EXPECT_EQ(std::distance(fs::directory_iterator{folder.path()}, fs::directory_iterator{}), 1);
}

TEST(opening, refuses_the_leveldb_of_another_program)
{
    const TemporaryFolder folder;
    open_raw(folder.path())->Put({}, "key", "value");
    const DatabaseError error = refusal(folder.path());
    EXPECT_EQ(error.code, Code::not_ours);
    EXPECT_EQ(error.message,
        "the folder " + folder.path().string() +
            " holds the LevelDB of another program: name an empty or a new data folder");
}

TEST(opening, finishes_a_creation_that_was_cut_short)
{
    const TemporaryFolder folder;
    open_raw(folder.path());
    EXPECT_TRUE(Database::open(folder.path()).has_value());

    const TemporaryFolder before_current;
    fs::create_directories(before_current.path());
    for (const char* name : {"LOCK", "LOG", "MANIFEST-000001", "000001.dbtmp"})
        write_file(before_current.path() / name, "");
    EXPECT_TRUE(Database::open(before_current.path()).has_value());
}

TEST(opening, names_both_schemas)
{
    const TemporaryFolder folder;
    make_chain(folder.path());
    open_raw(folder.path())->Put({}, "mschema", std::string{"\0\0\0\7", 4});
    const DatabaseError error = refusal(folder.path());
    EXPECT_EQ(error.code, Code::wrong_schema);
    EXPECT_EQ(error.message,
        "the database in " + folder.path().string() +
            " has schema 7, this program reads schema 1: use the version of Byline that wrote it, "
            "or replay an exported chain into a new folder");
}

TEST(opening, refuses_a_folder_without_rights)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may read everything";
    const TemporaryFolder folder;
    make_chain(folder.path());
    fs::permissions(folder.path(), fs::perms::none);
    const DatabaseError error = refusal(folder.path());
    fs::permissions(folder.path(), fs::perms::owner_all);
    EXPECT_EQ(error.code, Code::io);
    EXPECT_NE(error.message.find("Permission denied"), std::string::npos) << error.message;
}

TEST(opening, refuses_a_parent_that_is_a_file)
{
    const TemporaryFolder folder;
    write_file(folder.path(), "text");
    const DatabaseError error = refusal(folder.path() / "data");
    EXPECT_EQ(error.code, Code::io);
    EXPECT_NE(error.message.find("Not a directory"), std::string::npos) << error.message;
}

TEST(opening, checks_the_head_against_block_and_state)
{
    const TemporaryFolder folder;
    make_chain(folder.path());
    std::string head;
    std::string record;
    {
        const auto raw = open_raw(folder.path());
        raw->Get({}, "mhead", &head);
        raw->Get({}, "t", &record);
        raw->Put({}, "mhead", "short");
    }
    EXPECT_NE(
        refusal(folder.path()).message.find("the head record is malformed"), std::string::npos);

    std::string other_hash = head;
    other_hash[8] = static_cast<char>(other_hash[8] ^ 1);
    open_raw(folder.path())->Put({}, "mhead", other_hash);
    EXPECT_NE(refusal(folder.path()).message.find("the head record does not fit its block"),
        std::string::npos);

    std::string other_record = record;
    other_record.back() = static_cast<char>(other_record.back() ^ 1);
    {
        const auto raw = open_raw(folder.path());
        raw->Put({}, "mhead", head);
        raw->Put({}, "t", other_record);
    }
    const DatabaseError error = refusal(folder.path());
    EXPECT_EQ(error.code, Code::corrupt);
    EXPECT_EQ(error.message,
        "the database in " + folder.path().string() +
            " is damaged (the state's root is not that of block 2): restore a copy of the folder, "
            "or replay an exported chain into a new one");

    open_raw(folder.path())->Delete({}, "t");
    EXPECT_EQ(refusal(folder.path()).code, Code::corrupt);
    open_raw(folder.path())->Put({}, "t", record);
    EXPECT_TRUE(Database::open(folder.path()).has_value());
}

TEST(opening, counts_the_log_that_a_killed_process_left)
{
    const TemporaryFolder folder;
    make_chain(folder.path());
    {
        const auto database = open_database(folder.path());
        EXPECT_EQ(database->recovered_bytes(), 0U);
        commit_diff(*database, {});
        // What a kill leaves: the files as they are now.
        fs::copy(folder.path(), folder.path().parent_path() / "killed");
    }
    const auto killed = open_database(folder.path().parent_path() / "killed");
    EXPECT_GT(killed->recovered_bytes(), 0U);
    EXPECT_EQ(killed->head()->number, 3U);
}
}  // namespace
}  // namespace byline::node::test
