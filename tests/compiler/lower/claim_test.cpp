// Claims from several buckets (rules M1 to M5) on our own machine.
#include "tests/compiler/lower/share_model.hpp"

#include <array>
#include <random>

namespace byline::testing
{
namespace
{
/// One bucket of each kind; the first split gets what is left of the balance.
constexpr const char* everything =
    "licence Everything { party a, b, desk unit point "
    "split main default { a 1 part b 1 part desk 1 part } "
    "split side { a 30% b 70% } "
    "waterfall recoup { first a until 1_000 wei then { a 10% b 90% } } "
    "pool bonus of points { managed by desk when empty to b } "
    "tab deposit notice 1 days pot prize exits to a after 1 days "
    "act one(x: money) { takes x into main } act two(x: money) { takes x into side } "
    "act three(x: money) { takes x into recoup } act four(x: money) { takes x into bonus } "
    "act prizes(x: money) { takes x into prize } "
    "act add(who: account, n: points) { by desk grant n to who in bonus } "
    "act draw(who: account, x: money) { by desk move x from deposit[who] to side else TooMuch } "
    "act award(x: money) { by desk move x from prize to main else TooMuch } "
    "act back(x: money) { by desk pays x from prize to caller } }";

class all_buckets : public licence_test
{
protected:
    static constexpr std::size_t people = 5;  ///< a, b, desk, and two members of the pool

    /// What each bucket received, and what it earned whom.
    std::array<uint256, 4> in{};
    std::array<Fraction, people> pool{};
    std::array<std::uint64_t, people> shares{};
    std::uint64_t total = 0;
    std::array<uint256, people> tab{};
    uint256 pot;
    std::array<uint256, people> paid{};

    void pay_into_pool(const uint256& amount)
    {
        in[3] += amount;
        if (total == 0)
            pool[1] += fraction(amount);
        for (std::size_t i = 0; i < people && total != 0; ++i)
            pool[i] += fraction(amount) * shares[i] / total;
    }

    [[nodiscard]] uint256 entitled(std::size_t who) const
    {
        uint256 sum = floor_of(pool[who]);
        if (who < 3)
            sum += in[0] / 3;
        if (who == 0)
        {
            sum += in[1] * 30 / 100;
            sum += in[2] < 1'000 ? in[2] : (in[2] - 1'000) / 10 + 1'000;
        }
        if (who == 1)
        {
            sum += in[1] * 70 / 100;
            sum += in[2] < 1'000 ? uint256{} : (in[2] - 1'000) * 9 / 10;
        }
        return sum;
    }

    void take_step(std::mt19937_64& random)
    {
        const std::uint64_t choice = random() % 12;
        const std::size_t who = random() % people;
        const uint256 amount{random() % 700};
        if (choice < 3)
        {
            constexpr std::array acts{"one(uint256)", "two(uint256)", "three(uint256)"};
            expect_success(call(payer, acts.at(choice), {amount}, amount));
            in.at(choice) += amount;
        }
        else if (choice == 3)
        {
            expect_success(call(payer, "four(uint256)", {amount}, amount));
            pay_into_pool(amount);
        }
        else if (choice == 4)
        {
            force(amount);
            in[0] += amount;
        }
        else if (choice == 5)
            grant(who, random() % 9);
        else if (choice == 6)
        {
            expect_success(call(account(who), "fund()", {}, amount));
            tab[who] += amount;
        }
        else if (choice < 9)
            draw(choice == 7, who, amount);
        else if (choice == 9)
        {
            expect_success(call(payer, "prizes(uint256)", {amount}, amount));
            pot += amount;
        }
        else
            claim(who);
    }

    void grant(std::size_t who, std::uint64_t n)
    {
        expect_success(call(account(2), "add(address,uint64)", {to_uint256(account(who)), n}));
        shares[who] += n;
        total += n;
    }

    void draw(bool from_tab, std::size_t who, const uint256& amount)
    {
        uint256& from = from_tab ? tab[who] : pot;
        const auto outcome =
            from_tab ? call(account(2), "draw(address,uint256)", {to_uint256(account(who)), amount})
                     : call(account(2), "award(uint256)", {amount});
        if (from < amount)
            return expect_revert(outcome, encode("TooMuch()"));
        expect_success(outcome);
        from -= amount;
        in[from_tab ? 1 : 0] += amount;
    }

    void claim(std::size_t who)
    {
        const uint256 owed = entitled(who) - paid[who];
        const uint256 before = world.balance(account(who));
        const auto outcome = call(stranger, "claimFor(address)", {to_uint256(account(who))});
        EXPECT_EQ(outcome.status == vm::Status::success, !owed.is_zero());
        EXPECT_EQ(world.balance(account(who)) - before, owed);
        paid[who] += owed;
    }

    void check() const
    {
        uint256 there = pot;
        for (std::size_t i = 0; i < people; ++i)
        {
            EXPECT_EQ(claimable(account(i)), entitled(i) - paid[i]) << i;
            there += entitled(i) - paid[i] + tab[i];
        }
        EXPECT_EQ(received(), in[0] + in[1] + in[2] + in[3]);
        EXPECT_EQ(world.view(contract, "sideReceived()"), in[1]);
        EXPECT_EQ(world.view(contract, "bonusReceived()"), in[3]);
        EXPECT_EQ(world.view(contract, "surplus()"), 0);
        EXPECT_LE(there, world.balance(contract));
        EXPECT_LT(world.balance(contract) - there, uint256{12});
    }
};

TEST_F(all_buckets, keep_their_money_apart)
{
    for (std::uint64_t seed = 1; seed <= 20 && !HasFailure(); ++seed)
    {
        deploy(everything);
        in = {};
        pool = {};
        shares = {};
        total = 0;
        tab = {};
        pot = 0;
        paid = {};
        std::mt19937_64 random{seed};
        for (int step = 0; step < 60 && !HasFailure(); ++step)
        {
            take_step(random);
            check();
        }
    }
}

TEST_F(all_buckets, say_who_is_a_stranger)
{
    deploy(everything);
    expect_revert(call(stranger, "claim()"), encode("NotAllowed(address)", {to_uint256(stranger)}));
    for (std::size_t i = 0; i < 3; ++i)
        expect_revert(call(account(i), "claim()"), encode("NothingToClaim()"));
    expect_revert(call(account(0), "claimTo(address)", {0}), encode("BadParty(address)", {0}));
    expect_success(call(payer, "one(uint256)", {9}, 9));
    EXPECT_EQ(world.view(contract, "mainClaimable(address)", {to_uint256(account(0))}), 3);
    EXPECT_EQ(world.view(contract, "sideClaimable(address)", {to_uint256(account(0))}), 0);
}

class party_checks : public licence_test
{
protected:
    /// A split whose first payee must be a licence that takes plain transfers (rule M5).
    vm::TxOutcome deploy_child(const address& parent)
    {
        const auto child = compile_source(
            "licence Child { party parent licence, tuner unit call "
            "split s default { parent 10% tuner 90% } }");
        return world.deploy(child, {to_uint256(parent), to_uint256(account(1))});
    }

    void expect_refused(const address& parent)
    {
        expect_revert(deploy_child(parent), encode("BadParty(address)", {to_uint256(parent)}));
    }
};

TEST_F(party_checks, ask_a_licence_whether_it_can_be_paid)
{
    deploy("licence Parent { party x, y split s default { x 50% y 50% } }");
    expect_success(deploy_child(contract));
    // One that could never be paid its share.
    deploy("licence Parent { party x, y split s { x 50% y 50% } act a() { takes 1 wei into s } }");
    expect_refused(contract);
    expect_refused(account(40));
    // Burns all it gets, answers too little, answers 2.
    world.state().set_code(account(41), Bytes{0xfe});
    expect_refused(account(41));
    world.state().set_code(account(42), Bytes{0x5f, 0x60, 0x1f, 0xf3});
    expect_refused(account(42));
    world.state().set_code(account(43), Bytes{0x60, 0x02, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3});
    expect_refused(account(43));
    world.state().set_code(account(44), Bytes{0x60, 0x01, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3});
    expect_success(deploy_child(account(44)));
}

TEST_F(party_checks, compare_the_payees_of_each_bucket)
{
    const auto two = compile_source(
        "licence Two { party a, b, c, d split one { a 50% b 50% } split two { c 50% d 50% } "
        "act x() { takes 1 wei into one } act y() { takes 1 wei into two } }");
    const auto deploy_with = [&](std::array<std::uint64_t, 4> numbers) {
        std::vector<uint256> parties;
        for (const std::uint64_t number : numbers)
            parties.push_back(to_uint256(account(number)));
        return world.deploy(two, parties);
    };
    expect_success(deploy_with({0, 1, 0, 1}));
    expect_revert(deploy_with({0, 1, 2, 2}), encode("BadParty(address)", {to_uint256(account(2))}));
    expect_revert(deploy_with({1, 1, 2, 3}), encode("BadParty(address)", {to_uint256(account(1))}));
}
}  // namespace
}  // namespace byline::testing
