#include "tests/attacks/attack_world.hpp"

#include <random>

namespace byline::testing
{
namespace
{
const std::string pool_source =
    "licence L { party desk, author  unit point "
    "pool bonus of points { managed by desk  when empty to author } "
    "act pay() { takes any into bonus } "
    "act grants(who: account, n: points) { by desk  grant n to who in bonus } "
    "act revokes(who: account, n: points) { by desk  revoke n from who in bonus } }";

class pool_attacks : public attack_test
{
protected:
    void SetUp() override { sign_licence(pool_source, {desk, author}); }

    void pay(const uint256& wei) { expect_success(call(payer, "pay()", {}, wei)); }

    vm::TxOutcome grant(const address& who, const uint256& n)
    {
        return call(desk, "grants(address,uint64)", {to_uint256(who), n});
    }

    vm::TxOutcome revoke(const address& who, const uint256& n)
    {
        return call(desk, "revokes(address,uint64)", {to_uint256(who), n});
    }

    vm::TxOutcome push(const address& who)
    {
        return call(stranger, "claimFor(address)", {to_uint256(who)});
    }

    const address desk = account(0);
    const address author = account(1);
    const address x = account(10);
    const address y = account(11);
    const address z = account(12);
};

// Rows 3 and 32: a stranger pushes claims after each wei, so that fractions would be lost.
TEST_F(pool_attacks, claims_pushed_by_strangers_lose_no_fraction)
{
    for (const address& who : {x, y, z})
        expect_success(grant(who, 1));
    for (int i = 0; i < 100; ++i)
    {
        pay(1);
        for (const address& who : {x, y, z})
            push(who);
    }
    pay(2);
    for (const address& who : {x, y, z})
    {
        push(who);
        EXPECT_EQ(world.balance(who), 34);
    }
    EXPECT_EQ(held_by_contract(), 0);
}

// Row 4.
TEST_F(pool_attacks, an_empty_pool_pays_its_heir_and_not_the_next_member)
{
    pay(100);
    EXPECT_EQ(claimable(author), 100);
    expect_success(grant(x, 5));
    EXPECT_EQ(claimable(x), 0);
    EXPECT_EQ(claimable(author), 100);
    pay(10);
    EXPECT_EQ(claimable(x), 10);
    expect_success(revoke(x, 5));
    pay(1);
    EXPECT_EQ(claimable(x), 10);
    EXPECT_EQ(claimable(author), 101);
    expect_success(push(author));
    expect_success(push(x));
    EXPECT_EQ(held_by_contract(), 0);
}

TEST_F(pool_attacks, an_heir_paid_before_the_books_are_synced_is_not_paid_again)
{
    pay(100);
    expect_success(push(author));
    expect_success(grant(x, 1));
    EXPECT_EQ(claimable(author), 0);
    expect_revert(push(author), encode("NothingToClaim()"));
    expect_success(revoke(x, 1));
    pay(7);
    expect_success(push(author));
    // The heir joins its own pool while money waits for it.
    pay(50);
    expect_success(grant(author, 3));
    EXPECT_EQ(claimable(author), 50);
    pay(9);
    EXPECT_EQ(claimable(author), 59);
    expect_success(revoke(author, 3));
    pay(1);
    EXPECT_EQ(claimable(author), 60);
    expect_success(push(author));
    EXPECT_EQ(world.balance(author), 167);
    EXPECT_EQ(held_by_contract(), 0);
}

TEST_F(pool_attacks, shares_are_bounded_and_have_an_owner)
{
    const uint256 most = (uint256{1} << 64) - 1;
    const uint256 self = to_uint256(contract);
    expect_revert(grant(address{}, 1), encode("BadParty(address)", {0}));
    expect_revert(grant(contract, 1), encode("BadParty(address)", {self}));
    expect_success(grant(x, most));
    expect_revert(grant(y, 1), encode("Overflow()"));
    expect_revert(grant(x, 1), encode("Overflow()"));
    expect_revert(grant(x, most), encode("Overflow()"));
    expect_revert(revoke(y, 1), encode("Overflow()"));
    pay(ether);
    // A share of so many is worth less than the 64 bits of a fraction tell: one wei is lost.
    EXPECT_EQ(claimable(x), ether - 1);
    expect_success(revoke(x, most - 1));
    expect_revert(revoke(x, 2), encode("Overflow()"));
    EXPECT_EQ(claimable(x), ether - 1);
    expect_revert(call(stranger, "grants(address,uint64)", {to_uint256(x), 1}),
        encode("NotAllowed(address)", {to_uint256(stranger)}));
}

// The payee's code asks again, and pays, while it is paid.
TEST_F(pool_attacks, entering_again_gains_nothing)
{
    expect_success(grant(x, 1));
    expect_success(grant(y, 1));
    pay(100);
    put_code(x, calls_once(contract, encode("claimFor(address)", {to_uint256(x)})));
    expect_success(push(x));
    EXPECT_EQ(noted(x, answer_slot), first_word("NothingToClaim()"));
    EXPECT_EQ(world.balance(x), 50);
    put_code(y, calls_once(contract, encode("pay()"), 20));
    expect_success(push(y));
    EXPECT_TRUE(got_through(y));
    EXPECT_EQ(claimable(x), 10);
    EXPECT_EQ(claimable(y), 10);
    EXPECT_EQ(held_by_contract(), 50 - 50 + 20);
}

// Shares change while money is unsynced, claims come in between: the books hold to the wei.
TEST_F(pool_attacks, no_history_pays_more_than_came_in)
{
    std::mt19937_64 random{7};
    const std::vector<address> members{x, y, z, author, account(13)};
    uint256 in;
    for (int i = 0; i < 250; ++i)
    {
        const address& who = members[random() % members.size()];
        switch (random() % 5)
        {
            case 0:
                grant(who, 1 + random() % 1'000);
                break;
            case 1:
                revoke(who, 1 + random() % 700);
                break;
            case 2:
                push(who);
                break;
            default: {
                const std::uint64_t wei = random() % 10'000;
                pay(wei);
                in = in + wei;
            }
        }
        uint256 owed;
        for (const address& member : members)
            owed = owed + claimable(member);
        ASSERT_LE(owed, held_by_contract());
        ASSERT_LE(held_by_contract(), owed + members.size());
    }
    for (const address& member : members)
        push(member);
    EXPECT_EQ(received(), in);
    EXPECT_LT(held_by_contract(), members.size());
}

// A group of a split and a pool, with the heir among the split's payees.
TEST_F(pool_attacks, groups_share_receipts_and_no_wei_twice)
{
    sign_licence(
        "licence L { party desk, author  unit point "
        "split revenue { desk 60%  author 40% } "
        "pool bonus of points { managed by desk  when empty to author } "
        "act pay(n: count) { takes n * 1 wei into { revenue 95%  bonus 5% } } "
        "act grants(who: account, n: points) { by desk  grant n to who in bonus } }",
        {desk, author});
    const auto buy = [&](std::uint64_t n) { expect_success(call(payer, "pay(uint64)", {n}, n)); };
    for (int i = 0; i < 100; ++i)
        buy(1);
    EXPECT_EQ(claimable(desk), 57);
    EXPECT_EQ(claimable(author), 43);
    expect_success(push(author));
    expect_success(grant(x, 2));
    buy(100);
    EXPECT_EQ(claimable(author), 38);
    EXPECT_EQ(claimable(x), 5);
    for (const address& who : {desk, author, x})
        expect_success(push(who));
    EXPECT_EQ(world.balance(desk), 114);
    EXPECT_EQ(held_by_contract(), 0);
}
}  // namespace
}  // namespace byline::testing
