#include "node/chain/node.hpp"

#include "node/chain/genesis.hpp"
#include "tests/node/chain/development_chain.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/transaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
using testing::by_hand;
using testing::count;
using testing::counter_creation_code;
using testing::creation;
using testing::development_accounts;
using testing::first_contract;
using testing::gwei;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::open_node;
using testing::options_for;
using testing::signed_by;
using testing::stranger;
using testing::transfer;

uint256 balance(const Node& node, const address& addr)
{
    const auto account = node.tip()->state->account(addr);
    return account ? account->balance : uint256{};
}

/// What the counter's log says.
uint256 logged_number(const vm::TxOutcome& outcome)
{
    return *uint256_from_hex(to_hex(outcome.logs.at(0).data));
}

/// The text that a client gets for a transaction which is refused.
std::string refusal_of(Node& node, const vm::Transaction& tx)
{
    const auto taken = node.submit(vm::encode(tx));
    EXPECT_FALSE(taken);
    return taken ? std::string{} : taken.error().message;
}
}  // namespace

TEST(node, begins_a_fresh_folder_with_the_development_chain)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    EXPECT_EQ(node->config().chain_id, 31'337U);
    const auto tip = node->tip();
    EXPECT_EQ(tip->header.number, 0U);
    EXPECT_EQ(tip->header.gas_limit, 60'000'000U);
    EXPECT_EQ(tip->header.base_fee_per_gas, uint256{gwei});
    EXPECT_EQ(tip->hash, vm::hash(tip->header));
    EXPECT_EQ(to_decimal(balance(*node, development_accounts[0])), "10000000000000000000000");
    EXPECT_THAT(node->recovery_note(), IsEmpty());
    EXPECT_EQ(node->failure(), std::nullopt);
}

TEST(node, seals_a_block_for_a_transaction_before_it_answers)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    const auto genesis = node->tip();
    const vm::Transaction tx = signed_by(0, transfer(0));
    const auto hash = node->submit(vm::encode(tx));
    ASSERT_TRUE(hash) << hash.error().message;
    EXPECT_EQ(*hash, vm::hash(tx));

    const auto tip = node->tip();
    EXPECT_EQ(tip->header.number, 1U);
    EXPECT_EQ(tip->header.parent_hash, genesis->hash);
    EXPECT_EQ(tip->header.timestamp, 1'700'000'000U);
    EXPECT_EQ(tip->header.gas_limit, genesis->header.gas_limit);
    EXPECT_EQ(tip->header.gas_used, 21'000U);
    EXPECT_EQ(tip->header.base_fee_per_gas, vm::next_base_fee(genesis->header));
    EXPECT_EQ(std::string(tip->header.extra_data.begin(), tip->header.extra_data.end()), "byline");
    EXPECT_EQ(balance(*node, stranger), uint256{1});

    const auto stored = node->database().block(1);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->hash, tip->hash);
    EXPECT_EQ(stored->senders, std::vector{development_accounts[0]});
    EXPECT_TRUE(stored->receipts.at(0).success);
    ASSERT_TRUE(node->database().transaction_place(*hash));
    EXPECT_EQ(node->database().transaction_place(*hash)->block_number, 1U);
    EXPECT_EQ(node->pending_transaction(*hash), std::nullopt);
    EXPECT_EQ(node->pending_nonce(development_accounts[0]), 1U);
}

TEST(node, time_never_stands_still)
{
    const testing::TemporaryFolder folder;
    auto options = options_for(folder / "data");
    auto now = std::make_shared<std::uint64_t>(100);
    options.clock = [now] { return *now; };
    const auto node = open_node(std::move(options));
    std::vector<std::uint64_t> times;
    for (const std::uint64_t reading : {100U, 100U, 50U, 200U})
    {
        *now = reading;
        times.push_back(node->seal()->header.timestamp);
    }
    EXPECT_EQ(times, (std::vector<std::uint64_t>{100, 101, 102, 200}));
}

TEST(node, names_the_reason_of_each_refusal)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    ASSERT_TRUE(node->submit(signed_by(0, transfer(0))));
    const auto refused = [&node](auto change) {
        vm::Transaction tx = transfer(1);
        change(tx);
        return refusal_of(*node, signed_by(0, std::move(tx)));
    };
    EXPECT_EQ(refused([](auto& tx) { tx.nonce = 0; }), "nonce too low: next nonce 1, tx nonce 0");
    const std::string have = to_decimal(balance(*node, development_accounts[0]));
    EXPECT_EQ(refused([](auto& tx) { tx.value = *from_decimal("50000000000000000000000"); }),
        "insufficient funds for gas * price + value: address "
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 have " +
            have + " want 50000000210000000000000");
    EXPECT_THAT(refused([](auto& tx) { tx.max_fee_per_gas = max_uint256; }),
        HasSubstr(" have " + have + " want more than 2^256"));
    EXPECT_EQ(refused([](auto& tx) { tx.gas_limit = 20'999; }),
        "intrinsic gas too low: gas 20999, minimum needed 21000");
    EXPECT_EQ(refused([](auto& tx) {
        tx.gas_limit = 22'000;
        tx.data = Bytes(100, 0xff);
    }),
        "intrinsic gas too low: gas 22000, minimum needed 25000");
    EXPECT_THAT(refused([](auto& tx) { tx.gas_limit = 16'777'217; }),
        HasSubstr("transaction gas limit too high"));
    EXPECT_THAT(refused([](auto& tx) { tx.max_fee_per_gas = tx.max_priority_fee_per_gas = 6; }),
        HasSubstr("max fee per gas less than block base fee: maxFeePerGas 6, baseFee 765701563"));
    EXPECT_EQ(refused([](auto& tx) { tx.max_priority_fee_per_gas = 11 * gwei; }),
        "max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas 11000000000, "
        "maxFeePerGas 10000000000");
    EXPECT_EQ(refused([](auto& tx) { tx.chain_id = 5; }),
        "invalid chain id for signer: have 5 want 31337");
    EXPECT_EQ(refused([](auto& tx) {
        tx.type = vm::TxType::legacy;
        tx.chain_id.reset();
        tx.max_priority_fee_per_gas = tx.max_fee_per_gas;
    }),
        "only replay-protected (EIP-155) transactions allowed over RPC");
    EXPECT_THAT(refused([](auto& tx) {
        tx.type = vm::TxType::blob;
        tx.blob_hashes = {
            hex_bytes32("01"
                        "00000000000000000000000000000000000000"
                        "000000000000000000000000")};
    }),
        HasSubstr("transaction type not supported"));
    EXPECT_EQ(node->tip()->header.number, 1U);
}

TEST(node, refuses_bytes_that_are_no_transaction)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    const Bytes good = vm::encode(signed_by(0, transfer(0)));
    for (std::size_t size = 0; size < good.size(); ++size)
    {
        const auto taken = node->submit(BytesView{good}.first(size));
        ASSERT_FALSE(taken) << size;
        EXPECT_EQ(taken.error().kind, SubmitError::Kind::undecodable) << size;
        EXPECT_THAT(taken.error().message, HasSubstr("failed to decode signed transaction"));
    }
}

TEST(node, refuses_a_signature_that_is_none)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    vm::Transaction tx = signed_by(0, transfer(0));
    tx.s = 0;
    EXPECT_EQ(refusal_of(*node, tx), "invalid transaction v, r, s values");
}

TEST(node, refuses_above_the_block_gas_limit)
{
    const testing::TemporaryFolder folder;
    auto options = options_for(folder / "data");
    std::string document = development_genesis_document();
    document.replace(document.find("60000000"), 8, "15000000");
    options.genesis_document = document;
    const auto node = open_node(std::move(options));
    vm::Transaction tx = transfer(0);
    tx.gas_limit = 15'000'001;
    EXPECT_EQ(refusal_of(*node, signed_by(0, tx)), "exceeds block gas limit");
}

TEST(node, queues_behind_a_gap_and_seals_both_in_one_block)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    const auto second = node->submit(signed_by(0, transfer(1)));
    ASSERT_TRUE(second);
    EXPECT_EQ(node->tip()->header.number, 0U);
    EXPECT_TRUE(node->pending_transaction(*second));
    EXPECT_EQ(node->pending_nonce(development_accounts[0]), 0U);

    const auto again = node->submit(signed_by(0, transfer(1)));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, SubmitError::Kind::already_known);
    EXPECT_EQ(again.error().message, "already known");

    vm::Transaction other = transfer(1);
    other.value = 2;
    EXPECT_EQ(refusal_of(*node, signed_by(0, other)), "replacement transaction underpriced");

    ASSERT_TRUE(node->submit(signed_by(0, transfer(0))));
    EXPECT_EQ(node->tip()->header.number, 1U);
    EXPECT_EQ(node->database().block(1)->block.transactions.size(), 2U);
    EXPECT_EQ(node->pending_nonce(development_accounts[0]), 2U);
    EXPECT_FALSE(node->pending_transaction(*second));
}

TEST(node, counts_what_waits_in_the_pending_nonce)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(by_hand(folder / "data"));
    for (std::uint64_t nonce = 0; nonce < 3; ++nonce)
        ASSERT_TRUE(node->submit(signed_by(0, transfer(nonce))));
    EXPECT_EQ(node->tip()->header.number, 0U);
    EXPECT_EQ(node->pending_nonce(development_accounts[0]), 3U);
    const auto sealed = node->seal();
    ASSERT_TRUE(sealed) << sealed.error();
    EXPECT_EQ(sealed->transactions, 3U);
    EXPECT_THAT(sealed->dropped, IsEmpty());
    EXPECT_EQ(node->pending_nonce(development_accounts[0]), 3U);
}

TEST(node, drops_at_sealing_what_can_no_longer_be_paid)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(by_hand(folder / "data"));
    vm::Transaction all = transfer(0);
    all.value = *from_decimal("9999000000000000000000");
    vm::Transaction more = all;
    more.nonce = 1;
    ASSERT_TRUE(node->submit(signed_by(0, all)));
    const auto poor = node->submit(signed_by(0, more));
    ASSERT_TRUE(poor);
    const auto sealed = node->seal();
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->transactions, 1U);
    ASSERT_EQ(sealed->dropped.size(), 1U);
    EXPECT_EQ(sealed->dropped[0].hash, *poor);
    EXPECT_EQ(sealed->dropped[0].reason, vm::TxError::insufficient_funds);
    EXPECT_FALSE(node->pending_transaction(*poor));
}

TEST(node, calls_change_nothing_and_see_overrides)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    ASSERT_TRUE(node->submit(signed_by(0, creation(0, counter_creation_code()))));
    const auto tip = node->tip();
    vm::Transaction tx = count(0, first_contract);
    tx.gas_limit = 1'000'000;
    vm::Overlay state{*tip->state};
    state.set_storage(first_contract, 0, 41);
    const auto outcome = node->call(tx, stranger, state, node->pending_context());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->status, vm::Status::success);
    EXPECT_EQ(logged_number(*outcome), uint256{42});
    EXPECT_EQ(node->tip()->hash, tip->hash);
    EXPECT_EQ(tip->state->storage(first_contract, 0), uint256{});
}

TEST(node, the_pending_context_is_that_of_the_block_after_the_tip)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    const vm::BlockContext context = node->pending_context();
    ASSERT_TRUE(node->submit(signed_by(0, transfer(0))));
    const auto tip = node->tip();
    EXPECT_EQ(context.number, tip->header.number);
    EXPECT_EQ(context.timestamp, tip->header.timestamp);
    EXPECT_EQ(context.base_fee, tip->header.base_fee_per_gas);
    EXPECT_EQ(context.prev_randao, tip->header.prev_randao);
}

namespace
{
struct StepCount final : vm::Observer
{
    std::size_t steps = 0;
    std::vector<uint256> loaded;

    void on_enter(const vm::Entering& /*frame*/) override {}

    void on_step(const vm::Step& step) override
    {
        ++steps;
        if (steps == 3)
            loaded.push_back(step.stack.front());
    }

    void on_exit(int /*depth*/, const vm::Result& /*result*/) override {}
};
}  // namespace

TEST(node, traces_old_transactions_on_the_state_they_ran_on)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(by_hand(folder / "data"));
    ASSERT_TRUE(node->submit(signed_by(0, creation(0, counter_creation_code()))));
    ASSERT_TRUE(node->seal());
    std::vector<bytes32> hashes;
    for (std::uint64_t block = 0; block < 3; ++block)
    {
        hashes.push_back(*node->submit(signed_by(0, count(1 + 2 * block, first_contract))));
        hashes.push_back(*node->submit(signed_by(0, count(2 + 2 * block, first_contract))));
        ASSERT_EQ(node->seal()->transactions, 2U);
    }
    for (std::size_t i = 0; i < hashes.size(); ++i)
    {
        StepCount observer;
        const auto outcome = node->trace_transaction(hashes[i], observer);
        ASSERT_TRUE(outcome) << outcome.error();
        EXPECT_EQ(observer.steps, 13U);
        EXPECT_EQ(observer.loaded, std::vector{uint256{i}});  // the count before this call
        EXPECT_EQ(logged_number(*outcome), uint256{i + 1});
    }
    StepCount observer;
    EXPECT_FALSE(node->trace_transaction(bytes32{}, observer));
}

TEST(node, tells_listeners_of_each_block_in_order)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    std::vector<std::pair<std::uint64_t, std::size_t>> heard;
    node->on_sealed([&heard, &node](const SealedBlock& sealed) {
        EXPECT_EQ(node->tip()->hash, sealed.hash);
        heard.emplace_back(sealed.header.number, sealed.transactions);
    });
    ASSERT_TRUE(node->submit(signed_by(0, transfer(0))));
    ASSERT_TRUE(node->seal());
    EXPECT_EQ(heard, (std::vector<std::pair<std::uint64_t, std::size_t>>{{1, 1}, {2, 0}}));
}

TEST(node, seals_at_intervals_by_itself_until_it_is_stopped)
{
    const testing::TemporaryFolder folder;
    auto options = options_for(folder / "data");
    options.sealing = Sealing::interval;
    options.interval = std::chrono::milliseconds{2};
    const auto node = open_node(std::move(options));
    std::mutex mutex;
    std::condition_variable sealed_more;
    std::vector<std::uint64_t> timestamps;
    node->on_sealed([&](const SealedBlock& sealed) {
        const std::lock_guard lock{mutex};
        timestamps.push_back(sealed.header.timestamp);
        sealed_more.notify_all();
    });
    std::unique_lock lock{mutex};
    sealed_more.wait(lock, [&] { return timestamps.size() >= 5; });
    lock.unlock();
    node->stop();
    for (std::size_t i = 1; i < timestamps.size(); ++i)
        EXPECT_EQ(timestamps[i], timestamps[i - 1] + 1);
    const std::uint64_t last = node->tip()->header.number;
    EXPECT_EQ(node->tip()->header.number, last);
    const auto refused = node->submit(signed_by(0, transfer(0)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, SubmitError::Kind::stopped);
    EXPECT_EQ(refused.error().message, "the node is stopping");
    EXPECT_EQ(node->failure(), std::nullopt);
    EXPECT_FALSE(node->seal());
}

TEST(node, seals_what_it_took_before_it_stops)
{
    const testing::TemporaryFolder folder;
    const auto node = open_node(by_hand(folder / "data"));
    ASSERT_TRUE(node->submit(vm::encode(signed_by(0, transfer(0)))));
    ASSERT_TRUE(node->submit(vm::encode(signed_by(0, transfer(1)))));
    ASSERT_TRUE(node->submit(vm::encode(signed_by(0, transfer(3)))));
    EXPECT_EQ(node->pending_count(), 3U);
    node->stop();
    EXPECT_EQ(node->tip()->header.number, 1U);
    EXPECT_TRUE(node->database().transaction_place(vm::hash(signed_by(0, transfer(1)))));
    EXPECT_EQ(node->pending_count(), 1U);  // behind a gap
    node->stop();
    EXPECT_EQ(node->tip()->header.number, 1U);
}

TEST(node, takes_ten_thousand_pending_and_seals_them_as_the_gas_limit_demands)
{
    constexpr std::uint64_t transactions = 10'000;
    constexpr std::uint64_t per_block = 60'000'000 / 21'000;
    const testing::TemporaryFolder folder;
    const auto node = open_node(by_hand(folder / "data"));
    for (std::uint64_t nonce = 0; nonce < transactions; ++nonce)
    {
        const auto taken = node->submit(signed_by(nonce % 2, transfer(nonce / 2)));
        ASSERT_TRUE(taken) << taken.error().message;
    }
    std::uint64_t sealed = 0;
    std::uint64_t blocks = 0;
    for (; sealed < transactions; ++blocks)
    {
        const auto block = node->seal();
        ASSERT_TRUE(block) << block.error();
        ASSERT_GT(block->transactions, 0U);
        sealed += block->transactions;
    }
    EXPECT_EQ(blocks, (transactions + per_block - 1) / per_block);
    EXPECT_EQ(balance(*node, stranger), uint256{transactions});
}

TEST(node, serves_many_threads_at_once)
{
    constexpr std::size_t writers = 3;
    constexpr std::uint64_t each = 40;
    const testing::TemporaryFolder folder;
    const auto node = open_node(options_for(folder / "data"));
    std::vector<std::jthread> threads;
    for (std::size_t writer = 0; writer < writers; ++writer)
    {
        threads.emplace_back([&node, writer] {
            for (std::uint64_t nonce = 0; nonce < each; ++nonce)
                EXPECT_TRUE(node->submit(vm::encode(signed_by(writer, transfer(nonce)))));
        });
    }
    threads.emplace_back([&node] {
        while (node->tip()->header.number < writers * each)
        {
            const auto tip = node->tip();
            EXPECT_EQ(tip->state->head().hash, tip->hash);
            // Each block moved one wei.
            const auto account = tip->state->account(stranger);
            EXPECT_EQ(account ? account->balance : uint256{}, uint256{tip->header.number});
            (void)node->pending_nonce(development_accounts[0]);
            (void)node->pending_context();
        }
    });
    threads.clear();
    EXPECT_EQ(node->tip()->header.number, writers * each);
}
}  // namespace byline::node
