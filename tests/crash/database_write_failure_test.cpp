#include "node/db/database.hpp"
#include "tests/node/db/chain_fixture.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <csignal>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace byline::node::test
{
namespace
{
/// Limits the size of files for the life of this object: writes beyond it fail as on a full disk.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

TEST(database_write_failure, stops_commits_and_keeps_every_acknowledged_block)
{
    const TemporaryFolder folder;
    auto database = open_database(folder.path());
    std::mt19937 random{3};
    Model model;
    Head acknowledged = commit_diff(*database, random_diff(*database, model, {}, random));
    Model at_head = model;
    {
        const FileSizeLimit limit{64 * 1024};
        DatabaseError failure;
        for (int i = 0; i < 1000 && failure.message.empty(); ++i)
        {
            auto update = database->prepare(random_diff(*database, model, {}, random));
            const StoredBlock block = make_block(&acknowledged, database->root(*update));
            if (const auto done = database->commit(block, std::move(update)); !done)
            {
                failure = done.error();
                continue;
            }
            acknowledged = database->head().value();
            at_head = model;
        }
        EXPECT_EQ(failure.code, DatabaseError::Code::io);
        EXPECT_NE(failure.message.find("cannot write to the database in " + folder.path().string()),
            std::string::npos)
            << failure.message;

        // Reads go on, the head is the last block that was acknowledged.
        EXPECT_EQ(database->head(), acknowledged);
        expect_same_state(*database->snapshot(), at_head);
    }
    // With room again the failed state stays until the next start.
    auto update = database->prepare({});
    const StoredBlock block = make_block(&acknowledged, database->root(*update));
    EXPECT_FALSE(database->commit(block, std::move(update)).has_value());

    database.reset();
    database = open_database(folder.path());
    EXPECT_GE(database->head()->number, acknowledged.number);
    EXPECT_TRUE(database->verify().has_value());
}
}  // namespace
}  // namespace byline::node::test
