#include "tests/attacks/attack_world.hpp"

namespace byline::testing
{
namespace
{
/// The numbers of what the compiler refuses in a text, one after the other.
std::string refused(const std::string& text)
{
    const compiler::SourceFile source{"test.byl", text};
    const compiler::Compilation compilation = compiler::compile(source);
    std::string codes;
    for (const compiler::Diagnostic& each : compilation.diagnostics)
        codes += (codes.empty() ? "" : " ") + each.code;
    EXPECT_EQ(compilation.is_done(), codes.empty());
    return codes;
}

/// A licence with a split, a tab, a pot and a pool.
std::string with(const std::string& items)
{
    return "licence L { party a, b  unit point  split s { a 60%  b 40% }  tab d notice 1 day "
           "pot r exits to a after 1 year  act fill() { takes any into r } "
           "pool q of points { managed by a  when empty to b } act feed() { takes any into q } " +
           items + " }";
}

// Rows 2 and 13.
TEST(refusals, nothing_is_drawn_from_what_payees_own)
{
    for (const std::string from : {"s", "q"})
    {
        EXPECT_EQ(refused(with("act x() { by a  pays 1 wei from " + from + " to a }")), "B204");
        EXPECT_EQ(refused(with("act x() { by a  move 1 wei from " + from + " to r }")), "B204");
        EXPECT_EQ(refused(with("act x() { by a  if now > 5 seconds { move 1 wei from " + from +
                               " to d[caller] } }")),
            "B204");
    }
    EXPECT_EQ(refused(with("act x() { by a  pays 1 wei from r to a }")), "");
}

// M16.
TEST(refusals, money_is_used_once)
{
    EXPECT_EQ(
        refused(with("act x() { takes 1 wei into s  takes 1 wei into r }")).substr(0, 1), "B");
    EXPECT_EQ(refused(with("keep owed: money")), "B201");
    EXPECT_EQ(refused(with("act x() { by a  pays 1 wei from a to a }")).substr(0, 1), "B");
    EXPECT_EQ(refused(with("act x() { takes 3 wei into { s 50%  r 50% } }")), "B201");
    EXPECT_EQ(refused(with("act x() { takes 3 wei into { s 50%  q 50% } }")), "B201");
}

// Row 17: an ether licence holds no other currency, and a token's is one.
TEST(refusals, one_currency)
{
    EXPECT_NE(refused(with("currency usdc = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 "
                           "with 6 decimals")),
        "");
}

// Row 22.
TEST(refusals, nothing_is_left_half_done)
{
    const auto loop = [](const std::string& body) {
        return with(
            "message M { who: account  upTo: count }  keep used: account -> count "
            "keep n: count "
            "act x(l: list of signed M max 8) { for each v in l signed by v.who { "
            "when v.upTo > used[v.who] else skip " +
            body + " } }");
    };
    EXPECT_EQ(
        refused(loop("move 1 wei from d[v.who] to s else skip set used[v.who] = v.upTo")), "");
    EXPECT_EQ(
        refused(loop("set used[v.who] = v.upTo move 1 wei from d[v.who] to s else skip")), "B205");
    EXPECT_EQ(
        refused(loop("set used[v.who] = v.upTo if v.upTo > 5 { set n -= 1 else skip }")), "B205");
    EXPECT_EQ(refused(loop("if v.upTo > 5 { set n += 1  set n -= 1 else skip } "
                           "set used[v.who] = v.upTo")),
        "B205");
}

TEST(refusals, a_guard_that_is_undone_guards_nothing)
{
    const auto loop = [](const std::string& body) {
        return with(
            "message M { who: account  upTo: count }  keep used: account -> count "
            "act x(l: list of signed M max 8) { for each v in l signed by v.who { "
            "when v.upTo > used[v.who] else skip " +
            body + " } }");
    };
    EXPECT_EQ(refused(loop("set used[v.who] = v.upTo  set used[v.who] = 0")), "B401");
    EXPECT_EQ(
        refused(loop("set used[v.who] = v.upTo  if v.upTo > 5 { set used[v.who] = 0 }")), "B401");
}

// Row 6: B203 wants an exit; epochs have one by their grammar.
TEST(refusals, what_goes_in_comes_out)
{
    EXPECT_NE(
        refused("licence L { party a  split s { a 100% }  pot r  act x() { takes any into r } "
                "act y() { by a  pays 1 wei from r to a } }"),
        "");
    EXPECT_EQ(refused("licence L { party a  split s { a 100% }  split t { a 100% } }"), "B203");
}

// Row 14: M9, a tab that signed messages draw from.
TEST(refusals, drawn_tabs_have_a_notice)
{
    std::string source = example_source("g_metered");
    source.erase(source.find(" notice 7 days"), 14);
    EXPECT_EQ(refused(source), "B403");
}

// Row 11: M11, one guard, one meaning.
TEST(refusals, a_message_has_one_use)
{
    const std::string loop =
        "(l: list of signed M max 8) { for each v in l signed by v.who { "
        "when v.upTo > used[v.who] else skip  set used[v.who] = v.upTo } }";
    const std::string items =
        "message M { who: account  upTo: count }  keep used: account -> count ";
    EXPECT_EQ(refused(with(items + "act x" + loop)), "");
    EXPECT_EQ(refused(with(items + "act x" + loop + " act y" + loop)), "B404");
}

// Row 36.
TEST(refusals, the_last_tier_has_no_end)
{
    EXPECT_EQ(refused("licence L { party a, b  waterfall w default { first a until 7 wei "
                      "then b until 9 wei } }"),
        "B104");
    EXPECT_EQ(refused("licence L { party a, b  waterfall w default { first a  then b } }"), "B104");
}

// Rule M6: a `default` must be the residual bucket.
TEST(refusals, plain_transfers_reach_one_bucket)
{
    EXPECT_NE(refused("licence L { party a  split s default { a 100% } "
                      "split t default { a 100% } }"),
        "");
    EXPECT_NE(refused("licence L { party a  tab d default notice 1 day }"), "");
}

// Row 23: `5 Next` is no number with a unit.
class table_attacks : public attack_test
{};

TEST_F(table_attacks, a_rows_number_does_not_take_the_next_rows_name)
{
    sign_licence(
        "licence L { party a  split s default { a 100% } "
        "table plan: Tier -> (n: count) { Name 5 Next 6 } "
        "view size(t: Tier) -> count = plan[t].n }",
        {account(0)});
    EXPECT_EQ(world.view(contract, "size(uint8)", {0}), 5);
    EXPECT_EQ(world.view(contract, "size(uint8)", {1}), 6);
    expect_revert(world.run(stranger, contract, encode("size(uint8)", {2})), {});
    expect_revert(world.run(stranger, contract, encode("size(uint8)", {256})), {});
}

// Generated functions have one name each: which tab would fund() fill, which epoch would be closed?
TEST(refusals, generated_functions_mean_one_bucket)
{
    EXPECT_NE(refused(with("tab e notice 1 day")), "");
    EXPECT_NE(refused(with("pot t exits to b after 1 day  act fillT() { takes any into t }")), "");
}
}  // namespace
}  // namespace byline::testing
