#include "compiler/sema/licence.hpp"
#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace byline::compiler
{
namespace
{
constexpr std::string_view declarations =
    "licence L { party alice, bob role judge = alice unit call, point "
    "let fee = 5% let base = 3 gwei let term = 30 days "
    "table plan: Tier -> (price: money, quota: calls) { Free 0 ether 10 calls Paid 2 ether 500 "
    "calls } "
    "split revenue default { alice 50% bob 50% } tab deposit notice 7 days "
    "pool bonus of points { managed by alice when empty to bob } "
    "keep seat: account -> (left: calls, ends: time) keep total: count keep level: 3..5 ";

std::string with(const std::string& items)
{
    return std::string{declarations} + "act fill() { takes any into deposit[caller] } " +
           "act gather() { takes 1 ether into bonus } " + items + " }";
}

/// The node of `view v(n: calls, x: account, tier: Tier, k: 1..9, m: money) -> type = expression`.
Expression viewed(const std::string& type, const std::string& expression)
{
    const Licence licence =
        analysed(with("view v(n: calls, x: account, tier: Tier, k: 1..9, m: money) -> " + type +
                      " = " + expression));
    if (licence.views.empty() || licence.views[0].values.empty())
        return {};
    return licence.expressions[licence.views[0].values[0]];
}

std::string refused(const std::string& type, const std::string& expression)
{
    const auto list =
        refusals(with("view v(n: calls, x: account, tier: Tier, k: 1..9, m: money) -> " + type +
                      " = " + expression));
    return list.empty() ? "" : list.front();
}

TEST(expressions, fold_literals_with_their_units)
{
    EXPECT_EQ(viewed("money", "2 gwei + 5 wei").value, 2'000'000'005);
    EXPECT_EQ(viewed("duration", "1 year - 365 days").value, 0);
    EXPECT_EQ(viewed("duration", "0.5 days").value, 43'200);
    EXPECT_EQ(viewed("calls", "3 calls * 4").value, 12);
    EXPECT_EQ(viewed("money", "base * 2").value, 6'000'000'000);
    EXPECT_EQ(viewed("duration", "term").value, 2'592'000);
}

TEST(expressions, price_in_a_token_with_its_decimals)
{
    const std::string text =
        "licence L { currency usdc = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 "
        "decimals party a split s { a 100% } act x(n: 1..9) { takes n * 49.90 usdc into s } }";
    const Licence licence = analysed(text);
    const Expression& price = licence.expressions[*licence.acts.at(0).takes->price];
    EXPECT_EQ(licence.expressions[price.operands[1]].value, 49'900'000);
    EXPECT_EQ(*price.type.range.high, 9 * 49'900'000);
    std::string ether = text;
    ether.replace(ether.find("49.90 usdc"), 10, "1 gwei");
    EXPECT_EQ(refusals(ether).at(0), "B201 ANOTHER CURRENCY");
}

TEST(expressions, keep_percentages_exact_until_one_rounding)
{
    const Expression part = viewed("money", "5% of m");
    EXPECT_EQ(part.kind, ExpressionKind::scale);
    EXPECT_EQ(part.factor, Rational::make(1, 20));
    EXPECT_EQ(part.rounding, Rounding::down);
    EXPECT_EQ(viewed("money", "m * fee rounded up").rounding, Rounding::up);
    EXPECT_EQ(viewed("money", "m * 5% * 10%").factor, Rational::make(1, 200));
    EXPECT_EQ(viewed("money", "(fee + 20%) of m").factor, Rational::make(1, 4));
    EXPECT_EQ(viewed("calls", "12.5% of n rounded down").factor, Rational::make(1, 8));
    EXPECT_EQ(viewed("money", "5% of 200 wei").value, 10);
    EXPECT_EQ(viewed("money", "5% of 1 wei").value, 0);
    EXPECT_EQ(refused("calls", "5% of n"), "B302 NOT A WHOLE NUMBER");
    EXPECT_EQ(refused("calls", "5%"), "B302 A PERCENTAGE OF NOTHING");
    EXPECT_EQ(refused("money", "n of m"), "B302 NOT A PERCENTAGE");
}

TEST(expressions, keep_fine_prices_exact_too)
{
    const Expression price = viewed("money", "n * 1.5 wei per call rounded up");
    EXPECT_EQ(price.kind, ExpressionKind::scale);
    EXPECT_EQ(price.factor, Rational::make(3, 2));
    EXPECT_TRUE(price.type.is_money());
    EXPECT_EQ(viewed("money", "k * (1 ether / 3) rounded down").factor,
        Rational::make(1'000'000'000'000'000'000, 3));
    EXPECT_EQ(refused("money", "n * 1.5 wei per call"), "B302 NOT A WHOLE AMOUNT");
    EXPECT_EQ(refused("money", "1.5 wei"), "B302 NOT A WHOLE AMOUNT");
}

TEST(expressions, divide_only_with_a_word_on_rounding)
{
    const Expression half = viewed("money", "m / 2 rounded up");
    EXPECT_EQ(half.kind, ExpressionKind::divide);
    EXPECT_EQ(half.rounding, Rounding::up);
    EXPECT_EQ(viewed("money", "m / k rounded down").kind, ExpressionKind::divide);
    EXPECT_EQ(viewed("count", "10 / 5").value, 2);
    EXPECT_EQ(refused("money", "m / 2"), "B302 NOT A WHOLE NUMBER");
    EXPECT_EQ(refused("money", "m / k"), "B302 A DIVISION THAT DOES NOT SAY HOW IT ROUNDS");
    EXPECT_EQ(refused("money", "m / 0 rounded down"), "B302 A DIVISION BY ZERO");
    EXPECT_EQ(refused("money", "m * k rounded down"), "B302 NOTHING TO ROUND");
}

TEST(expressions, know_the_range_of_their_values)
{
    const auto range = [](const std::string& expression) {
        return viewed("count", expression).type.range;
    };
    EXPECT_EQ(range("k + 2").low, 3);
    EXPECT_EQ(*range("k + 2").high, 11);
    EXPECT_EQ(range("12 - k").low, 3);
    EXPECT_EQ(*range("12 - k").high, 11);
    EXPECT_EQ(range("max(k, 4)").low, 4);
    EXPECT_EQ(*range("min(k, 4)").high, 4);
    EXPECT_EQ(*range("k * k").high, 81);
    EXPECT_EQ(range("k / 2 rounded up").low, 1);
    EXPECT_EQ(*range("k / 2 rounded up").high, 5);
    // What was never set is 0, whatever its type says.
    EXPECT_EQ(range("level").low, 0);
    EXPECT_EQ(*viewed("money", "plan[tier].price").type.range.high, 2'000'000'000'000'000'000);
    EXPECT_FALSE(viewed("money", "m * total * total * total").type.range.bounded());
    EXPECT_EQ(refused("count", "k - 10"), "B302 AN AMOUNT BELOW ZERO");
}

TEST(expressions, read_what_is_kept_and_tables)
{
    const Expression ends = viewed("time", "seat[x].ends");
    EXPECT_EQ(ends.kind, ExpressionKind::keep);
    EXPECT_EQ(ends.field, 1U);
    EXPECT_EQ(ends.operands.size(), 1U);
    EXPECT_EQ(viewed("calls", "plan[tier].quota").kind, ExpressionKind::cell);
    EXPECT_EQ(viewed("calls", "plan[Paid].quota").value, 500);
    EXPECT_EQ(viewed("Tier", "Paid").value, 1);
    EXPECT_EQ(viewed("flag", "tier == Paid").kind, ExpressionKind::equal);
    EXPECT_EQ(refused("time", "seat[x].end"), "B501 AN UNKNOWN FIELD");
    EXPECT_EQ(refused("time", "seat[n].ends"), "B302 THIS IS NOT AN ACCOUNT");
    EXPECT_EQ(refused("time", "seat[x]"), "B302 NOT AS MANY VALUES AS FIELDS");
    EXPECT_EQ(refused("count", "seat"), "B302 WHICH ONE?");
    EXPECT_EQ(refused("count", "total[x]"), "B302 NOTHING TO LOOK UP");
}

TEST(expressions, read_buckets)
{
    EXPECT_EQ(viewed("money", "deposit[x]").kind, ExpressionKind::held);
    EXPECT_EQ(viewed("money", "claimable(revenue, x)").kind, ExpressionKind::claimable);
    EXPECT_EQ(viewed("money", "received(bonus)").kind, ExpressionKind::received);
    EXPECT_EQ(viewed("points", "bonus[x]").kind, ExpressionKind::pool_shares);
    EXPECT_EQ(viewed("points", "bonus.total").kind, ExpressionKind::pool_total);
    EXPECT_EQ(refused("money", "revenue"), "B501 A NAME WITHOUT A VALUE");
    EXPECT_EQ(refused("money", "received(deposit)"), "B501 NOTHING IS SHARED HERE");
    EXPECT_EQ(refused("money", "claimable(revenue)"), "B302 NOT WHAT THIS TAKES");
    EXPECT_EQ(refused("money", "sum(m, m)"), "B501 NOTHING THAT CAN BE COMPUTED");
}

TEST(expressions, know_accounts_hashes_and_flags)
{
    EXPECT_EQ(viewed("account", "judge").kind, ExpressionKind::role);
    EXPECT_EQ(viewed("account", "bob").index, 1U);
    EXPECT_EQ(viewed("account", "0x00000000000000000000000000000000000000ff").value, 255);
    EXPECT_EQ(viewed("hash", "terms.hash").kind, ExpressionKind::terms_hash);
    EXPECT_EQ(viewed("flag", "x == caller or now > 5 seconds and not (k == 3)").kind,
        ExpressionKind::logical_or);
    EXPECT_EQ(viewed("flag", "not true").value, 0);
    EXPECT_EQ(refused("flag", "x < bob"), "B302 NOTHING COMES FIRST HERE");
    EXPECT_EQ(refused("flag", "n or true"), "B302 THIS IS NOT A FLAG");
    EXPECT_EQ(refused("flag", "n < 3"), "B302 TWO KINDS THAT CANNOT BE COMPARED");
    EXPECT_EQ(refused("account", "x + x"), "B302 NOT A NUMBER");
    EXPECT_EQ(refused("hash", "\"a text\""), "B302 A TEXT IS NO VALUE");
    EXPECT_EQ(refused("account", "#1"), "B302 AN ACCOUNT OF A TEST");
    EXPECT_EQ(refused("money", "payment"), "B501 NO PAYMENT YET");
}

TEST(expressions, take_nothing_for_nothing_of_any_kind)
{
    EXPECT_EQ(viewed("flag", "n > 0").kind, ExpressionKind::greater);
    EXPECT_EQ(viewed("money", "0").value, 0);
    EXPECT_EQ(viewed("money", "max(m - 1 gwei, 0)").kind, ExpressionKind::maximum);
}

TEST(expressions, decide_comparisons_that_ranges_decide)
{
    EXPECT_EQ(viewed("flag", "k >= 1").value, 1);
    EXPECT_EQ(viewed("flag", "k > 9").value, 0);
    EXPECT_EQ(viewed("flag", "k > 8").kind, ExpressionKind::greater);
}

TEST(expressions, give_several_values_at_once)
{
    const Licence licence =
        analysed(with("view both(x: account) -> (left: calls, ends: time) = seat[x] "
                      "view pair() -> (calls, time) = (1 call, now)"));
    EXPECT_EQ(licence.views.at(0).values.size(), 2U);
    EXPECT_EQ(licence.views[0].results.at(1).name, "ends");
    EXPECT_EQ(licence.views.at(1).values.size(), 2U);
    EXPECT_EQ(refused("(calls, time)", "(now, now)"), "B302 THIS IS NOT A NUMBER OF CALLS");
    EXPECT_EQ(refused("(calls, time)", "n"), "B302 NOT AS MANY VALUES AS FIELDS");
}

TEST(constants, fold_to_words)
{
    const Licence licence = analysed(with(""));
    ASSERT_EQ(licence.constants.size(), 2U);
    EXPECT_EQ(licence.constants[0].value, 3'000'000'000);
    EXPECT_EQ(licence.percentages.at(0).value, Rational::make(1, 20));
    const auto let = [](const std::string& value) {
        const auto list = refusals(with("let here = " + value + " let later = 5"));
        return list.empty() ? "" : list.front();
    };
    EXPECT_EQ(let("plan[Paid].price * 2"), "");
    EXPECT_EQ(let("later"), "B501 A CONSTANT THAT COMES LATER");
    EXPECT_EQ(let("alice"), "B302 NOT A CONSTANT");
    EXPECT_EQ(let("now + 3 days"), "B302 NOT A CONSTANT");
    EXPECT_EQ(let("20_000_000_000_000_000_000"), "B302 A CONSTANT THAT IS TOO LARGE");
}

TEST(tables, have_a_value_of_its_type_in_each_cell)
{
    const auto table = [](const std::string& body) {
        const auto list = refusals(with("table other: Kind -> " + body));
        return list.empty() ? "" : list.front();
    };
    EXPECT_EQ(table("(a: 1..5, b: Tier) { One 3 Free }").substr(0, 4), "B001");
    EXPECT_EQ(table("(a: 1..5, b: money) { One 3 1 wei Two 5 2 wei }"), "");
    EXPECT_EQ(table("(a: 1..5, b: money) { One 6 1 wei }"), "B302 OUTSIDE ITS RANGE");
    EXPECT_EQ(table("(a: 1..5, b: money) { One 5 5 }"), "B302 THIS IS NOT MONEY");
    EXPECT_EQ(table("(a: 1..5, b: money) { One 5 }"), "B302 NOT AS MANY VALUES AS COLUMNS");
    EXPECT_EQ(table("(a: 1..5, b: money) { }"), "B302 A TABLE WITHOUT ROWS");
    EXPECT_EQ(table("(a: 1..5, money) { One 5 1 wei }"), "B501 A COLUMN WITHOUT A NAME");
    EXPECT_EQ(table("(a: 1..5, a: money) { One 5 1 wei }"), "B501 ONE NAME FOR TWO THINGS");
    EXPECT_EQ(table("(a: 1..5, b: money) { Paid 5 1 wei }"), "B501 ONE NAME FOR TWO THINGS");
}

TEST(keeps, have_types_and_first_values)
{
    const Licence licence =
        analysed(with("keep open: flag = true keep spot: (a: calls, b: 3..5) = (2 calls, 4)"));
    EXPECT_EQ(licence.keeps.at(3).initial.at(0), 1);
    EXPECT_EQ(licence.keeps.at(4).initial.at(1), 4);
    EXPECT_TRUE(licence.keeps.at(4).is_tuple);
    const auto keep = [](const std::string& text) {
        const auto list = refusals(with("keep other: " + text));
        return list.empty() ? "" : list.front();
    };
    EXPECT_EQ(keep("3..5 = 6"), "B302 OUTSIDE ITS RANGE");
    EXPECT_EQ(keep("account -> count = 6"), "B302 A FIRST VALUE FOR EVERYBODY");
    EXPECT_EQ(keep("account -> (a: count, b: money)"), "B201 MONEY IS KEPT OUTSIDE A BUCKET");
    EXPECT_EQ(keep("(account, account) -> count"), "B002 TYPES OF THIS KIND ARE NOT SUPPORTED YET");
    EXPECT_EQ(keep("text max 20"), "B002 TYPES OF THIS KIND ARE NOT SUPPORTED YET");
    EXPECT_EQ(keep("account -> cuont"), "B501 AN UNKNOWN TYPE");
    EXPECT_EQ(keep("9..3"), "B302 NOT A RANGE");
}
}  // namespace
}  // namespace byline::compiler
