// What random licences found, each as small as it gets.
#include "bench/contracts/merkle.hpp"
#include "tests/attacks/attack_world.hpp"

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

/// Epochs do not count what left them: `received` is what they hold, in the first bucket, whose
/// money is what the balance shows, and in any other, which has a counter.
TEST_F(attack_test, epochs_received_what_they_hold)
{
    const std::string epochs =
        "epochs e { closed by Report signed by p1  claimed with proof of (account, weight)  "
        "unclaimed after 1 day to p2 } ";
    const std::string split = "split s { p1 50% p2 50% } ";
    const bench::SumTree tree{{{account(60), 1}}};
    const Signer reporter = signer(1);
    for (const std::string& buckets : {epochs + split, split + epochs})
    {
        sign_licence(
            "licence L { party p1, p2  message Report { epoch: count  root: hash  "
            "total: weight } " +
                buckets +
                "act earn(x: money) { takes x into e } "
                "act buy(x: money) { takes x into s } "
                "view got() -> money = received(e) }",
            {reporter.account, account(1)});
        expect_success(call(payer, "earn(uint256)", {100}, 100));
        expect_success(call(payer, "buy(uint256)", {7}, 7));
        const std::vector<uint256> report{0, to_uint256(tree.root()), 1};
        const bytes32 hash =
            typed_hash("L", contract, "Report(uint64 epoch,bytes32 root,uint64 total)", report);
        expect_success(world.send(stranger, contract,
            bench::call_data("report((uint64,bytes32,uint64),bytes)",
                {report[0], report[1], report[2], bench::ByteString{sign(reporter, hash)}})));
        const uint256 closed_at = world.time();
        expect_success(call(payer, "earn(uint256)", {20}, 20));
        EXPECT_EQ(world.view(contract, "got()"), 120) << buckets;
        EXPECT_EQ(received(), 127) << buckets;
        world.wait(day + 1);
        expect_success(call(stranger, "sweepEpoch(uint64,bytes32,uint64,uint256,uint64)",
            {0, report[1], 1, 100, closed_at}));
        EXPECT_EQ(world.view(contract, "got()"), 20) << buckets;
        EXPECT_EQ(received(), 27) << buckets;
    }
}
}  // namespace
}  // namespace byline::testing
