// Waterfalls (rules M16, M17, R4) against exact fractions, on our own machine.
#include "tests/compiler/lower/share_model.hpp"

#include <random>

namespace byline::testing
{
namespace
{
constexpr const char* album =
    "licence Album { party publisher, artist, producer waterfall income default { "
    "first publisher until 40 ether then { publisher 50% artist 50% } until 100 ether "
    "then { artist 85% producer 15% } } act buy(x: money) { takes x into income } }";

class waterfalls : public licence_test
{
protected:
    void pay(const uint256& amount)
    {
        expect_success(call(payer, "buy(uint256)", {amount}, amount));
    }

    void expect_claimable(const std::vector<uint256>& amounts)
    {
        for (std::size_t i = 0; i < amounts.size(); ++i)
            EXPECT_EQ(claimable(account(i)), amounts[i]) << i;
    }
};

TEST_F(waterfalls, fill_one_tier_after_the_other)
{
    deploy(album);
    pay(ether * 30);
    expect_claimable({ether * 30, 0, 0});
    pay(ether * 20);
    expect_claimable({ether * 45, ether * 5, 0});
    expect_success(call(account(0), "claim()"));
    expect_success(world.send(payer, contract, {}, ether * 150));
    expect_claimable({ether * 25, ether * 30 + ether * 85, ether * 15});
    for (std::size_t i = 0; i < 3; ++i)
        expect_success(call(account(i), "claim()"));
    EXPECT_EQ(world.balance(account(0)), ether * 70);
    EXPECT_EQ(world.balance(contract), 0);
    pay(100);
    expect_revert(call(account(0), "claim()"), encode("NothingToClaim()"));
    expect_claimable({0, 85, 15});
}

TEST_F(waterfalls, recoup_exactly)
{
    // Scenario S10 without the senior share: 80 % of 7,500,000 is what the funder recoups.
    deploy(
        "licence Recoup { party funder, team waterfall income { "
        "first { funder 80% team 20% } until 7_500_000 wei then { funder 10% team 90% } } "
        "act buy(x: money) { takes x into income } }");
    pay(1'400'000);
    expect_claimable({1'120'000, 280'000});
    pay(3'800'000);
    expect_claimable({4'160'000, 1'040'000});
    pay(4'780'001);
    // The unit that no share of 2,480,001 makes whole stays behind.
    expect_claimable({6'248'000, 3'732'000});
}

TEST_F(waterfalls, cost_little_more_than_a_split)
{
    deploy(album);
    pay(ether * 150);
    expect_success(call(account(1), "claim()"));
    pay(ether);
    const vm::TxOutcome outcome = call(account(1), "claim()");
    expect_success(outcome);
    EXPECT_LE(outcome.gas_used, 35'100U);
}

/// Six tiers of fine shares: more than one word holds of a payee.
TEST_F(waterfalls, of_many_tiers_agree_with_exact_fractions)
{
    const std::vector<std::vector<std::uint64_t>> shares{{1, 999'999'999'998, 1},
        {333'333'333'333, 333'333'333'333, 333'333'333'334}, {0, 0, 1'000'000'000'000},
        {123'456'789'012, 876'543'210'987, 1}, {999'999'999'999, 1, 0}, {0, 1, 999'999'999'999},
        {250'000'000'001, 250'000'000'002, 499'999'999'997}};
    constexpr std::uint64_t whole = 1'000'000'000'000;  // of which each share is so many
    const std::vector<std::uint64_t> bounds{
        whole, 5 * whole, 6 * whole, 20 * whole, 30 * whole, 50 * whole};
    std::string source = "licence Many { party a, b, c waterfall income { ";
    for (std::size_t tier = 0; tier < shares.size(); ++tier)
    {
        source += tier == 0 ? "first {" : "then {";
        for (std::size_t i = 0; i < 3; ++i)
        {
            if (shares[tier][i] == 0)
                continue;
            std::string decimals = std::to_string(shares[tier][i] % 10'000'000'000);
            decimals.insert(0, 10 - decimals.size(), '0');
            source += " " + std::string(1, static_cast<char>('a' + i)) + " " +
                      std::to_string(shares[tier][i] / 10'000'000'000) + "." + decimals + "%";
        }
        source += " }" +
                  (tier < bounds.size() ? " until " + std::to_string(bounds[tier]) + " wei " : " ");
    }
    deploy(source + "} act buy(x: money) { takes x into income } }");
    std::mt19937_64 random{7};
    std::uint64_t in = 0;
    std::vector<uint256> paid(3);
    for (int step = 0; step < 200 && !HasFailure(); ++step)
    {
        const std::uint64_t amount = random() % (whole / (step % 2 == 0 ? 1 : 1'000'000));
        pay(amount);
        in += amount;
        for (std::size_t i = 0; i < 3; ++i)
        {
            Fraction entitled;
            std::uint64_t from = 0;
            for (std::size_t tier = 0; tier < shares.size(); ++tier)
            {
                const std::uint64_t to =
                    tier < bounds.size() ? std::min(bounds[tier], in) : std::max(in, from);
                if (to > from)
                    entitled += Fraction{to - from} * shares[tier][i] / Fraction{whole};
                from = std::max(from, to);
            }
            EXPECT_EQ(claimable(account(i)), floor_of(entitled) - paid[i]) << in;
            if (random() % 3 == 0 && call(account(i), "claim()").status == vm::Status::success)
                paid[i] = floor_of(entitled);
        }
    }
}

/// Shares that one denominator below 2^128 does not hold would wrap when it runs.
TEST(fine_shares, are_refused)
{
    const auto code_of = [](const std::string& buckets) {
        const compiler::SourceFile source{"t.byl", "licence L { party a, b " + buckets + " }"};
        const compiler::Compilation compilation = compiler::compile(source);
        return compilation.diagnostics.empty() ? "" : compilation.diagnostics.front().code;
    };
    // 3^60 and 2^100: each fine by itself.
    const std::string tiers =
        "waterfall w { first { a 1 part b 42391158275216203514294433200 parts } until 1 ether then "
        "{ a 1 part b 1267650600228229401496703205375 parts } } "
        "act x() { takes 1 wei into w }";
    EXPECT_EQ(code_of(tiers), "B103");
    const std::string pool =
        "unit point split s { a 50% b 50% } "
        "pool p of points { managed by a when empty to b } act x(v: money) "
        "{ takes v into { s 50.00000000000000000000001% p 49.99999999999999999999999% } }";
    EXPECT_EQ(code_of(pool), "B103");
}
}  // namespace
}  // namespace byline::testing
