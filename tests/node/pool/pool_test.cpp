#include "node/pool/pool.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
address account(std::uint8_t number)
{
    address addr;
    addr.bytes[19] = number;
    return addr;
}

struct Fees
{
    std::uint64_t tip = 1;
    std::uint64_t cap = 100;
};

PooledTransaction transaction(std::uint8_t sender, std::uint64_t nonce, Fees fees = {})
{
    PooledTransaction pooled;
    pooled.tx.type = vm::TxType::fee_market;
    pooled.tx.nonce = nonce;
    pooled.tx.max_priority_fee_per_gas = fees.tip;
    pooled.tx.max_fee_per_gas = fees.cap;
    pooled.sender = account(sender);
    Bytes content{sender};
    for (const std::uint64_t value : {nonce, fees.tip, fees.cap})
    {
        for (unsigned shift = 0; shift < 64; shift += 8)
            content.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    pooled.hash = keccak256(content);
    return pooled;
}

using Place = std::pair<address, std::uint64_t>;

/// All that a block of unbounded size would take.
std::vector<Place> order(const Pool& pool, std::uint64_t base_fee)
{
    std::vector<Place> taken;
    Pool::Selection selection{pool, base_fee};
    while (const PooledTransaction* pooled = selection.current())
    {
        taken.emplace_back(pooled->sender, pooled->tx.nonce);
        selection.take();
    }
    return taken;
}
}  // namespace

TEST(pool, gives_one_sender_in_order_of_nonce)
{
    Pool pool;
    for (const std::uint64_t nonce : {7U, 5U, 6U})
        ASSERT_TRUE(pool.add(transaction(1, nonce), 5));
    EXPECT_EQ(
        order(pool, 1), (std::vector<Place>{{account(1), 5}, {account(1), 6}, {account(1), 7}}));
}

TEST(pool, prefers_the_higher_tip_at_the_base_fee_not_the_higher_cap)
{
    Pool pool;
    ASSERT_TRUE(pool.add(transaction(1, 0, {.tip = 50, .cap = 60}), 0));   // pays 10 at base 50
    ASSERT_TRUE(pool.add(transaction(2, 0, {.tip = 20, .cap = 100}), 0));  // pays 20 at base 50
    EXPECT_EQ(order(pool, 50), (std::vector<Place>{{account(2), 0}, {account(1), 0}}));
    EXPECT_EQ(order(pool, 5), (std::vector<Place>{{account(1), 0}, {account(2), 0}}));
}

TEST(pool, serves_equals_first_come_first_served)
{
    Pool pool;
    for (const std::uint8_t sender : std::initializer_list<std::uint8_t>{3, 1, 2})
        ASSERT_TRUE(pool.add(transaction(sender, 0), 0));
    EXPECT_EQ(
        order(pool, 1), (std::vector<Place>{{account(3), 0}, {account(1), 0}, {account(2), 0}}));
}

TEST(pool, leaves_out_what_is_behind_a_gap_or_below_the_base_fee)
{
    Pool pool;
    ASSERT_TRUE(pool.add(transaction(1, 1), 0));
    EXPECT_FALSE(pool.has_executable());
    ASSERT_TRUE(pool.add(transaction(2, 0, {.tip = 1, .cap = 9}), 0));
    ASSERT_TRUE(pool.add(transaction(2, 1), 0));
    EXPECT_TRUE(pool.has_executable());
    EXPECT_TRUE(order(pool, 10).empty());
    EXPECT_EQ(order(pool, 9).size(), 2U);
    ASSERT_TRUE(pool.add(transaction(1, 0), 0));
    EXPECT_EQ(order(pool, 9).size(), 4U);
}

TEST(pool, skipping_leaves_out_the_rest_of_the_sender)
{
    Pool pool;
    ASSERT_TRUE(pool.add(transaction(1, 0, {.tip = 9}), 0));
    ASSERT_TRUE(pool.add(transaction(1, 1, {.tip = 9}), 0));
    ASSERT_TRUE(pool.add(transaction(2, 0), 0));
    Pool::Selection selection{pool, 1};
    selection.skip();
    ASSERT_NE(selection.current(), nullptr);
    EXPECT_EQ(selection.current()->sender, account(2));
    selection.take();
    EXPECT_EQ(selection.current(), nullptr);
}

TEST(pool, refuses_the_same_transaction_twice)
{
    Pool pool;
    ASSERT_TRUE(pool.add(transaction(1, 0), 0));
    const auto again = pool.add(transaction(1, 0), 0);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(), PoolError::already_known);
    EXPECT_EQ(to_string(again.error()), "already known");
}

TEST(pool, replaces_only_where_both_fees_are_ten_percent_higher)
{
    const PooledTransaction old = transaction(1, 0, {.tip = 100, .cap = 1000});
    const auto attempt = [&old](Fees fees) {
        Pool pool;
        EXPECT_TRUE(pool.add(old, 0));
        return pool.add(transaction(1, 0, fees), 0).has_value();
    };
    EXPECT_FALSE(attempt({.tip = 109, .cap = 1100}));
    EXPECT_FALSE(attempt({.tip = 110, .cap = 1099}));
    EXPECT_TRUE(attempt({.tip = 110, .cap = 1100}));
}

TEST(pool, a_tip_of_nothing_may_stay_so_in_a_replacement)
{
    Pool pool;
    ASSERT_TRUE(pool.add(transaction(1, 0, {.tip = 0, .cap = 10}), 0));
    EXPECT_FALSE(pool.add(transaction(1, 0, {.tip = 1, .cap = 10}), 0));
    EXPECT_TRUE(pool.add(transaction(1, 0, {.tip = 0, .cap = 11}), 0));
    EXPECT_EQ(pool.size(), 1U);
    EXPECT_EQ(pool.find(transaction(1, 0, {.tip = 0, .cap = 10}).hash), nullptr);
}

TEST(pool, takes_no_more_than_its_capacity_but_replacements)
{
    Pool pool{2};
    ASSERT_TRUE(pool.add(transaction(1, 0), 0));
    ASSERT_TRUE(pool.add(transaction(1, 1), 0));
    const auto third = pool.add(transaction(2, 0), 0);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error(), PoolError::full);
    EXPECT_TRUE(pool.add(transaction(1, 1, {.tip = 2, .cap = 200}), 0));
    pool.advance(account(1), 1);
    EXPECT_TRUE(pool.add(transaction(2, 0), 0));
}

TEST(pool, pending_nonce_follows_the_sequence)
{
    Pool pool;
    EXPECT_EQ(pool.next_nonce(account(1), 4), 4U);
    ASSERT_TRUE(pool.add(transaction(1, 4), 4));
    ASSERT_TRUE(pool.add(transaction(1, 6), 4));
    EXPECT_EQ(pool.next_nonce(account(1), 4), 5U);
    ASSERT_TRUE(pool.add(transaction(1, 5), 4));
    EXPECT_EQ(pool.next_nonce(account(1), 4), 7U);
    pool.remove(transaction(1, 5).hash);
    EXPECT_EQ(pool.next_nonce(account(1), 4), 5U);
    pool.advance(account(1), 6);
    EXPECT_EQ(pool.next_nonce(account(1), 6), 7U);
    pool.advance(account(1), 9);
    EXPECT_EQ(pool.size(), 0U);
    EXPECT_EQ(pool.next_nonce(account(1), 9), 9U);
}

TEST(pool, advancing_opens_what_was_behind_a_gap)
{
    Pool pool;
    ASSERT_TRUE(pool.add(transaction(1, 2), 1));
    EXPECT_FALSE(pool.has_executable());
    pool.advance(account(1), 2);
    EXPECT_TRUE(pool.has_executable());
    EXPECT_EQ(order(pool, 1), (std::vector<Place>{{account(1), 2}}));
}

namespace
{
/// The same bookkeeping without any index.
class PlainPool
{
public:
    void add(const PooledTransaction& pooled)
    {
        all_[{pooled.sender, pooled.tx.nonce}] = {pooled, arrivals_++};
    }

    void remove(const Place& place) { all_.erase(place); }

    void advance(const address& sender, std::uint64_t nonce)
    {
        next_[sender] = nonce;
        std::erase_if(all_, [&](const auto& item) {
            return item.first.first == sender && item.first.second < nonce;
        });
    }

    [[nodiscard]] std::uint64_t next(const address& sender) const
    {
        const auto found = next_.find(sender);
        return found == next_.end() ? 0 : found->second;
    }

    [[nodiscard]] const auto& all() const { return all_; }

    [[nodiscard]] std::vector<Place> order(std::uint64_t base_fee) const
    {
        std::map<address, std::uint64_t> next = next_;
        std::vector<Place> taken;
        while (const auto best = best_of(next, base_fee))
        {
            taken.push_back(*best);
            next[best->first] = best->second + 1;
        }
        return taken;
    }

private:
    [[nodiscard]] std::optional<Place> best_of(
        std::map<address, std::uint64_t>& next, std::uint64_t base_fee) const
    {
        std::optional<Place> best;
        std::tuple<std::uint64_t, std::uint64_t> best_rank;
        for (const auto& [place, item] : all_)
        {
            const vm::Transaction& tx = item.first.tx;
            if (place.second != next[place.first] || tx.max_fee_per_gas < uint256{base_fee})
                continue;
            const std::uint64_t tip = std::min(
                tx.max_priority_fee_per_gas.words[0], tx.max_fee_per_gas.words[0] - base_fee);
            const std::tuple rank{tip, ~item.second};
            if (!best || rank > best_rank)
            {
                best = place;
                best_rank = rank;
            }
        }
        return best;
    }

    std::map<Place, std::pair<PooledTransaction, std::uint64_t>> all_;
    std::map<address, std::uint64_t> next_;
    std::uint64_t arrivals_ = 0;
};
}  // namespace

TEST(pool, agrees_with_a_plain_list_over_random_histories)
{
    std::mt19937_64 random{7};
    const auto below = [&random](std::uint64_t limit) { return random() % limit; };
    for (int round = 0; round < 60; ++round)
    {
        Pool pool;
        PlainPool plain;
        for (int step = 0; step < 120; ++step)
        {
            const auto sender = static_cast<std::uint8_t>(below(5));
            const std::uint64_t next = plain.next(account(sender));
            const std::uint64_t action = below(10);
            if (action < 7)
            {
                const auto pooled =
                    transaction(sender, next + below(6), {.tip = below(30), .cap = 10 + below(60)});
                if (pool.add(pooled, next))
                    plain.add(pooled);
            }
            else if (action < 9)
            {
                const std::uint64_t to = next + below(3);
                pool.advance(account(sender), to);
                plain.advance(account(sender), to);
            }
            else if (!plain.all().empty())
            {
                const auto victim = std::next(
                    plain.all().begin(), static_cast<std::ptrdiff_t>(below(plain.all().size())));
                pool.remove(victim->second.first.hash);
                plain.remove(Place{victim->first});
            }
            ASSERT_EQ(pool.size(), plain.all().size());
            const std::uint64_t base_fee = below(50);
            ASSERT_EQ(order(pool, base_fee), plain.order(base_fee)) << round << "/" << step;
        }
    }
}

TEST(pool, holds_ten_thousand_from_one_sender)
{
    constexpr std::uint64_t count = 10'000;
    Pool pool;
    for (std::uint64_t nonce = count; nonce > 0; --nonce)
        ASSERT_TRUE(pool.add(transaction(1, nonce - 1), 0));
    EXPECT_EQ(pool.next_nonce(account(1), 0), count);
    for (std::uint64_t nonce = 0; nonce < count; ++nonce)
    {
        Pool::Selection selection{pool, 1};
        ASSERT_NE(selection.current(), nullptr);
        ASSERT_EQ(selection.current()->tx.nonce, nonce);
        pool.advance(account(1), nonce + 1);
    }
    EXPECT_EQ(pool.size(), 0U);
}
}  // namespace byline::node
