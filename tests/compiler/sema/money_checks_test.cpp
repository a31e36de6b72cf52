#include "compiler/sema/money_checks.hpp"

#include "compiler/sema/authority.hpp"
#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
using Refusals = std::vector<std::string>;

/// A licence whose act goes through signed messages with this body.
std::string with_loop(const std::string& body)
{
    return "licence L { party p  unit call "
           "message M { who: account  upTo: calls  id: count  nonce: count  ends: time } "
           "split s { p 100% }  tab d notice 1 day "
           "keep used: account -> calls  keep next: account -> count  keep last: count "
           "keep spent: count -> flag "
           "act x(l: list of signed M max 8) { for each v in l signed by v.who { " +
           body + " } } }";
}

const Refusals twice{"B401 A SIGNATURE THAT CAN BE USED TWICE"};

TEST(replay, is_guarded_by_what_grows)
{
    EXPECT_TRUE(refusals(with_loop("when v.upTo > used[v.who] else skip set used[v.who] = v.upTo"))
            .empty());
    EXPECT_TRUE(refusals(with_loop("when used[v.who] < v.upTo set used[v.who] = v.upTo")).empty());
    EXPECT_TRUE(refusals(with_loop("when v.id > 3 and v.upTo > used[v.who] else skip "
                                   "move 1 wei from d[v.who] to s else skip "
                                   "set used[v.who] = v.upTo"))
            .empty());
}

TEST(replay, is_guarded_by_a_number)
{
    EXPECT_TRUE(
        refusals(with_loop("when v.nonce == next[v.who] else skip set next[v.who] += 1")).empty());
    EXPECT_TRUE(
        refusals(with_loop("when v.nonce == last + 1 else skip set last = v.nonce")).empty());
    EXPECT_TRUE(
        refusals(with_loop("when not spent[v.id] else skip set spent[v.id] = true")).empty());
}

TEST(replay, is_guarded_by_an_end)
{
    EXPECT_TRUE(refusals(with_loop("when now < v.ends else skip set last = v.id")).empty());
    EXPECT_TRUE(refusals(with_loop("when v.ends >= now else skip set last = v.id")).empty());
}

TEST(replay, is_not_guarded_by_less)
{
    EXPECT_EQ(refusals(with_loop("set used[v.who] = v.upTo")), twice);
    // The same amount counts again.
    EXPECT_EQ(refusals(with_loop("when v.upTo >= used[v.who] else skip set used[v.who] = v.upTo")),
        twice);
    // What was used is not kept.
    EXPECT_EQ(refusals(with_loop("when v.upTo > used[v.who] else skip set last = v.id")), twice);
    EXPECT_EQ(
        refusals(with_loop("when v.upTo > used[v.who] else skip set used[p] = v.upTo")), twice);
    // Whoever sends it has a count of its own.
    EXPECT_EQ(refusals(with_loop("when v.upTo > used[caller] else skip set used[caller] = v.upTo")),
        twice);
    EXPECT_EQ(refusals(with_loop("when not spent[v.id] else skip set spent[v.id] = false")), twice);
    // Only some turns of the loop write it.
    EXPECT_EQ(refusals(with_loop("when v.upTo > used[v.who] else skip "
                                 "if v.id > 3 { set used[v.who] = v.upTo }")),
        twice);
    EXPECT_EQ(refusals(with_loop("when v.upTo > used[v.who] or v.id > 3 else skip "
                                 "set used[v.who] = v.upTo")),
        twice);
}

TEST(outflow, only_from_tabs_and_pots)
{
    const auto act = [](const std::string& body) {
        return "licence L { party a  split s default { a 100% }  pot r exits to a after 1 day  "
               "tab d notice 1 day  act fill() { takes any into r }  act x() { by a " +
               body + " } }";
    };
    const Refusals belongs{"B204 THIS MONEY BELONGS TO PAYEES"};
    EXPECT_EQ(refusals(act("pays 1 wei from s to a")), belongs);
    EXPECT_EQ(refusals(act("move 1 wei from s to r")), belongs);
    EXPECT_EQ(refusals(act("if now > 5 days { move 1 wei from s to r }")), belongs);
    EXPECT_TRUE(refusals(act("pays 1 wei from r to a")).empty());
    EXPECT_TRUE(refusals(act("pays 1 wei from d[caller] to a")).empty());
    EXPECT_TRUE(refusals(act("move 1 wei from d[caller] to s")).empty());
}

TEST(exits, something_comes_in)
{
    EXPECT_EQ(refusals("licence L { party a  split s { a 100% }  split t { a 100% } }"),
        Refusals{"B203 A BUCKET THAT NOTHING FILLS"});
    EXPECT_TRUE(refusals("licence L { party a  split s { a 100% }  tab t notice 1 day }").empty());
}

TEST(parties, all_have_a_part)
{
    const Refusals without{"B501 A PARTY WITHOUT A SHARE"};
    EXPECT_EQ(refusals("licence L { party a, b  split s default { a 100% } }"), without);
    const auto with = [](const std::string& item) {
        return refusals(
            "licence L { party a, b  unit u  split s default { a 100% } " + item + " }");
    };
    EXPECT_TRUE(with("act x() { by b }").empty());
    EXPECT_TRUE(with("act x() { when caller == b }").empty());
    EXPECT_TRUE(with("upgrade by b after 1 day notice").empty());
    EXPECT_TRUE(with("role judge = b").empty());
    EXPECT_TRUE(with("pot r exits to b after 1 day  act x() { takes any into r }").empty());
    EXPECT_TRUE(
        with("pool q of us { managed by b when empty to a } act x() { takes any into q }").empty());
}

TEST(authority, tells_who_moves_whose_money)
{
    const std::vector<Authority> g = authorities_of(example("g_metered"));
    ASSERT_EQ(g.size(), 1U);
    EXPECT_EQ(g[0].kind, AuthorityKind::draws);
    EXPECT_EQ(g[0].actors, std::vector<std::size_t>{0});
    EXPECT_EQ(g[0].act, 0U);
    EXPECT_EQ(g[0].bucket, 1U);
    EXPECT_EQ(g[0].messages, std::vector<std::size_t>{0});
    EXPECT_EQ(g[0].what, "moves money from `deposit` to `revenue`");

    const std::vector<Authority> d = authorities_of(example("d_epoch_model"));
    ASSERT_EQ(d.size(), 1U);
    EXPECT_EQ(d[0].kind, AuthorityKind::reports);
    EXPECT_FALSE(d[0].act);

    const std::vector<Authority> h = authorities_of(example("h_seats"));
    ASSERT_EQ(h.size(), 2U);
    EXPECT_EQ(h[0].what, "grants shares of `bonus`");
    EXPECT_EQ(h[1].what, "names, once, the licence that comes after this one, 30 days ahead");

    EXPECT_TRUE(authorities_of(example("a_street_scenes")).empty());
}
}  // namespace
}  // namespace byline::compiler
