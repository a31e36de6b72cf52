#include "node/chain/genesis.hpp"
#include "node/chain/node.hpp"
#include "tests/node/chain/development_chain.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/transaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
using ::testing::AllOf;
using testing::count;
using testing::counter_creation_code;
using testing::creation;
using testing::first_contract;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::open_node;
using testing::options_for;
using testing::signed_by;
using ::testing::StartsWith;
using testing::transfer;

std::string replaced(std::string text, const std::string& old, const std::string& with)
{
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, old.size(), with);
}

std::string genesis_hash(const std::string& document)
{
    return to_hex(vm::hash(read_genesis(document)->block.header));
}

std::string opening_error(const std::filesystem::path& folder, const std::string& document)
{
    auto options = options_for(folder);
    options.genesis_document = document;
    const auto node = Node::open(std::move(options));
    return node ? "" : node.error();
}
}  // namespace

TEST(opening, finds_the_chain_where_it_was_left)
{
    const testing::TemporaryFolder folder;
    bytes32 head;
    {
        const auto node = open_node(options_for(folder / "data"));
        for (std::uint64_t nonce = 0; nonce < 5; ++nonce)
            ASSERT_TRUE(node->submit(signed_by(0, transfer(nonce))));
        head = node->tip()->hash;
    }
    const auto node = open_node(options_for(folder / "data"));
    EXPECT_EQ(node->tip()->hash, head);
    EXPECT_EQ(node->tip()->header.number, 5U);
    EXPECT_THAT(node->recovery_note(), IsEmpty());
    ASSERT_TRUE(node->submit(signed_by(0, transfer(5))));
    EXPECT_EQ(node->tip()->header.number, 6U);
}

TEST(opening, the_folders_own_genesis_counts)
{
    const testing::TemporaryFolder folder;
    const std::string document =
        replaced(development_genesis_document(), "\"chainId\": 31337", "\"chainId\": 4242");
    {
        auto options = options_for(folder / "data");
        options.genesis_document = document;
        EXPECT_EQ(open_node(std::move(options))->config().chain_id, 4242U);
    }
    EXPECT_EQ(open_node(options_for(folder / "data"))->config().chain_id, 4242U);
    EXPECT_THAT(opening_error(folder / "data", document), IsEmpty());
    EXPECT_THAT(opening_error(folder / "data", development_genesis_document()),
        AllOf(HasSubstr("holds another chain"),
            HasSubstr("its chain id is 4242, the document's 31337")));
}

TEST(opening, refuses_another_genesis_and_names_both_blocks)
{
    const testing::TemporaryFolder folder;
    const std::string own = development_genesis_document();
    (void)open_node(options_for(folder / "data"));
    const std::string other = replaced(own, "\"timestamp\": 0", "\"timestamp\": 7");
    EXPECT_THAT(opening_error(folder / "data", other),
        AllOf(HasSubstr((folder / "data").string()), HasSubstr(genesis_hash(own)),
            HasSubstr(genesis_hash(other)), HasSubstr("another data folder")));
    const std::string later_fork = replaced(own, "\"osakaTime\": 0", "\"osakaTime\": 99");
    EXPECT_THAT(opening_error(folder / "data", later_fork), HasSubstr("forks"));
}

TEST(opening, a_malformed_document_leaves_no_folder_behind)
{
    const testing::TemporaryFolder folder;
    EXPECT_THAT(opening_error(folder / "data", "{\"config\": "),
        StartsWith("genesis document: line 1, column"));
    EXPECT_FALSE(std::filesystem::exists(folder / "data"));
}

TEST(opening, refuses_a_folder_in_use)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    const auto second = Node::open(options_for(folder / "data"));
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), AllOf(HasSubstr((folder / "data").string()), HasSubstr("in use")));
}

TEST(opening, refuses_an_interval_of_nothing)
{
    const testing::TemporaryFolder folder;
    auto options = options_for(folder / "data");
    options.sealing = Sealing::interval;
    options.interval = std::chrono::milliseconds{0};
    EXPECT_FALSE(Node::open(std::move(options)));
}

namespace
{
/// A process that submits calls without end and writes the hash of each one that was acknowledged
/// to a pipe.
class Submitter
{
public:
    explicit Submitter(const std::filesystem::path& folder, rlim_t file_size = RLIM_INFINITY)
    {
        EXPECT_EQ(::pipe(pipe_.data()), 0);
        child_ = ::fork();
        if (child_ == 0)
            run(folder, file_size);
        ::close(pipe_[1]);
    }

    /// Waits for the next acknowledgement; false at the end of the process.
    bool next(bytes32& hash)
    {
        return ::read(pipe_[0], hash.bytes.data(), hash.bytes.size()) ==
               static_cast<ssize_t>(hash.bytes.size());
    }

    void kill() const { ::kill(child_, SIGKILL); }

    int wait()
    {
        int status = 0;
        ::waitpid(child_, &status, 0);
        ::close(pipe_[0]);
        return status;
    }

private:
    /// In the child. Ends with 0 if the node stopped by itself and said so.
    [[noreturn]] void run(const std::filesystem::path& folder, rlim_t file_size)
    {
        auto node = Node::open(options_for(folder));
        if (!node)
            std::_Exit(2);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{file_size, file_size};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto taken = (*node)->submit(signed_by(0, creation(0, counter_creation_code())));
        for (std::uint64_t nonce = 1; taken; ++nonce)
        {
            (void)!::write(pipe_[1], taken->bytes.data(), taken->bytes.size());
            taken = (*node)->submit(signed_by(0, count(nonce, first_contract)));
        }
        const bool told = taken.error().kind == SubmitError::Kind::stopped &&
                          (*node)->failure() == taken.error().message;
        std::_Exit(told ? 0 : 3);
    }

    std::array<int, 2> pipe_{};
    pid_t child_ = -1;
};

/// Every transaction is in the chain, and the counter says how many calls are.
void expect_all_there(const Node& node, const std::vector<bytes32>& acknowledged)
{
    for (const bytes32& hash : acknowledged)
    {
        const auto place = node.database().transaction_place(hash);
        ASSERT_TRUE(place);
        const auto block = node.database().block(place->block_number);
        ASSERT_TRUE(block);
        ASSERT_TRUE(block->receipts.at(place->index).success);
    }
    const auto tip = node.tip();
    EXPECT_GE(tip->header.number, acknowledged.size());
    EXPECT_EQ(tip->state->storage(first_contract, 0), uint256{tip->header.number - 1});
}
}  // namespace

TEST(crash, nothing_acknowledged_is_lost_in_a_kill)
{
    for (const std::size_t wanted : {3U, 40U, 150U})
    {
        const testing::TemporaryFolder folder;
        std::vector<bytes32> acknowledged;
        Submitter submitter{folder / "data"};
        for (bytes32 hash; acknowledged.size() < wanted && submitter.next(hash);)
            acknowledged.push_back(hash);
        submitter.kill();
        for (bytes32 hash; submitter.next(hash);)
            acknowledged.push_back(hash);
        EXPECT_TRUE(WIFSIGNALED(submitter.wait()));

        const auto node = open_node(options_for(folder / "data"));
        EXPECT_THAT(node->recovery_note(),
            AllOf(HasSubstr("recovered block " + std::to_string(node->tip()->header.number)),
                HasSubstr("bytes of log")));
        expect_all_there(*node, acknowledged);
        const std::uint64_t nonce = node->pending_nonce(testing::development_accounts[0]);
        EXPECT_TRUE(node->submit(signed_by(0, count(nonce, first_contract))));
    }
}

TEST(crash, a_full_disk_stops_the_node_and_loses_nothing)
{
    const testing::TemporaryFolder folder;
    constexpr rlim_t bytes = 150'000;
    Submitter submitter{folder / "data", bytes};
    std::vector<bytes32> acknowledged;
    for (bytes32 hash; submitter.next(hash);)
        acknowledged.push_back(hash);
    const int status = submitter.wait();
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_THAT(acknowledged, Not(IsEmpty()));

    const auto node = open_node(options_for(folder / "data"));
    expect_all_there(*node, acknowledged);
}
}  // namespace byline::node
