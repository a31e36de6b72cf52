#include "node/db/database.hpp"
#include "tests/node/db/chain_fixture.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <thread>

namespace byline::node::test
{
namespace
{
constexpr int rounds = 30;

/// Writes random blocks until it is killed, and the number of each block to the pipe after its
/// commit.
[[noreturn]] void write_blocks(const std::filesystem::path& folder, int pipe, std::uint32_t seed)
{
    try
    {
        const auto database = open_database(folder);
        std::mt19937 random{seed};
        Model ignored;
        for (;;)
        {
            const Head head = commit_diff(*database,
                random_diff(*database, ignored, {.changes = 20, .destroy_percent = 10}, random));
            if (::write(pipe, &head.number, sizeof(head.number)) != sizeof(head.number))
                ::_exit(1);
        }
    }
    catch (...)
    {
        ::_exit(1);
    }
}

/// The last number that came through the pipe.
std::optional<std::uint64_t> last_acknowledged(int pipe)
{
    std::optional<std::uint64_t> last;
    std::uint64_t number = 0;
    while (::read(pipe, &number, sizeof(number)) == sizeof(number))
        last = number;
    return last;
}

struct Killed
{
    std::optional<std::uint64_t> acknowledged;
    int signal;
};

/// Starts a writer and kills it after that time, wherever it is.
Killed run_and_kill(
    const std::filesystem::path& folder, std::chrono::microseconds after, std::uint32_t seed)
{
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0)
    {
        ::close(ends[0]);
        write_blocks(folder, ends[1], seed);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto acknowledged = last_acknowledged(ends[0]);
    ::close(ends[0]);
    return {acknowledged, WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

TEST(database_kill, loses_no_acknowledged_block)
{
    const TemporaryFolder folder;
    std::mt19937 random{20};
    std::optional<std::uint64_t> acknowledged;
    std::size_t recovered = 0;
    for (int round = 0; round < rounds; ++round)
    {
        const std::chrono::microseconds after{random() % 120'000};
        const Killed killed = run_and_kill(folder.path(), after, static_cast<std::uint32_t>(round));
        ASSERT_EQ(killed.signal, SIGKILL) << "round " << round;
        if (killed.acknowledged)
            acknowledged = killed.acknowledged;

        auto opened = Database::open(folder.path());
        ASSERT_TRUE(opened.has_value()) << "round " << round << ": " << opened.error().message;
        const Database& database = **opened;
        recovered += database.recovered_bytes();
        const auto head = database.head();
        if (acknowledged)
        {
            ASSERT_TRUE(head.has_value()) << "round " << round;
            ASSERT_GE(head->number, *acknowledged) << "round " << round;
            ASSERT_LE(head->number, *acknowledged + 1) << "round " << round;
            EXPECT_TRUE(database.block(head->number).has_value());
            EXPECT_TRUE(database.state_at(head->number - std::min<std::uint64_t>(head->number, 20))
                    .has_value());
        }
        const auto report = database.verify();
        ASSERT_TRUE(report.has_value()) << "round " << round << ": " << report.error().message;
        if (head)
            acknowledged = head->number;
    }
    EXPECT_GT(acknowledged.value_or(0), 0U);
    EXPECT_GT(recovered, 0U);
}
}  // namespace
}  // namespace byline::node::test
