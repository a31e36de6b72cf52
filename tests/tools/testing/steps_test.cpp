// What the steps of a test do, on small licences.
#include "tests/tools/testing/licence_file.hpp"

namespace byline::tools::testing
{
namespace
{
const std::string signed_scenes = "sign Scenes(alice: #1, bob: #2, carol: #3)\n";

TEST(licence_tests, pass_where_all_holds)
{
    expect_passes(
        scenes, signed_scenes +
                    "as #9 record(100) paying 0.1 ether\n"
                    "expect claimable(#1) == 0.05 ether and received() == 100 * 0.001 ether\n"
                    "expect claimable(alice) == 50% of received(revenue)\n"
                    "as #2 claim()\n"
                    "expect not (claimable(bob) > 0) or false\n"
                    "as #8 claimFor(carol)\n"
                    "as #1 claimTo(#7)\n"
                    "expect claimable(revenue, #1) + claimable(#3) == 0\n"
                    "expect min(gas(record), 5) == 5 and gas(record) < 3_000");
}

TEST(licence_tests, show_the_line_and_both_sides)
{
    const LicenceFile file{with_test(scenes,
        signed_scenes + "as #9 record(100) paying 0.1 ether\n"
                        "expect claimable(#1) == 0.05 ether and claimable(#2) > 0.05 ether")};
    EXPECT_EQ(file.report(),
        "FAILED  t\n"
        "-- TEST  NOT AS EXPECTED ----------------------------------------------------- "
        "test.byl:10 --\n"
        "10 | expect claimable(#1) == 0.05 ether and claimable(#2) > 0.05 ether\n"
        "   |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ the left side is "
        "0.03 "
        "ETH, the right side 0.05 ETH.\n");
}

TEST(licence_tests, decode_the_error_of_a_call)
{
    expect_fails(scenes, signed_scenes + "as #9 record(100) paying 0.2 ether",
        "THE CALL IS REFUSED", "WrongPayment(expected 0.1 ETH, got 0.2 ETH).");
    expect_fails(
        scenes, signed_scenes + "as #1 claim()", "THE CALL IS REFUSED", "NothingToClaim().");
    expect_fails(
        scenes, signed_scenes + "as #9 claim()", "THE CALL IS REFUSED", "NotAllowed(caller #9).");
}

TEST(licence_tests, name_what_a_step_lacks)
{
    expect_fails(scenes, "sign Scenes(alice: #1, bob: #2)", "AN ARGUMENT IS MISSING",
        "the licence `Scenes` needs `carol` too.");
    expect_fails(scenes, "sign Scenes(#1, #2, #3, #4)", "AN ARGUMENT TOO MANY",
        "the licence `Scenes` takes alice, bob and carol.");
    expect_fails(scenes, "sign Scenes(#1, #2, #2)", "THE LICENCE CANNOT BE SIGNED LIKE THIS",
        "BadParty(party #2)");
    expect_fails(scenes, "sign Scene(#1, #2, #3)", "AN UNKNOWN LICENCE", "`Scenes`");
    expect_fails(scenes, "as #4 record(1)", "NOTHING IS SIGNED YET",
        "For example: sign Scenes(alice: #1, bob: #2, carol: #3)");
    expect_fails(scenes, signed_scenes + signed_scenes, "SIGNED TWICE", "once");
    expect_fails(scenes, signed_scenes + "as #4 recrod(1)", "AN UNKNOWN ACT",
        "There are `record`, `claim`, `claimFor`, `claimTo` and `transfer`.");
    expect_fails(scenes, signed_scenes + "as #4 received()", "NO ACT", "`expect`");
}

TEST(licence_tests, keep_kinds_apart)
{
    expect_fails(scenes, signed_scenes + "as #4 record(1 ether)", "NOT WHAT THIS TAKES",
        "this is money; a number of calls is wanted here.");
    expect_fails(scenes, signed_scenes + "as #4 record(0.5)", "NOT A WHOLE NUMBER", "1/2");
    expect_fails(scenes, signed_scenes + "as #4 record(18446744073709551616)", "OUT OF RANGE",
        "0 to 18446744073709551615");
    expect_fails(scenes, signed_scenes + "expect received() == 1 day",
        "TWO KINDS THAT CANNOT BE COMPARED", "");
    expect_fails(
        scenes, signed_scenes + "expect received() == 1", "TWO KINDS THAT CANNOT BE COMPARED", "");
    expect_fails(scenes, signed_scenes + "expect 1 wei - 2 wei == 0", "A NUMBER OUT OF REACH", "");
    expect_fails(scenes, signed_scenes + "expect recieved() == 0", "NOTHING THAT CAN BE CALLED",
        "`recieved`");
    expect_fails(scenes, signed_scenes + "wait 3 calls", "NOT WHAT THIS TAKES", "");
    expect_fails(scenes, signed_scenes + "expect gas(record) == 1", "NOT CALLED YET", "`record`");
}

TEST(licence_tests, expect_refusals)
{
    expect_passes(
        scenes, signed_scenes +
                    "expect fails(#9, record(1)) and fails(#9, claim(), error: NotAllowed)\n"
                    "expect fails(#9, record(1), paying: 1 wei, error: WrongPayment)\n"
                    "expect not fails(#9, record(1), paying: 0.001 ether)\n"
                    "expect received() == 0");
    expect_fails(scenes, signed_scenes + "expect fails(#9, claim(), error: WrongPayment)",
        "REFUSED FOR ANOTHER REASON", "NotAllowed(caller #9)");
}

const std::string plans =
    "licence Plans { party lab  unit call\n"
    "table plan: Tier -> (price: money, quota: calls) { Small 1 ether 10 calls  Large 2 ether 30 "
    "calls }\n"
    "split revenue { lab 100% }\n"
    "let longest = 30 days\n"
    "keep seat: account -> (left: calls, ends: time)\n"
    "act subscribe(tier: Tier, agreed: hash) { when agreed == terms.hash else WrongTerms\n"
    "takes plan[tier].price into revenue set seat[caller] = (plan[tier].quota, now + longest) }\n"
    "act meter(who: account, n: calls) { by lab when now < seat[who].ends else "
    "Expired(seat[who].ends)\n"
    "set seat[who].left -= n else QuotaExceeded(seat[who].left, n) }\n"
    "view valid(who: account) -> flag = now < seat[who].ends }\n";

TEST(licence_tests, read_keeps_tables_and_views)
{
    expect_passes(plans,
        "sign Plans(#1)\n"
        "as #5 subscribe(Large, terms.hash) paying plan[Large].price\n"
        "expect seat[#5].left == 30 calls and seat[#5].ends == now + longest and valid(#5)\n"
        "as lab meter(who: #5, n: 8)\n"
        "expect seat[#5].left == plan[Large].quota - 8 and not valid(#6)\n"
        "expect fails(#1, meter(#5, 23), error: QuotaExceeded)\n"
        "wait 30 days\n"
        "expect not valid(#5) and fails(lab, meter(#5, 1), error: Expired)");
    expect_fails(plans,
        "sign Plans(#1)\nas #5 subscribe(Small, terms.hash) paying 1 ether\nas #1 meter(#5, 11)",
        "THE CALL IS REFUSED", "QuotaExceeded(left 10 calls, n 11 calls)");
    expect_fails(plans,
        "sign Plans(#1)\nas #5 subscribe(Small, terms.hash) paying 1 ether\nwait 40 days\nas #1 "
        "meter(#5, 1)",
        "THE CALL IS REFUSED", "Expired(ends 10 days ago)");
}

const std::string metered =
    "licence Metered { party provider, owner  unit call\n"
    "message Usage { licensee: account  upTo: calls }\n"
    "split revenue { owner 80%  provider 20% }\n"
    "tab deposit notice 7 days\n"
    "keep used: account -> calls\n"
    "act redeem(batch: list of signed Usage max 64) { by provider\n"
    "for each v in batch signed by v.licensee { when v.upTo > used[v.licensee] else skip\n"
    "move (v.upTo - used[v.licensee]) * 20 gwei per call from deposit[v.licensee] to revenue else "
    "skip\n"
    "set used[v.licensee] = v.upTo } } }\n";

TEST(licence_tests, sign_messages_for_who_must_sign)
{
    expect_passes(metered,
        "sign Metered(provider: #1, owner: #2)\n"
        "as #5 fund() paying 1 ether\n"
        "as #6 fund() paying 1 gwei\n"
        "as #1 redeem((Usage(licensee: #5, upTo: 100 calls), Usage(#6, 1)))\n"
        "expect used[#5] == 100 and used[#6] == 0\n"
        "expect deposit[#5] == 1 ether - 100 calls * 20 gwei per call\n"
        "as #1 redeem(Usage(#5, 150))\n"
        "expect received() == 3_000 gwei\n"
        "as #5 leave()\n"
        "expect fails(#5, withdraw(), error: TooEarly)\n"
        "wait 7 days\n"
        "as #5 withdraw()\n"
        "expect deposit[#5] == 0");
}

const std::string tips =
    "licence Tips { party a, b  unit call  split revenue default { a 50%  b 50% }\n"
    "pot deposit exits to a after 1 year\n"
    "act order(n: calls) { takes n * 1 gwei per call into deposit }\n"
    "act done(n: calls) { by b  move n * 1 gwei per call from deposit to revenue } }\n";

TEST(licence_tests, transfer_and_exit)
{
    expect_passes(tips,
        "sign Tips(#1, #2)\n"
        "as #7 transfer() paying 1 ether\n"
        "as #7 order(3) paying 3 gwei\n"
        "as #2 done(1)\n"
        "expect deposit == 2 gwei and received() == 1 ether + 1 gwei\n"
        "expect fails(#9, exit(), error: TooEarly)\n"
        "wait 1 year\n"
        "as #9 exit()\n"
        "expect deposit == 0");
    expect_fails(tips, "sign Tips(#1, #2)\nas #2 done(1)", "THE CALL IS REFUSED",
        "NotEnough(held 0 wei, wanted 0.000000001 ETH)");
}

const std::string epochs =
    "licence Epochs { party attributor, treasury  unit call\n"
    "message Report { epoch: count  root: hash  total: weight }\n"
    "epochs earnings { closed by Report signed by attributor claimed with proof of (account, "
    "weight) unclaimed after 180 days to treasury }\n"
    "act record(n: calls) { takes n * 0.001 ether per call into earnings } }\n";

TEST(licence_tests, build_the_trees_of_epochs)
{
    expect_passes(epochs,
        "sign Epochs(#1, #2)\n"
        "as #9 record(10) paying 0.01 ether\n"
        "as #8 report((#3, 60), (#4, 30), (#5, 10))\n"
        "as #8 claimEpoch(0, #3)\n"
        "as #4 claimEpoch(0)\n"
        "expect fails(#4, claimEpoch(0), error: AlreadyClaimed)\n"
        "expect fails(#8, sweepEpoch(0), error: TooEarly)\n"
        "wait 181 days\n"
        "as #8 sweepEpoch(0)\n"
        "expect fails(#8, report((#3, 1)), error: EmptyEpoch)");
    expect_fails(epochs, "sign Epochs(#1, #2)\nas #4 claimEpoch(0)", "NO SUCH EPOCH", "epoch 0");
}

const std::string seats =
    "licence Seats { currency usdc = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 "
    "decimals\n"
    "party vendor, desk  unit point\n"
    "split revenue { vendor 100% }\n"
    "pool bonus of points { managed by desk  when empty to vendor }\n"
    "act subscribe(months: 1..24) { takes months * 49.90 usdc into { revenue 95%  bonus 5% } }\n"
    "act reward(who: account, n: points) { by desk  grant n to who in bonus } }\n";

TEST(licence_tests, bring_the_tokens_that_are_paid)
{
    expect_passes(seats,
        "sign Seats(#1, #2)\n"
        "as desk reward(#9, 5)\n"
        "as #8 subscribe(1) paying 49.9 usdc\n"
        "expect bonus[#9] == 5 points and bonus.total == 5 and #9 != desk\n"
        "expect claimable(bonus, #9) == 2.495 usdc and received(bonus) == 5% of "
        "received()\n"
        "as #9 claim()");
    expect_fails(seats, "sign Seats(#1, #2)\nas #8 subscribe(2) paying 9 usdc",
        "THE CALL IS REFUSED", "The licence takes 99.8 usdc.");
    expect_fails(seats, "sign Seats(#1, #2)\nas #8 subscribe(2) paying 900 usdc",
        "ANOTHER AMOUNT WAS TAKEN", "99.8 usdc");
    expect_fails(
        seats, "sign Seats(#1, #2)\nas #8 subscribe(2) paying 900 wei", "ANOTHER CURRENCY", "usdc");
}
}  // namespace
}  // namespace byline::tools::testing
