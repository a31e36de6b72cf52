// Pools (rule M7) against exact fractions, on our own machine.
#include "tests/compiler/lower/share_model.hpp"

#include <array>
#include <random>

namespace byline::testing
{
namespace
{
constexpr std::size_t accounts = 7;  ///< 0 manages, 1 gets what an empty pool receives

/// What each account ever earned in a pool that gets `part` of each payment.
class PoolModel
{
public:
    explicit PoolModel(Fraction part) : part_{std::move(part)} {}

    void pay(const uint256& amount)
    {
        const Fraction own = fraction(amount) * part_;
        if (total_ == 0)
        {
            earned_[1] += own;
            return;
        }
        for (std::size_t i = 0; i < accounts; ++i)
            earned_[i] += own * shares_[i] / total_;
    }

    void change(std::size_t who, std::int64_t shares)
    {
        shares_[who] += shares;
        total_ += shares;
    }

    void claim(std::size_t who) { paid_[who] = floor_of(earned_[who]); }

    [[nodiscard]] uint256 claimable(std::size_t who) const
    {
        return floor_of(earned_[who]) - paid_[who];
    }

    [[nodiscard]] std::int64_t shares(std::size_t who) const { return shares_[who]; }

    [[nodiscard]] std::int64_t total() const { return total_; }

private:
    Fraction part_;
    std::array<Fraction, accounts> earned_{};
    std::array<uint256, accounts> paid_{};
    std::array<std::int64_t, accounts> shares_{};
    std::int64_t total_ = 0;
};

constexpr const char* alone =
    "licence Alone { party desk, author unit point "
    "pool bonus of points { managed by desk when empty to author } "
    "act pay(x: money) { takes x into bonus } "
    "act add(who: account, n: points) { by desk grant n to who in bonus } "
    "act drop(who: account, n: points) { by desk revoke n from who in bonus } }";

/// A split and a pool that are always fed together: one count of receipts for both (rule M1).
constexpr const char* beside_a_split =
    "licence Both { party desk, author, vendor unit point "
    "split revenue { vendor 60% author 40% } "
    "pool bonus of points { managed by desk when empty to author } "
    "act pay(x: money) { takes x into { revenue 93% bonus 7% } } "
    "act add(who: account, n: points) { by desk grant n to who in bonus } "
    "act drop(who: account, n: points) { by desk revoke n from who in bonus } }";

class pools : public licence_test
{
protected:
    vm::TxOutcome add(const address& who, const uint256& shares)
    {
        return call(account(0), "add(address,uint64)", {to_uint256(who), shares});
    }

    vm::TxOutcome drop(const address& who, const uint256& shares)
    {
        return call(account(0), "drop(address,uint64)", {to_uint256(who), shares});
    }

    void pay(const uint256& amount)
    {
        expect_success(call(payer, "pay(uint256)", {amount}, amount));
    }

    [[nodiscard]] uint256 shares(const address& who) const
    {
        return world.view(contract, "bonusShares(address)", {to_uint256(who)});
    }

    [[nodiscard]] uint256 total() const { return world.view(contract, "bonusTotal()"); }
};

TEST_F(pools, share_what_comes_in_by_the_shares_of_the_moment)
{
    deploy(alone);
    const address first = account(10);
    const address second = account(11);
    expect_success(add(first, 3));
    pay(100);
    expect_success(add(second, 1));
    pay(100);
    EXPECT_EQ(claimable(first), 175);
    EXPECT_EQ(claimable(second), 25);
    expect_success(drop(first, 3));
    pay(40);
    EXPECT_EQ(claimable(first), 175);
    EXPECT_EQ(claimable(second), 65);
    expect_success(call(first, "claim()"));
    EXPECT_EQ(world.balance(first), 175);
    expect_revert(call(first, "claim()"), encode("NothingToClaim()"));
    expect_success(call(stranger, "claimFor(address)", {to_uint256(second)}));
    EXPECT_EQ(world.balance(second), 65);
    EXPECT_EQ(received(), 240);
    EXPECT_EQ(world.balance(contract), 0);
    expect_revert(call(stranger, "claim()"), encode("NotAllowed(address)", {to_uint256(stranger)}));
    EXPECT_EQ(claimable(stranger), 0);
}

TEST_F(pools, give_what_comes_in_while_they_are_empty_to_a_party)
{
    deploy(alone);
    const address author = account(1);
    pay(70);
    EXPECT_EQ(claimable(author), 70);
    // Claimed before the pool knows of it, credited after: it is the same money.
    expect_success(call(author, "claim()"));
    pay(5);
    expect_success(add(account(10), 2));
    EXPECT_EQ(claimable(author), 5);
    pay(10);
    EXPECT_EQ(claimable(author), 5);
    EXPECT_EQ(claimable(account(10)), 10);
    expect_success(drop(account(10), 2));
    pay(1);
    EXPECT_EQ(claimable(author), 6);
    // It may have shares of its own.
    expect_success(add(author, 1));
    pay(8);
    EXPECT_EQ(claimable(author), 14);
    expect_success(call(author, "claim()"));
    EXPECT_EQ(world.balance(author), 84);
    expect_success(call(account(10), "claim()"));
    EXPECT_EQ(world.balance(contract), 0);
}

TEST_F(pools, hand_over_with_the_place_what_it_was_given_while_they_were_empty)
{
    deploy(
        "licence Handed { party desk party author assignable unit point "
        "pool bonus of points { managed by desk when empty to author } "
        "act pay(x: money) { takes x into bonus } "
        "act add(who: account, n: points) { by desk grant n to who in bonus } }");
    const address author = account(1);
    const address next = account(30);
    pay(70);
    expect_success(call(author, "claim()"));
    pay(5);
    expect_success(call(author, "assign(address)", {to_uint256(next)}));
    expect_success(call(next, "accept()"));
    EXPECT_EQ(claimable(author), 0);
    EXPECT_EQ(claimable(next), 5);
    pay(3);
    expect_success(add(account(10), 1));
    EXPECT_EQ(claimable(next), 8);
    expect_success(call(next, "claim()"));
    EXPECT_EQ(world.balance(author), 70);
    EXPECT_EQ(world.balance(next), 8);
    EXPECT_EQ(world.balance(contract), 0);
}

TEST_F(pools, refuse_shares_that_nobody_could_use)
{
    deploy(alone);
    const address member = account(10);
    const uint256 most{~0ULL};
    expect_revert(add(address{}, 1), encode("BadParty(address)", {0}));
    expect_revert(add(contract, 1), encode("BadParty(address)", {to_uint256(contract)}));
    expect_revert(add(member, uint256{1} << 64), {});
    expect_revert(drop(member, 1), encode("Overflow()"));
    expect_success(add(member, most));
    EXPECT_EQ(shares(member), most);
    EXPECT_EQ(total(), most);
    expect_revert(add(member, 1), encode("Overflow()"));
    expect_revert(add(account(11), 1), encode("Overflow()"));
    // Of so many shares the fraction of one is counted to 2^-64: a unit may stay behind, never more
    // than came in is owed.
    pay(uint256{1} << 100);
    EXPECT_EQ(claimable(member), (uint256{1} << 100) - 1);
    expect_success(drop(member, most - 1));
    EXPECT_EQ(total(), 1);
    pay(12'345);
    expect_success(call(member, "claim()"));
    EXPECT_EQ(world.balance(member), (uint256{1} << 100) + 12'344);
    expect_revert(call(stranger, "add(address,uint64)", {1, 1}),
        encode("NotAllowed(address)", {to_uint256(stranger)}));
}

TEST_F(pools, tell_of_every_change)
{
    deploy(alone);
    expect_success(add(account(10), 3));
    const vm::TxOutcome outcome = add(account(10), 4);
    expect_success(outcome);
    ASSERT_EQ(outcome.logs.size(), 2U);
    const auto& log =
        outcome.logs[0].topics[0] == keccak256(std::string_view{"BonusShares(address,uint64)"})
            ? outcome.logs[0]
            : outcome.logs[1];
    ASSERT_EQ(log.topics.size(), 2U);
    EXPECT_EQ(log.topics[0], keccak256(std::string_view{"BonusShares(address,uint64)"}));
    EXPECT_EQ(to_uint256(log.topics[1]), to_uint256(account(10)));
    Bytes seven;
    append(seven, 7);
    EXPECT_EQ(log.data, seven);
    EXPECT_EQ(shares(account(10)), 7);
    EXPECT_EQ(shares(stranger), 0);
}

TEST_F(pools, cost_what_they_should)
{
    deploy(alone);
    const address first = account(10);
    const address second = account(11);
    expect_success(add(first, 24));
    expect_success(add(second, 8));
    pay(1'000'000);
    pay(1'000'000);
    expect_success(add(first, 24));
    EXPECT_LE(add(second, 72).gas_used, 58'000U);
    expect_success(call(first, "claim()"));
    pay(1'000'000);
    EXPECT_LE(call(first, "claim()").gas_used, 44'500U);
    pay(1'000'000);
    EXPECT_LE(add(first, 128).gas_used, 44'500U);
    EXPECT_LE(call(payer, "pay(uint256)", {1'000'000}, 1'000'000).gas_used, 23'400U);
}

TEST_F(pools, pay_no_more_to_who_calls_back)
{
    deploy(alone);
    const address greedy = account(10);
    world.state().set_code(greedy, calling("claim()", {}));
    expect_success(add(greedy, 1));
    expect_success(add(account(11), 1));
    pay(100);
    expect_success(call(stranger, "claimFor(address)", {to_uint256(greedy)}));
    EXPECT_EQ(world.balance(greedy), 50);
    EXPECT_EQ(claimable(greedy), 0);
    EXPECT_EQ(claimable(account(11)), 50);
}

/// Random histories.
class pool_histories : public pools
{
protected:
    void run(const char* source, const Fraction& pool_part, std::uint64_t seed, int steps)
    {
        deploy(source);
        PoolModel model{pool_part};
        std::mt19937_64 random{seed};
        came_in = 0;
        for (int step = 0; step < steps && !HasFailure(); ++step)
        {
            take_step(model, random);
            check(model);
        }
    }

    void take_step(PoolModel& model, std::mt19937_64& random)
    {
        const std::uint64_t choice = random() % 8;
        const std::size_t who = random() % accounts;
        if (choice < 3)
        {
            const uint256 amount{choice == 0 ? random() >> 20 : random() % 1'000};
            pay(amount);
            came_in += amount;
            model.pay(amount);
        }
        else if (choice < 5)
        {
            const std::uint64_t shares = random() % (choice == 3 ? 5 : 1'000);
            expect_success(add(account(who), shares));
            model.change(who, static_cast<std::int64_t>(shares));
        }
        else if (choice == 5)
        {
            const auto most = static_cast<std::uint64_t>(model.shares(who));
            const std::uint64_t shares = random() % 2 == 0 ? most : random() % (most + 1);
            expect_success(drop(account(who), shares));
            model.change(who, -static_cast<std::int64_t>(shares));
        }
        else
            claim(model, who);
    }

    void claim(PoolModel& model, std::size_t who)
    {
        const uint256 owed = claimable(account(who));
        const uint256 before = world.balance(account(who));
        const auto outcome = call(stranger, "claimFor(address)", {to_uint256(account(who))});
        EXPECT_EQ(outcome.status == vm::Status::success, !owed.is_zero());
        EXPECT_EQ(world.balance(account(who)) - before, owed);
        paid_of_split(who);
        model.claim(who);
    }

    void check(const PoolModel& model)
    {
        uint256 owed;
        for (std::size_t i = 0; i < accounts; ++i)
        {
            const uint256 amount = claimable(account(i));
            EXPECT_EQ(amount, model.claimable(i) + split_claimable(i)) << i;
            owed += amount;
        }
        EXPECT_EQ(received(), came_in);
        EXPECT_EQ(total(), uint256{static_cast<std::uint64_t>(model.total())});
        EXPECT_LE(owed, world.balance(contract));
        EXPECT_LT(world.balance(contract) - owed, uint256{accounts + 2});
    }

    [[nodiscard]] uint256 split_entitled(std::size_t who) const
    {
        // Of 93 %, the author has 40 % and the vendor 60 %.
        const std::uint64_t part = !has_split ? 0 : who == 1 ? 3'720 : who == 2 ? 5'580 : 0;
        return came_in * part / 10'000;
    }

    [[nodiscard]] uint256 split_claimable(std::size_t who) const
    {
        return split_entitled(who) - split_paid[who];
    }

    void paid_of_split(std::size_t who) { split_paid[who] = split_entitled(who); }

    uint256 came_in;
    bool has_split = false;
    std::array<uint256, accounts> split_paid{};
};

TEST_F(pool_histories, alone_agree_with_exact_fractions)
{
    for (std::uint64_t seed = 1; seed <= 200 && !HasFailure(); ++seed)
        run(alone, Fraction{1}, seed, 50);
}

TEST_F(pool_histories, beside_a_split_agree_with_exact_fractions)
{
    has_split = true;
    for (std::uint64_t seed = 1; seed <= 100 && !HasFailure(); ++seed)
    {
        split_paid = {};
        run(beside_a_split, Fraction{7, 100}, seed, 50);
    }
}
}  // namespace
}  // namespace byline::testing
