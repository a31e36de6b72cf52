#include "tests/attacks/attack_world.hpp"

namespace byline::testing
{
namespace
{
const std::string tab_source =
    "licence L { party shop, heir  tab deposit notice 7 days  split revenue { shop 100% } "
    "pot reserve exits to heir after 1 year "
    "act draw(who: account, n: money) { by shop  move n from deposit[who] to revenue } "
    "act shift(a: account, b: account, n: money) { by shop  move n from deposit[a] to deposit[b] } "
    "act top(who: account) { takes any into deposit[who] } "
    "act save() { takes any into reserve } "
    "act refund(who: account, n: money) { by shop  pays n from reserve to who } "
    "act back(n: money) { pays n from deposit[caller] to caller } }";

class tab_attacks : public attack_test
{
protected:
    void SetUp() override { sign_licence(tab_source, {shop, heir}); }

    vm::TxOutcome draw(const uint256& n)
    {
        return call(shop, "draw(address,uint256)", {to_uint256(payer), n});
    }

    vm::TxOutcome shift(const address& a, const address& b, const uint256& n)
    {
        return call(shop, "shift(address,address,uint256)", {to_uint256(a), to_uint256(b), n});
    }

    [[nodiscard]] uint256 leaves_at(const address& who) const { return tab_word(who) >> 128; }

    [[nodiscard]] uint256 amount(const address& who) const
    {
        return tab_word(who) & ((uint256{1} << 128) - 1);
    }

    /// {amount 128 | leavesAt 64} from the two words of the getter.
    [[nodiscard]] uint256 tab_word(const address& who) const
    {
        const vm::TxOutcome outcome =
            world.run(stranger, contract, encode("deposit(address)", {to_uint256(who)}));
        if (outcome.output.size() != 64)
            return max_uint256;
        bytes32 first;
        bytes32 second;
        std::copy_n(outcome.output.begin(), 32, first.bytes.begin());
        std::copy_n(outcome.output.begin() + 32, 32, second.bytes.begin());
        return to_uint256(first) + (to_uint256(second) << 128);
    }

    const address shop = account(0);
    const address heir = account(1);
};

// Row 14: the exit is armed on the first day, and used in front of the last redemption.
TEST_F(tab_attacks, an_armed_exit_stops_consumption_too)
{
    expect_success(call(payer, "fund()", {}, 100));
    expect_success(call(payer, "leave()"));
    const uint256 at = world.time() + 7 * day;
    EXPECT_EQ(leaves_at(payer), at);
    world.wait(3 * day);
    // A second call does not put it off, and the notice is the shop's time to draw.
    expect_success(call(payer, "leave()"));
    EXPECT_EQ(leaves_at(payer), at);
    expect_success(draw(10));
    expect_revert(call(payer, "withdraw()"), encode("TooEarly(uint64)", {at}));
    world.wait(4 * day);
    expect_revert(draw(1), encode("NotEnough(uint256,uint256)", {90, 1}));
    // A stranger's payment, or the customer's own by an act, does not turn the exit off.
    expect_success(call(stranger, "top(address)", {to_uint256(payer)}, 5));
    EXPECT_EQ(leaves_at(payer), at);
    expect_success(call(payer, "withdraw()"));
    EXPECT_EQ(world.balance(payer), 95);
    EXPECT_EQ(leaves_at(payer), 0);
    expect_revert(call(payer, "withdraw()"), encode("TooEarly(uint64)", {0}));
    EXPECT_EQ(claimable(shop), 10);
    EXPECT_EQ(held_by_contract(), 10);
}

// An exit armed with nothing in it, then money put in: either it stays, or it is not drawn from.
TEST_F(tab_attacks, an_exit_armed_while_empty_is_cleared_by_funding)
{
    expect_success(call(payer, "leave()"));
    world.wait(30 * day);
    expect_success(call(payer, "fund()", {}, 100));
    EXPECT_EQ(leaves_at(payer), 0);
    expect_revert(call(payer, "withdraw()"), encode("TooEarly(uint64)", {0}));
    expect_success(call(payer, "leave()"));
    expect_success(call(payer, "fund()", {}, 0));
    EXPECT_EQ(leaves_at(payer), 0);
    expect_success(draw(100));
    EXPECT_EQ(claimable(shop), 100);
}

TEST_F(tab_attacks, moving_to_oneself_makes_no_money)
{
    expect_success(call(payer, "fund()", {}, 100));
    expect_success(shift(payer, payer, 100));
    EXPECT_EQ(amount(payer), 100);
    expect_revert(shift(payer, payer, 101), encode("NotEnough(uint256,uint256)", {100, 101}));
    expect_success(shift(payer, stranger, 40));
    expect_success(shift(payer, stranger, 0));
    EXPECT_EQ(amount(payer), 60);
    EXPECT_EQ(amount(stranger), 40);
    EXPECT_EQ(received(), 0);
    expect_revert(shift(payer, stranger, uint256{1} << 128), encode("Overflow()"));
}

// What is moved into a tab that is being left leaves with it, and is not drawn again.
TEST_F(tab_attacks, leaving_tabs_take_what_is_moved_in)
{
    expect_success(call(payer, "fund()", {}, 100));
    expect_success(call(stranger, "leave()"));
    world.wait(7 * day);
    expect_success(shift(payer, stranger, 30));
    expect_revert(shift(stranger, payer, 1), encode("NotEnough(uint256,uint256)", {30, 1}));
    expect_success(call(stranger, "withdraw()"));
    EXPECT_EQ(world.balance(stranger), 30);
    EXPECT_EQ(held_by_contract(), 70);
}

TEST_F(tab_attacks, withdrawing_again_while_being_paid_gains_nothing)
{
    expect_success(call(payer, "fund()", {}, 100));
    const address wallet = account(30);
    expect_success(call(wallet, "fund()", {}, 50));
    expect_success(call(wallet, "leave()"));
    world.wait(7 * day);
    put_code(wallet, calls_once(contract, encode("withdraw()")));
    // The wallet's own code begins it: the licence pays the wallet, whose code is then done.
    expect_success(world.send(stranger, wallet, {}));
    EXPECT_TRUE(got_through(wallet));
    EXPECT_EQ(world.balance(wallet), 50);
    EXPECT_EQ(held_by_contract(), 100);
}

// `pays` to a caller that calls the act again.
TEST_F(tab_attacks, an_act_that_pays_keeps_its_books_first)
{
    const address wallet = account(30);
    expect_success(call(wallet, "fund()", {}, 50));
    expect_success(call(payer, "fund()", {}, 100));
    expect_success(call(wallet, "back(uint256)", {20}));
    EXPECT_EQ(world.balance(wallet), 20);
    put_code(wallet, calls_once(contract, encode("back(uint256)", {30})));
    expect_success(world.send(stranger, wallet, {}));
    EXPECT_EQ(world.balance(wallet), 50);
    expect_revert(
        call(payer, "back(uint256)", {101}), encode("NotEnough(uint256,uint256)", {100, 101}));
    EXPECT_EQ(held_by_contract(), 100);
    EXPECT_EQ(received(), 0);
}

// Row 15: one wei a month does not postpone the exit of a pot.
TEST_F(tab_attacks, a_deposit_does_not_postpone_the_exit_of_a_pot)
{
    expect_revert(call(heir, "exit()"), encode("NothingToClaim()"));
    expect_success(call(payer, "save()", {}, 0));
    world.wait(400 * day);
    // Nor does it count from the deployment.
    expect_success(call(payer, "save()", {}, 100));
    const uint256 at = world.time() + 365 * day;
    expect_revert(call(heir, "exit()"), encode("TooEarly(uint64)", {at}));
    for (int month = 0; month < 12; ++month)
    {
        world.wait(30 * day);
        expect_success(call(stranger, "save()", {}, 1));
    }
    expect_revert(call(heir, "exit()"), encode("TooEarly(uint64)", {at}));
    world.wait(5 * day);
    expect_success(call(stranger, "exit()"));
    EXPECT_EQ(world.balance(heir), 112);
    EXPECT_EQ(held_by_contract(), 0);
}

TEST_F(tab_attacks, a_pot_pays_no_more_than_it_holds)
{
    expect_success(call(payer, "save()", {}, 100));
    expect_success(call(payer, "fund()", {}, 1'000));
    expect_revert(call(shop, "refund(address,uint256)", {to_uint256(stranger), 101}),
        encode("NotEnough(uint256,uint256)", {100, 101}));
    expect_success(call(shop, "refund(address,uint256)", {to_uint256(stranger), 100}));
    EXPECT_EQ(world.balance(stranger), 100);
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(held_by_contract(), 1'000);
}

// One act fills a pot and draws from it, and moves between all kinds of bucket.
TEST_F(tab_attacks, books_of_one_act_follow_each_other)
{
    sign_licence(
        "licence L { party shop, heir  tab deposit notice 1 day "
        "split revenue { shop 100% }  pot reserve exits to heir after 1 year "
        "act swap(n: money) { takes any into reserve  pays n from reserve to caller } "
        "act round(n: money) { move n from deposit[caller] to reserve "
        "move n from reserve to deposit[caller] "
        "move n from deposit[caller] to revenue } }",
        {shop, heir});
    expect_success(call(payer, "swap(uint256)", {30}, 100));
    EXPECT_EQ(world.balance(payer), 30);
    expect_revert(
        call(payer, "swap(uint256)", {76}, 5), encode("NotEnough(uint256,uint256)", {75, 76}));
    expect_success(call(payer, "swap(uint256)", {75}, 5));
    EXPECT_EQ(held_by_contract(), 0);
    expect_success(call(payer, "fund()", {}, 10));
    expect_success(call(payer, "round(uint256)", {4}));
    expect_revert(call(payer, "round(uint256)", {7}), encode("NotEnough(uint256,uint256)", {6, 7}));
    EXPECT_EQ(received(), 4);
    EXPECT_EQ(claimable(shop), 4);
    force(5);
    EXPECT_EQ(received(), 9);
    expect_success(call(shop, "claim()"));
    EXPECT_EQ(held_by_contract(), 6);
}
}  // namespace
}  // namespace byline::testing
