#include "compiler/sema/analyse.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/syntax/parser.hpp"
#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace byline::compiler
{
namespace
{
std::string with(const std::string& items)
{
    const std::string of_file = items.find(" Seen") == std::string::npos
                                    ? ""
                                    : "message Seen { who: account upTo: calls } ";
    return of_file +
           "licence L { party alice, bob role judge = alice unit call, point "
           "message Usage { licensee: account upTo: calls } "
           "split revenue default { alice 50% bob 50% } tab deposit notice 7 days "
           "pool bonus of points { managed by alice when empty to bob } "
           "keep used: account -> calls keep seat: account -> (left: calls, ends: time) "
           "keep level: 3..5 "
           "act fill() { takes any into deposit[caller] } act gather() { takes 1 ether into bonus "
           "} "
           "act redeem(batch: list of signed Usage max 64) { by alice "
           "for each v in batch signed by v.licensee { when v.upTo > used[v.licensee] else skip "
           "move (v.upTo - used[v.licensee]) * 1 gwei per call from deposit[v.licensee] to revenue "
           "else skip set used[v.licensee] = v.upTo } } " +
           items + " }";
}

Act last_act(const std::string& items)
{
    const Licence licence = analysed(with(items));
    return licence.acts.empty() ? Act{} : licence.acts.back();
}

std::string refused(const std::string& items)
{
    const auto list = refusals(with(items));
    return list.empty() ? "" : list.front();
}

/// In an act with a number, an account and lists.
std::string refused_effect(const std::string& effects)
{
    return refused(
        "act x(n: calls, who: account, all: list of account max 9, seen: list of Seen max 9) { " +
        effects + " }");
}

TEST(acts, know_their_callers)
{
    EXPECT_EQ(last_act("act x() { by alice or bob }").by, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(last_act("act x() { by judge }").by, std::vector<std::size_t>{2});
    EXPECT_EQ(refused("act x() { by alice or alice }"), "B501 A CALLER NAMED TWICE");
    EXPECT_EQ(refused("act x() { by carol }").substr(0, 4), "B501");
}

TEST(acts, name_values)
{
    const Licence licence = analysed(
        with("act x(n: calls) { let twice = n * 2 let part = 5% "
             "when twice > 8 calls takes part of (twice * 1 gwei per call) into revenue }"));
    const Act& act = licence.acts.back();
    ASSERT_EQ(act.locals.size(), 1U);
    EXPECT_EQ(act.locals[0].name, "twice");
    EXPECT_EQ(licence.expressions[*act.takes->price].factor, Rational::make(1, 20));
    EXPECT_EQ(refused("act x(n: calls) { let n = 3 }"), "B501 ONE NAME FOR TWO THINGS");
    EXPECT_EQ(refused("act x(n: calls) { let used = 3 }"), "B501 ONE NAME FOR TWO THINGS");
    EXPECT_EQ(refused("act x(now: calls) { }"), "B501 ONE NAME FOR TWO THINGS");
    EXPECT_EQ(refused("act x() { let a = b let b = 3 }"), "B501 AN UNKNOWN NAME");
}

TEST(acts, number_their_conditions)
{
    const Act act = last_act(
        "act x(n: calls, all: list of account max 9) { when n > 1 call when n > 2 calls "
        "for each a in all { when a == caller else skip tell Saw(a) } }");
    EXPECT_EQ(act.whens.at(1).number, 2U);
    EXPECT_EQ(std::get<ForEachEffect>(act.effects.at(0).what).whens.at(0).number, 3U);
    EXPECT_EQ(refused("act x(n: 1..5) { when n > 0 }"), "B501 A CONDITION THAT ALWAYS HOLDS");
    EXPECT_EQ(refused("act x(n: 1..5) { when n > 5 }"), "B501 A CONDITION THAT NEVER HOLDS");
    EXPECT_EQ(refused("act x(n: 1..5) { when caller == alice and n > 5 }"),
        "B501 A CONDITION THAT NEVER HOLDS");
    EXPECT_EQ(refused("act x(n: 1..5) { when n > 0 and caller == alice }"),
        "B501 A CONDITION THAT ALWAYS HOLDS");
    EXPECT_EQ(refused("act x(n: 1..5) { when not (n > 5 or caller == alice) }"),
        "B501 A CONDITION THAT NEVER HOLDS");
    EXPECT_EQ(refused("act x(n: 1..5) { when n }"), "B302 THIS IS NOT A FLAG");
}

TEST(acts, declare_errors_at_their_first_use)
{
    const Licence licence = analysed(
        with("act x(n: calls, who: account) { when n > 1 call else Low(seat[who].left, n, n) "
             "when n > 2 calls else Low(1 call, n, n) when who != alice else Wrong }"));
    ASSERT_EQ(licence.errors.size(), 2U);
    EXPECT_EQ(licence.errors[0].fields.at(0).name, "left");
    EXPECT_EQ(licence.errors[0].fields.at(1).name, "n");
    EXPECT_EQ(licence.errors[0].fields.at(2).name, "");
    EXPECT_EQ(*licence.errors[0].fields[1].type.range.high, ~0ULL);
    EXPECT_TRUE(licence.errors[1].fields.empty());
    EXPECT_EQ(
        refused("act x(n: calls) { when n > 1 call else Low(n) when n > 2 calls else Low(now) }"),
        "B601 ONE NAME, TWO SHAPES");
    EXPECT_EQ(refused("act x(n: calls) { when n > 1 call else Overflow(n) }").substr(0, 4), "B601");
    EXPECT_EQ(refused("act x(n: calls) { when n > 1 call else Overflow }"), "");
}

TEST(acts, take_one_payment_into_a_place)
{
    const Act act = last_act(
        "act x(who: account) { takes 1 ether into deposit[who] "
        "tell Paid(payment) }");
    EXPECT_TRUE(act.takes->account);
    EXPECT_TRUE(act.takes->price);
    EXPECT_FALSE(last_act("act x() { takes any into revenue }").takes->price);
    EXPECT_EQ(refused("act x() { takes 1 ether into deposit }"), "B201 WHOSE MONEY?");
    EXPECT_EQ(refused("act x() { takes 1 ether into revenue[caller] }"),
        "B201 A BUCKET THAT IS NOT DIVIDED BY ACCOUNT");
    EXPECT_EQ(refused("act x() { takes 1 ether into used }"), "B201 MONEY GOES WHERE NO BUCKET IS");
    EXPECT_EQ(refused("act x() { takes 1 ether into revenu }"), "B501 AN UNKNOWN BUCKET");
    EXPECT_EQ(refused("act x() { when payment > 1 gwei takes 1 ether into revenue }"),
        "B501 NO PAYMENT YET");
}

TEST(acts, set_what_is_kept)
{
    const Licence licence =
        analysed(with("act x(n: calls, who: account) { set seat[who] = (n, now + 3 days) "
                      "set seat[who].left -= n else Used(n) set used[who] += 1 call set level = 4 "
                      "set seat[who] = seat[caller] }"));
    const auto& effects = licence.acts.back().effects;
    const auto& all = std::get<SetEffect>(effects.at(0).what);
    ASSERT_EQ(all.fields.size(), 2U);
    EXPECT_EQ(all.fields[1].field, 1U);
    const auto& less = std::get<SetEffect>(effects.at(1).what);
    ASSERT_EQ(less.fields.size(), 1U);
    EXPECT_EQ(licence.expressions[less.fields[0].value].kind, ExpressionKind::subtract);
    EXPECT_EQ(less.otherwise->error, 0U);
    EXPECT_EQ(refused_effect("set used[who] = now"), "B302 THIS IS NOT A NUMBER OF CALLS");
    EXPECT_EQ(refused_effect("set seat[who] += n"), "B302 NOT ONE NUMBER");
    EXPECT_EQ(refused_effect("set seat[who] = n"), "B302 NOT AS MANY VALUES AS FIELDS");
    EXPECT_EQ(refused_effect("set seat[who].lft = n"), "B501 AN UNKNOWN FIELD");
    EXPECT_EQ(refused_effect("set used = n"), "B302 WHICH ONE?");
    EXPECT_EQ(refused_effect("set n = 3 calls"), "B501 NOTHING THAT CAN BE SET");
    EXPECT_EQ(refused_effect("set nothing = n"), "B501 AN UNKNOWN NAME");
    EXPECT_EQ(refused_effect("set level = 6"), "B302 A VALUE THAT NEVER FITS");
}

TEST(acts, grant_and_revoke_by_the_manager)
{
    const Act act = last_act(
        "act x(who: account, n: points) { by judge grant n to who in bonus "
        "revoke 1 point from who in bonus }");
    EXPECT_FALSE(std::get<GrantEffect>(act.effects.at(0).what).revokes);
    EXPECT_TRUE(std::get<GrantEffect>(act.effects.at(1).what).revokes);
    EXPECT_EQ(refused("act x(n: points) { grant n to caller in bonus }"),
        "B402 SOMEBODY ELSE CHANGES THE SHARES");
    EXPECT_EQ(refused("act x(n: points) { by alice or bob grant n to caller in bonus }"),
        "B402 SOMEBODY ELSE CHANGES THE SHARES");
    EXPECT_EQ(refused("act x(n: calls) { by alice grant n to bob in bonus }"),
        "B302 THIS IS NOT A NUMBER OF POINTS");
    EXPECT_EQ(
        refused("act x(n: points) { by alice grant n to bob in revenue }"), "B501 AN UNKNOWN POOL");
}

TEST(acts, go_through_lists)
{
    const Licence licence = analysed(with(""));
    const auto& loop = std::get<ForEachEffect>(licence.acts.back().effects.at(0).what);
    EXPECT_EQ(loop.element, "v");
    EXPECT_TRUE(loop.signer);
    EXPECT_EQ(licence.acts.back().loops, 1U);
    EXPECT_EQ(licence.expressions[*loop.signer].kind, ExpressionKind::element);
    EXPECT_EQ(refused_effect("for each a in who { }"), "B301 NOTHING TO GO THROUGH");
    EXPECT_EQ(refused_effect("for each a in all { for each b in all { } }").substr(0, 4), "B002");
    EXPECT_EQ(refused_effect("for each a in all signed by a { }"), "B302 NO SIGNATURES TO CHECK");
    EXPECT_EQ(
        refused_effect("for each a in all { tell Saw(a) } for each a in all { tell Saw(a) }"), "");
    EXPECT_EQ(refused_effect("for each s in seen { tell Saw(s.who) } tell Saw(s.who)"),
        "B501 AN UNKNOWN NAME");
    EXPECT_EQ(refusals(with("act x(all: list of account max 9) { for each a in al { tell Saw(a) } "
                            "for each a in all { tell Saw(a) } }"))
                  .size(),
        1U);
    EXPECT_EQ(refused_effect("tell Saw(all)"), "B302 A LIST IS NO VALUE");
    EXPECT_EQ(
        refused("act x(a: list of account max 0) { }"), "B301 A LIST WITHOUT A SENSIBLE BOUND");
    EXPECT_EQ(
        refused("act x(a: list of account max 1_025) { }"), "B301 A LIST WITHOUT A SENSIBLE BOUND");
    EXPECT_EQ(
        refused("act x(a: list of signed account max 5) { }"), "B302 ONLY MESSAGES ARE SIGNED");
}

TEST(acts, want_signatures_checked)
{
    std::string text = with("");
    const std::string clause = "signed by v.licensee ";
    text.erase(text.find(clause), clause.size());
    EXPECT_EQ(refusals(text).at(0), "B302 SIGNATURES THAT NOBODY CHECKS");
}

TEST(acts, leave_nothing_half_done)
{
    EXPECT_EQ(refused_effect("set level = 4 else skip"), "B205 NOTHING TO SKIP");
    EXPECT_EQ(refused_effect("for each a in all { set used[a] = n set level = 4 else skip }"),
        "B205 HALF OF IT IS DONE");
    EXPECT_EQ(refused_effect("for each a in all { if a == who { set used[a] = n else skip } "
                             "otherwise { set level = 4 else skip } }"),
        "");
    EXPECT_EQ(refused_effect("for each a in all { if a == who { set used[a] = n } "
                             "set level = 4 else skip }"),
        "B205 HALF OF IT IS DONE");
    EXPECT_EQ(refused_effect("for each a in all { set used[a] = n } "
                             "for each a in all { set used[a] = n else skip }"),
        "");
}

TEST(acts, tell_events)
{
    const Licence licence = analysed(with("act x(n: calls) { tell Renewed(n, until: now) }"));
    ASSERT_EQ(licence.events.size(), 1U);
    EXPECT_EQ(licence.events[0].fields.at(1).name, "until");
}

TEST(acts, move_and_pay_out_money)
{
    EXPECT_EQ(refused_effect("move n from deposit[who] to revenue"), "B302 THIS IS NOT MONEY");
    EXPECT_EQ(refused_effect("move 1 gwei from deposit to revenue"), "B201 WHOSE MONEY?");
    EXPECT_EQ(refused_effect("pays 1 gwei from deposit[who] to n"), "B302 THIS IS NOT AN ACCOUNT");
    EXPECT_TRUE(last_act("act x() { by alice pays 1 gwei from deposit[alice] to alice }").pays);
}

TEST(analyse, wants_messages_read)
{
    EXPECT_EQ(refused("message Lost { who: account }"), "B501 A MESSAGE THAT NOBODY READS");
    EXPECT_EQ(refused("message Lost { }"), "B302 A MESSAGE THAT SAYS NOTHING");
    EXPECT_EQ(refused("view w(m: Seen) -> count = 1"),
        "B002 LISTS AND MESSAGES IN VIEWS ARE NOT SUPPORTED YET");
}

TEST(analyse, bounds_parameters_and_acts)
{
    std::string parameters;
    for (int i = 0; i < 17; ++i)
        parameters += (i == 0 ? "q" : ", q") + std::to_string(i) + ": count";
    EXPECT_EQ(refused("act x(" + parameters + ") { }"),
        "B002 MORE THAN 16 PARAMETERS ARE NOT SUPPORTED YET");
    std::string acts;
    for (int i = 0; i <= 256; ++i)
        acts += "act x" + std::to_string(i) + "() { } ";
    EXPECT_EQ(refused(acts), "B002 LICENCES OF MORE THAN 256 ACTS ARE NOT SUPPORTED YET");
}

TEST(analyse, passes_over_tests_and_takes_all_licences)
{
    EXPECT_TRUE(refusals(with("") + " test \"later\" { wait 3 days }").empty());
    const std::string second = " licence M { party a split s default { a 100% } }";
    EXPECT_TRUE(refusals(with("") + second).empty());
    EXPECT_EQ(refusals(with("") + second + second).at(0), "B501 ONE NAME FOR TWO LICENCES");
    EXPECT_EQ(refusals("").at(0), "B001 NO LICENCE IN THIS FILE");
}

TEST(analyse, has_nothing_to_say_of_the_examples)
{
    for (const char* name : {"a_street_scenes", "b_vision_model", "c_tuned_model", "d_epoch_model",
             "e_album", "f_prints", "g_metered", "h_seats"})
        EXPECT_FALSE(example(name).name.empty()) << name;
}

/// Long sources with much to say of them come to an end, and keep to what may be said.
TEST(analyse, stays_within_bounds_on_long_sources)
{
    std::string unknown;
    std::string known;
    while (unknown.size() < 100'000)
    {
        const std::string i = std::to_string(unknown.size());
        unknown += "act f" + i + "(m" + i + ": calls) { takes n" + i + " * 1 gwei into revenue } ";
    }
    while (known.size() < 100'000)
        known += "act x(n: calls) { when n - n * n + n > n * n else E(n) } ";
    EXPECT_EQ(refusals(with(unknown)).size(), Diagnostics::limit);
    EXPECT_EQ(refusals(with(known)).size(), Diagnostics::limit);
    std::string deep = "n";
    for (int i = 0; i < 60; ++i)
        deep += " - n * n + n";
    EXPECT_EQ(refused("act deep(n: count) { when " + deep + " > n }"), "");
}
}  // namespace
}  // namespace byline::compiler
