// What random licences found, each as small as it gets.
#include "tests/stdlib-contracts/licence_world.hpp"

#include <string>

namespace byline::testing
{
namespace
{
constexpr uint256 max_count{~std::uint64_t{0}};

class found : public licence_test
{
protected:
    void deploy_with(const std::string& items)
    {
        deploy("licence L { party p1, p2 unit call split s { p1 50% p2 50% } " + items + " }");
    }
};

/// A uint64 of more than 64 bits is refused by whoever reads it.
TEST_F(found, a_view_gives_a_value_of_its_type_or_none)
{
    deploy_with("view next(n: count) -> count = n + 1");
    EXPECT_EQ(world.view(contract, "next(uint64)", {max_count - 1}), max_count);
    expect_revert(call(payer, "next(uint64)", {max_count}), encode("Overflow()"));
}

TEST_F(found, events_and_errors_tell_values_of_their_types)
{
    deploy_with(
        "act say(n: count) { tell Said(n + 1) } "
        "act check(n: count) { when n < 5 else TooMany(n + 1) }");
    expect_success(call(payer, "say(uint64)", {max_count - 1}));
    expect_revert(call(payer, "say(uint64)", {max_count}), encode("Overflow()"));
    expect_revert(
        call(payer, "check(uint64)", {max_count - 1}), encode("TooMany(uint64)", {max_count}));
    expect_revert(call(payer, "check(uint64)", {max_count}), encode("Overflow()"));
}

/// The clauses of an act stand in the order of their execution: before `takes` nothing is paid.
TEST_F(found, what_stands_before_takes_does_not_see_the_payment)
{
    deploy_with(
        "act buy(x: money) { when received(s) < 100 wei else Full(received(s)) "
        "when claimable(s, p1) < 50 wei else Enough(claimable(s, p1)) takes x into s }");
    expect_success(call(payer, "buy(uint256)", {99}, 99));
    expect_success(call(payer, "buy(uint256)", {500}, 500));
    expect_revert(call(payer, "buy(uint256)", {1}, 1), encode("Full(uint256)", {599}));
}
}  // namespace
}  // namespace byline::testing
