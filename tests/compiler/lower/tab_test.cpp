// Tabs and pots (rules M1, M2, M9, M10) on our own machine.
#include "tests/compiler/lower/share_model.hpp"

namespace byline::testing
{
namespace
{
constexpr std::uint64_t day = 86'400;

class tabs : public licence_test
{
protected:
    /// The provider draws from what customers put aside; the owner has 80 % of it.
    void SetUp() override
    {
        world.wait(1'000'000);
        deploy(
            "licence Prepaid { party provider, owner unit call "
            "split revenue { owner 80% provider 20% } tab deposit notice 7 days "
            "act use(who: account, x: money) { by provider move x from deposit[who] to revenue } "
            "act back(who: account, x: money) { by provider pays x from deposit[who] to who } "
            "act shift(who: account, to: account, x: money) "
            "{ by provider move x from deposit[who] to deposit[to] } "
            "act gift(who: account, x: money) { takes x into deposit[who] } "
            "act buy(x: money) { takes x into revenue } }");
    }

    vm::TxOutcome use(const address& who, const uint256& amount)
    {
        return call(provider, "use(address,uint256)", {to_uint256(who), amount});
    }

    /// Whether the tab of the customer is {amount, time}.
    void expect_tab(const address& who, const uint256& amount, const uint256& leaves_at)
    {
        const vm::TxOutcome outcome =
            world.run(stranger, contract, encode("deposit(address)", {to_uint256(who)}));
        Bytes expected;
        append(expected, amount);
        append(expected, leaves_at);
        EXPECT_EQ(to_hex(outcome.output), to_hex(expected));
    }

    void fund(const address& who, const uint256& amount)
    {
        expect_success(call(who, "fund()", {}, amount));
    }

    const address provider = account(0);
    const address owner = account(1);
    const address customer = account(20);
    const address other = account(21);
};

TEST_F(tabs, are_no_revenue_until_money_moves)
{
    const vm::TxOutcome funded = call(customer, "fund()", {}, 1'000);
    expect_success(funded);
    ASSERT_EQ(funded.logs.size(), 1U);
    EXPECT_EQ(funded.logs[0].topics[0], keccak256(std::string_view{"Funded(address,uint256)"}));
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(claimable(owner), 0);
    expect_success(use(customer, 400));
    EXPECT_EQ(received(), 400);
    EXPECT_EQ(claimable(owner), 320);
    expect_tab(customer, 600, 0);
    expect_success(call(payer, "buy(uint256)", {100}, 100));
    force(100);
    expect_success(call(owner, "claim()"));
    expect_success(call(provider, "claim()"));
    EXPECT_EQ(world.balance(owner), 480);
    EXPECT_EQ(world.balance(provider), 120);
    // What is left is the customer's.
    EXPECT_EQ(world.balance(contract), 600);
    EXPECT_EQ(world.view(contract, "surplus()"), 0);
}

TEST_F(tabs, hold_what_each_account_put_there)
{
    fund(customer, 1'000);
    fund(other, 10);
    fund(other, 5);
    expect_success(call(payer, "gift(address,uint256)", {to_uint256(other), 7}, 7));
    expect_tab(other, 22, 0);
    expect_revert(use(other, 23), encode("NotEnough(uint256,uint256)", {22, 23}));
    expect_success(call(provider, "shift(address,address,uint256)",
        {to_uint256(customer), to_uint256(other), 100}));
    expect_success(call(
        provider, "shift(address,address,uint256)", {to_uint256(other), to_uint256(other), 50}));
    expect_tab(customer, 900, 0);
    expect_tab(other, 122, 0);
    EXPECT_EQ(received(), 0);
    const uint256 before = world.balance(other);
    expect_success(call(provider, "back(address,uint256)", {to_uint256(other), 22}));
    EXPECT_EQ(world.balance(other) - before, 22);
    expect_tab(other, 100, 0);
    EXPECT_EQ(received(), 0);
    expect_revert(use(stranger, 1), encode("NotEnough(uint256,uint256)", {0, 1}));
    expect_success(use(stranger, 0));
}

TEST_F(tabs, can_be_left_after_the_notice)
{
    fund(customer, 1'000);
    expect_revert(call(customer, "withdraw()"), encode("TooEarly(uint64)", {0}));
    const std::uint64_t at = world.time() + 7 * day;
    const vm::TxOutcome leaving = call(customer, "leave()");
    expect_success(leaving);
    ASSERT_EQ(leaving.logs.size(), 1U);
    EXPECT_EQ(leaving.logs[0].topics[0], keccak256(std::string_view{"Leaving(address,uint64)"}));
    expect_tab(customer, 1'000, at);
    world.wait(day);
    // A second call does nothing.
    const vm::TxOutcome again = call(customer, "leave()");
    expect_success(again);
    EXPECT_TRUE(again.logs.empty());
    expect_tab(customer, 1'000, at);
    // Until then what was consumed can be drawn.
    expect_success(use(customer, 100));
    world.wait(6 * day - 1);
    expect_success(use(customer, 100));
    expect_revert(call(customer, "withdraw()"), encode("TooEarly(uint64)", {at}));
    world.wait(1);
    // From then on not: an exit armed long ago cannot be run in front of a redemption.
    expect_revert(use(customer, 1), encode("NotEnough(uint256,uint256)", {800, 1}));
    const uint256 before = world.balance(customer);
    expect_success(call(customer, "withdraw()"));
    EXPECT_EQ(world.balance(customer) - before, 800);
    expect_tab(customer, 0, 0);
    expect_revert(call(customer, "withdraw()"), encode("TooEarly(uint64)", {0}));
    EXPECT_EQ(claimable(owner), 160);
    EXPECT_EQ(world.balance(contract), 200);
}

TEST_F(tabs, are_stayed_with_by_funding)
{
    fund(customer, 10);
    expect_success(call(customer, "leave()"));
    world.wait(30 * day);
    // A stranger's gift does not undo the exit.
    expect_success(call(payer, "gift(address,uint256)", {to_uint256(customer), 5}, 5));
    expect_revert(use(customer, 1), encode("NotEnough(uint256,uint256)", {15, 1}));
    fund(customer, 1);
    expect_tab(customer, 16, 0);
    expect_success(use(customer, 1));
    expect_revert(call(customer, "withdraw()"), encode("TooEarly(uint64)", {0}));
}

TEST_F(tabs, pay_a_customer_that_calls_back_once)
{
    fund(other, 500);
    fund(customer, 100);
    expect_success(call(customer, "leave()"));
    world.wait(7 * day);
    // Whoever calls it, with or without money: withdraw().
    world.state().set_code(customer, calling("withdraw()", contract));
    const uint256 before = world.balance(customer);
    expect_success(world.send(stranger, customer, {}));
    EXPECT_EQ(world.balance(customer) - before, 100);
    EXPECT_EQ(world.balance(contract), 500);
}

class pots : public licence_test
{
protected:
    void SetUp() override
    {
        world.wait(1'000'000);
        deploy(
            "licence Prize { party judge, owner unit call split revenue { owner 80% judge 20% } "
            "pot prize exits to owner after 10 days "
            "act give(x: money) { takes x into prize } "
            "act award(who: account, x: money) { by judge pays x from prize to who } "
            "act keep_it(x: money) { by judge move x from prize to revenue } }");
    }

    void give(const uint256& amount)
    {
        expect_success(call(payer, "give(uint256)", {amount}, amount));
    }

    vm::TxOutcome award(const uint256& amount)
    {
        return call(judge, "award(address,uint256)", {to_uint256(winner), amount});
    }

    const address judge = account(0);
    const address owner = account(1);
    const address winner = account(20);
};

TEST_F(pots, pay_who_may_have_them)
{
    give(1'000);
    EXPECT_EQ(received(), 0);
    expect_success(award(300));
    EXPECT_EQ(world.balance(winner), 300);
    expect_revert(award(701), encode("NotEnough(uint256,uint256)", {700, 701}));
    expect_success(call(judge, "keep_it(uint256)", {200}));
    EXPECT_EQ(received(), 200);
    EXPECT_EQ(claimable(owner), 160);
    EXPECT_EQ(world.balance(contract), 700);
    expect_success(award(500));
    EXPECT_EQ(world.balance(contract), 200);
}

TEST_F(pots, have_an_exit_that_small_gifts_do_not_put_off)
{
    expect_revert(call(stranger, "exit()"), encode("NothingToClaim()"));
    give(1'000);
    const std::uint64_t at = world.time() + 10 * day;
    world.wait(9 * day);
    give(1);
    expect_success(award(500));
    expect_revert(call(stranger, "exit()"), encode("TooEarly(uint64)", {at}));
    world.wait(day);
    expect_success(call(stranger, "exit()"));
    EXPECT_EQ(world.balance(owner), 501);
    EXPECT_EQ(world.balance(contract), 0);
    // The time counts from when it was last empty.
    give(50);
    const std::uint64_t next = world.time() + 10 * day;
    world.wait(9 * day);
    expect_success(award(50));
    give(60);
    world.wait(day);
    expect_revert(call(stranger, "exit()"), encode("TooEarly(uint64)", {next + 9 * day}));
    world.wait(9 * day);
    expect_success(call(stranger, "exit()"));
    EXPECT_EQ(world.balance(owner), 561);
}
}  // namespace
}  // namespace byline::testing
