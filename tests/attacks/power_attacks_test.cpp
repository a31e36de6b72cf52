#include "tests/attacks/attack_world.hpp"

namespace byline::testing
{
namespace
{
class power_attacks : public attack_test
{
protected:
    [[nodiscard]] static Bytes not_allowed(const address& who)
    {
        return encode("NotAllowed(address)", {to_uint256(who)});
    }

    [[nodiscard]] static Bytes bad_party(const address& who)
    {
        return encode("BadParty(address)", {to_uint256(who)});
    }

    vm::TxOutcome assign(const address& from, const address& to)
    {
        return call(from, "assign(address)", {to_uint256(to)});
    }

    const address alice = account(0);
    const address bob = account(1);
    const address desk = account(2);
    const address x = account(10);
    const address y = account(11);
};

// Row 20: pauses do not follow each other, and stop no exit and no redemption.
TEST_F(power_attacks, a_pause_is_no_lock)
{
    sign_licence(
        "licence L { party alice, desk  split s { alice 100% }  tab deposit notice 1 day "
        "act buy() { takes 1 wei into s } "
        "act redeem(who: account) { by alice  move 1 wei from deposit[who] to s } "
        "pause by desk max 7 days }",
        {alice, desk});
    expect_success(call(payer, "buy()", {}, 1));
    expect_success(call(payer, "fund()", {}, 10));
    expect_success(call(payer, "leave()"));
    expect_revert(call(stranger, "pause()"), not_allowed(stranger));
    const std::uint64_t from = world.time();
    expect_success(call(desk, "pause()"));
    const uint256 until = from + 7 * day;
    expect_revert(call(payer, "buy()", {}, 1), encode("Paused(uint64)", {until}));
    expect_revert(call(desk, "pause()"), encode("TooEarly(uint64)", {until + 7 * day}));
    expect_success(call(alice, "redeem(address)", {to_uint256(payer)}));
    expect_success(call(alice, "claim()"));
    world.wait(day);
    expect_success(call(payer, "withdraw()"));
    EXPECT_EQ(world.balance(payer), 9);
    world.wait(6 * day);
    expect_success(call(payer, "buy()", {}, 1));
    // Ending what has ended does not begin the time anew.
    expect_success(call(desk, "resume()"));
    world.wait(7 * day - 1);
    expect_revert(call(desk, "pause()"), encode("TooEarly(uint64)", {until + 7 * day}));
    world.wait(1);
    expect_success(call(desk, "pause()"));
    // Ended early, the time without a pause counts from then.
    world.wait(day);
    expect_success(call(desk, "resume()"));
    expect_revert(call(desk, "pause()"), encode("TooEarly(uint64)", {world.time() + 7 * day}));
    expect_success(call(payer, "buy()", {}, 1));
}

TEST_F(power_attacks, a_successor_is_named_once_and_stops_no_exit)
{
    sign_licence(
        "licence L { party alice  split s { alice 100% } "
        "act buy() { takes 1 wei into s }  upgrade by alice after 30 days notice }",
        {alice});
    expect_revert(call(stranger, "announce(address)", {to_uint256(x)}), not_allowed(stranger));
    expect_revert(call(alice, "announce(address)", {0}), bad_party(address{}));
    expect_revert(call(alice, "announce(address)", {to_uint256(contract)}), bad_party(contract));
    expect_success(call(alice, "announce(address)", {to_uint256(x)}));
    expect_revert(call(alice, "announce(address)", {to_uint256(y)}), not_allowed(alice));
    world.wait(30 * day - 1);
    expect_success(call(payer, "buy()", {}, 1));
    world.wait(1);
    expect_revert(call(payer, "buy()", {}, 1), encode("Paused(uint64)", {~std::uint64_t{0}}));
    expect_success(call(alice, "claim()"));
    EXPECT_EQ(world.balance(alice), 1);
}

TEST_F(power_attacks, a_place_goes_over_in_two_steps)
{
    sign_licence(
        "licence L { party alice assignable  party bob assignable  split s default { alice 60%  "
        "bob 40% } }",
        {alice, bob});
    expect_success(world.send(payer, contract, {}, 100));
    expect_revert(assign(stranger, x), not_allowed(stranger));
    for (const address& bad : {address{}, contract, bob})
        expect_revert(assign(alice, bad), bad_party(bad));
    expect_success(assign(alice, x));
    // An offer is none yet; the last one counts.
    EXPECT_EQ(claimable(x), 0);
    EXPECT_EQ(claimable(alice), 60);
    expect_success(assign(alice, y));
    expect_revert(call(x, "accept()"), not_allowed(x));
    expect_success(call(alice, "claim()"));
    expect_success(world.send(payer, contract, {}, 100));
    expect_success(call(y, "accept()"));
    EXPECT_EQ(claimable(y), 60);
    EXPECT_EQ(claimable(alice), 0);
    expect_revert(call(y, "accept()"), not_allowed(y));
    expect_revert(assign(alice, alice), not_allowed(alice));
    expect_success(call(y, "claim()"));
    expect_success(call(bob, "claim()"));
    EXPECT_EQ(held_by_contract(), 0);
}

// A rival's offer to the same account must not spoil what that account accepts.
TEST_F(power_attacks, an_offer_does_not_block_another)
{
    sign_licence(
        "licence L { party alice assignable  party bob assignable "
        "split s default { alice 60%  bob 40% } }",
        {alice, bob});
    expect_success(world.send(payer, contract, {}, 100));
    expect_success(assign(alice, x));
    expect_success(assign(bob, x));
    expect_success(call(x, "accept()"));
    EXPECT_EQ(claimable(x), 60);
    EXPECT_EQ(claimable(bob), 40);
    // The other place is still offered, and may be had once the first is given on.
    expect_revert(call(x, "accept()"), bad_party(x));
    expect_success(assign(x, y));
    expect_success(call(y, "accept()"));
    expect_success(call(x, "accept()"));
    EXPECT_EQ(claimable(x), 40);
    EXPECT_EQ(claimable(y), 60);
}

// The heir of an empty pool gives its place away: what the pool credited goes with it, once.
TEST_F(power_attacks, an_heirs_place_takes_its_credit_along_once)
{
    sign_licence(
        "licence L { party desk, heir assignable  unit point "
        "pool bonus of points { managed by desk  when empty to heir } "
        "act pay() { takes any into bonus } "
        "act grants(who: account, n: points) { by desk  grant n to who in bonus } }",
        {desk, bob});
    expect_success(call(payer, "pay()", {}, 100));
    expect_success(assign(bob, x));
    expect_success(call(x, "accept()"));
    EXPECT_EQ(claimable(bob), 0);
    EXPECT_EQ(claimable(x), 100);
    expect_success(call(x, "claim()"));
    expect_success(call(payer, "pay()", {}, 30));
    expect_success(call(desk, "grants(address,uint64)", {to_uint256(bob), 1}));
    expect_success(call(payer, "pay()", {}, 7));
    EXPECT_EQ(claimable(bob), 7);
    EXPECT_EQ(claimable(x), 30);
    expect_success(assign(x, y));
    expect_success(call(y, "accept()"));
    EXPECT_EQ(claimable(x), 0);
    EXPECT_EQ(claimable(y), 30);
    EXPECT_EQ(claimable(bob), 7);
}

// An heir is paid before the pool's books are synced; what it was paid is no debt.
TEST_F(power_attacks, an_heir_that_was_paid_hands_over_the_rest)
{
    sign_licence(
        "licence L { party desk, heir assignable  unit point "
        "pool bonus of points { managed by desk  when empty to heir } "
        "act pay() { takes any into bonus } "
        "act grants(who: account, n: points) { by desk  grant n to who in bonus } }",
        {desk, bob});
    expect_success(call(payer, "pay()", {}, 100));
    expect_success(call(bob, "claim()"));
    expect_success(call(payer, "pay()", {}, 7));
    expect_success(assign(bob, x));
    expect_success(call(x, "accept()"));
    EXPECT_EQ(claimable(bob), 0);
    EXPECT_EQ(claimable(x), 7);
    expect_success(call(payer, "pay()", {}, 3));
    expect_success(call(x, "claim()"));
    EXPECT_EQ(world.balance(x), 10);
    EXPECT_EQ(held_by_contract(), 0);
}

// What claims rounded up is owed to the pool, by less than a wei's 2^32nd part each. Two such debts
// in one account would be an amount below zero, and all that the account is paid from would stop.
TEST_F(power_attacks, a_place_brings_no_debt_along)
{
    sign_licence(
        "licence L { party alice assignable  party bob, desk  unit point "
        "split s default { bob 100% } "
        "pool bonus of points { managed by desk  when empty to alice } "
        "act pay() { takes any into bonus } "
        "act grants(who: account, n: points) { by desk  grant n to who in bonus } "
        "act revokes(who: account, n: points) { by desk  revoke n from who in bonus } }",
        {alice, bob, desk});
    constexpr std::uint64_t all = std::uint64_t{1} << 34;
    const auto change = [&](const std::string& how, const address& who, std::uint64_t n) {
        expect_success(call(desk, how + "(address,uint64)", {to_uint256(who), n}));
    };
    change("grants", x, 3);
    for (const address& who : {alice, bob})
    {
        change("grants", who, all - 3);
        expect_success(call(payer, "pay()", {}, 1));
        expect_success(call(stranger, "claimFor(address)", {to_uint256(who)}));
        EXPECT_EQ(world.balance(who), 1);
        change("revokes", who, all - 3);
    }
    expect_success(assign(alice, bob));
    expect_success(call(bob, "accept()"));
    EXPECT_EQ(claimable(bob), 0);
    expect_success(world.send(payer, contract, {}, 100));
    EXPECT_EQ(claimable(bob), 100);
    expect_success(call(bob, "claim()"));
    EXPECT_EQ(world.balance(bob), 101);
}
}  // namespace
}  // namespace byline::testing
