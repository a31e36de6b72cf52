#include "tests/attacks/attack_world.hpp"

namespace byline::testing
{
namespace
{
/// What is kept is read once and written late: names that mean the same place, and branches, must
/// not be written over.
class keep_attacks : public attack_test
{
protected:
    void SetUp() override
    {
        sign_licence(
            "licence L { party a  split s default { a 100% } "
            "keep n: count  keep m: count  keep left: account -> count "
            "keep seat: account -> (x: count, y: count) "
            "act credit(who: account, k: count) { set left[who] += k } "
            "act transfer(from: account, to: account, k: count) { "
            "when left[to] < 1_000  set left[from] -= k  set left[to] += k } "
            "act swap(p: account, q: account) { "
            "set seat[p].x += 1  set seat[q].y += 2  set seat[p].x += 4 } "
            "act branch(k: count) { when n < 100  if k > 1 { set n += 1 } "
            "otherwise { set m += 5 }  set n += 10  set m += 100 } "
            "act loop(l: list of count max 4) { when n < 100  set n += 1 "
            "for each k in l { when k > n else skip  set n = k }  set n += 1 } }",
            {account(0)});
    }

    [[nodiscard]] uint256 left(const address& who) const
    {
        return world.view(contract, "left(address)", {to_uint256(who)});
    }

    [[nodiscard]] uint256 n() const { return world.view(contract, "n()"); }

    const address x = account(10);
    const address y = account(11);
};

TEST_F(keep_attacks, a_transfer_to_oneself_makes_nothing)
{
    expect_success(call(payer, "credit(address,uint64)", {to_uint256(x), 50}));
    const auto transfer = [&](const address& from, const address& to, std::uint64_t k) {
        return call(
            payer, "transfer(address,address,uint64)", {to_uint256(from), to_uint256(to), k});
    };
    expect_success(transfer(x, x, 20));
    EXPECT_EQ(left(x), 50);
    expect_revert(transfer(x, x, 51), encode("Overflow()"));
    expect_success(transfer(x, y, 20));
    EXPECT_EQ(left(x), 30);
    EXPECT_EQ(left(y), 20);
}

TEST_F(keep_attacks, two_names_of_one_place_see_each_other)
{
    expect_success(call(payer, "swap(address,address)", {to_uint256(x), to_uint256(x)}));
    const vm::TxOutcome same = world.run(payer, contract, encode("seat(address)", {to_uint256(x)}));
    EXPECT_EQ(to_hex(same.output), to_hex(bench::encode_words({5, 2})));
}

TEST_F(keep_attacks, what_a_branch_wrote_stays)
{
    expect_success(call(payer, "branch(uint64)", {2}));
    EXPECT_EQ(n(), 11);
    EXPECT_EQ(world.view(contract, "m()"), 100);
    expect_success(call(payer, "branch(uint64)", {1}));
    EXPECT_EQ(n(), 21);
    EXPECT_EQ(world.view(contract, "m()"), 205);
}

TEST_F(keep_attacks, what_a_loop_wrote_stays)
{
    const auto loop = [&](const std::vector<uint256>& list) {
        return world.send(
            payer, contract, bench::call_data("loop(uint64[])", {bench::WordList{list}}));
    };
    expect_success(loop({7, 3, 9}));
    EXPECT_EQ(n(), 10);
    expect_success(loop({}));
    EXPECT_EQ(n(), 12);
    expect_revert(loop({20, uint256{1} << 64}), {});
    expect_revert(loop({1, 2, 3, 4, 5}), {});
    EXPECT_EQ(n(), 12);
}
}  // namespace
}  // namespace byline::testing
