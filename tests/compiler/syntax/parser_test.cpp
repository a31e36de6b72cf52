#include "compiler/syntax/parser.hpp"

#include "compiler/syntax/expression_parser.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
namespace
{
using syntax::ExpressionKind;

syntax::File parse_clean(std::string_view text)
{
    Diagnostics diagnostics;
    syntax::File file = parse(text, diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << diagnostics.list().front().title;
    return file;
}

std::size_t errors(std::string_view text)
{
    Diagnostics diagnostics;
    (void)parse(text, diagnostics);
    return diagnostics.list().size();
}

TEST(parser, reads_a_licence)
{
    const syntax::File file = parse_clean(R"(
// Of all
// contributors.
licence Name "A title" {
  party a, b
  unit call, image
  currency ether
  split s default { a 12.5%  the rest { b 50%  c the rest } }
  // Meters.
  act record(n: calls, m: 1..36) { takes n * (2 wei per call + 1) into s }
  act free() { }
})");
    ASSERT_EQ(file.licences.size(), 1U);
    const syntax::Licence& licence = file.licences[0];
    EXPECT_EQ(licence.name.text, "Name");
    EXPECT_EQ(licence.title, "A title");
    EXPECT_EQ(licence.comment, "Of all contributors.");
    ASSERT_EQ(licence.parties.size(), 2U);
    ASSERT_EQ(licence.units.size(), 2U);
    ASSERT_EQ(licence.splits.size(), 1U);
    EXPECT_TRUE(licence.splits[0].is_default);
    const syntax::Shares& shares = licence.splits[0].shares;
    ASSERT_EQ(shares.entries.size(), 2U);
    EXPECT_EQ(shares.entries[0].percent->digits, 125);
    EXPECT_EQ(shares.entries[0].percent->scale, 1U);
    ASSERT_EQ(shares.entries[1].nested.size(), 1U);
    EXPECT_FALSE(shares.entries[1].nested[0].entries[1].percent);
    ASSERT_EQ(licence.acts.size(), 2U);
    EXPECT_EQ(licence.acts[0].comment, "Meters.");
    ASSERT_EQ(licence.acts[0].parameters.size(), 2U);
    EXPECT_EQ(licence.acts[0].parameters[1].type.kind, syntax::TypeKind::range);
    ASSERT_EQ(licence.acts[0].takes.size(), 1U);
    EXPECT_TRUE(licence.acts[1].takes.empty());
}

TEST(parser, says_assignable_of_all_parties_of_a_line)
{
    const syntax::File file = parse_clean(
        "licence L { party a  party b, c assignable  split s { a 50% b 25% c the rest } }");
    const std::vector<syntax::Party>& parties = file.licences.at(0).parties;
    EXPECT_FALSE(parties.at(0).assignable_word);
    EXPECT_TRUE(parties.at(1).assignable_word);
    EXPECT_TRUE(parties.at(2).assignable_word);
}

TEST(parser, binds_products_before_sums)
{
    const syntax::File file =
        parse_clean("licence L { act a() { takes 1 wei + 2 * 3 wei - 4 wei into s } }");
    const auto& root = file.expressions[*file.licences[0].acts[0].takes[0].price];
    ASSERT_EQ(root.kind, ExpressionKind::binary);
    EXPECT_EQ(root.op, syntax::BinaryOperator::subtract);
    const auto& left = file.expressions[root.left];
    EXPECT_EQ(left.op, syntax::BinaryOperator::add);
    EXPECT_EQ(file.expressions[left.right].op, syntax::BinaryOperator::multiply);
}

TEST(parser, takes_words_as_names_where_they_mean_nothing_else)
{
    parse_clean(
        "licence unit { party the, rest, default, by unit of "
        "split into default { the 50% rest the rest } act let(per: ofs) { } }");
}

TEST(parser, tells_of_several_errors_in_one_run)
{
    EXPECT_EQ(errors("licence L {\n party 1\n unit 2\n split 3\n act 4\n party ok\n}"), 4U);
}

std::vector<std::string> titles(std::string_view text)
{
    Diagnostics diagnostics;
    (void)parse(text, diagnostics);
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics.list())
        result.push_back(diagnostic.title);
    return result;
}

using Titles = std::vector<std::string>;

TEST(parser, goes_on_behind_the_item_that_is_wrong)
{
    // The errors stand inside braces: what follows them is still read.
    EXPECT_EQ(titles("licence L {\n"
                     "  terms {\n permits 5\n prohibits \"x\"\n }\n"
                     "  table t: T -> (a: money) { low 5 }\n"
                     "  waterfall w { first a until 4 ether\n after { b 100% } }\n"
                     "  keep k account\n"
                     "  royalty 7.5 into s\n"
                     "  upgrade sometimes\n"
                     "  message M { a: list of account }\n"
                     "  view v() -> flag\n"
                     "  party ok\n"
                     "}"),
        (Titles{"A TEXT IN QUOTES IS MISSING", "THE NAME OF A ROW, WITH A CAPITAL IS MISSING",
            "`THEN` IS MISSING", "A `:` BEFORE THE TYPE IS MISSING",
            "A `%` AFTER THE ROYALTY IS MISSING", "`NEVER` OR `BY` IS MISSING", "`MAX` IS MISSING",
            "`=` AND THE ANSWER IS MISSING"}));
}

TEST(parser, goes_on_behind_the_clause_that_is_wrong)
{
    EXPECT_EQ(titles("licence L {\n act x() {\n"
                     "  by\n"
                     "  when a <\n"
                     "  takes 1 wei into\n"
                     "  set a 5\n"
                     "  if a { set b\n }\n"
                     "  for v in w { }\n"
                     "  tell E\n"
                     "  pays 1 wei to b\n"
                     " }\n party ok 5\n}\n"
                     "test \"t\" {\n sign 5\n as #1 5\n wait )\n expect a b\n}"),
        (Titles{"WHO MAY CALL THE ACT IS MISSING", "A NUMBER, A NAME OR `(` IS MISSING",
            "THE BUCKET THAT GETS THE MONEY IS MISSING", "`=`, `+=` OR `-=` IS MISSING",
            "`=`, `+=` OR `-=` IS MISSING", "`EACH` IS MISSING",
            "THE LIST `(...)` OF ARGUMENTS IS MISSING", "`FROM` IS MISSING",
            "`PARTY`, `UNIT`, `SPLIT` OR `ACT` IS MISSING", "THE LICENCE THAT IS SIGNED IS MISSING",
            "THE ACT THAT IS CALLED IS MISSING", "A NUMBER, A NAME OR `(` IS MISSING",
            "`SIGN`, `AS`, `WAIT`, `EXPECT` OR THE CLOSING `}` OF THE TEST IS MISSING"}));
}

TEST(parser, wants_clauses_in_their_order)
{
    EXPECT_EQ(titles("licence L { act x() { takes 1 wei into s  when a  set b = 1  by c } }"),
        (Titles{"A CLAUSE OUT OF ITS PLACE", "A CLAUSE OUT OF ITS PLACE"}));
    EXPECT_EQ(
        titles("licence L { act x() { by a  by b } }"), (Titles{"A CLAUSE OUT OF ITS PLACE"}));
}

TEST(parser, does_not_chain_comparisons)
{
    EXPECT_EQ(
        titles("licence L { view v() -> flag = a < b < c }"), (Titles{"A CHAIN OF COMPARISONS"}));
}

TEST(parser, takes_a_word_after_a_number_for_its_unit_only_where_it_is_one)
{
    const syntax::File file = parse_clean(
        "licence L { unit to  tab t notice 7 tab u notice 7 days\n"
        "currency usdc = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 decimals "
        "act x() { set a = 5 set b = 3\nusdc grant 4 tos to c in d } }");
    EXPECT_EQ(file.licences[0].tabs.size(), 2U);
    EXPECT_EQ(file.licences[0].acts[0].effects.size(), 3U);
    EXPECT_EQ(titles("licence L { currency c = token 0xA0b8 with 6 decimals }"),
        (Titles{"NOT AN ADDRESS"}));
}

TEST(parser, bounds_nesting_of_every_kind)
{
    const auto repeated = [](std::string_view part, std::size_t times) {
        std::string result;
        for (; times > 0; --times)
            result += part;
        return result;
    };
    const auto in_view = [](const std::string& value) {
        return errors("licence L { view v() -> flag = " + value + " }");
    };
    for (const std::size_t depth : {std::size_t{max_nesting} + 2, std::size_t{50'000}})
    {
        EXPECT_EQ(in_view(repeated("a[", depth)), 1U);
        EXPECT_EQ(in_view(repeated("f(", depth)), 1U);
        EXPECT_EQ(in_view(repeated("not ", depth) + "a"), 1U);
        EXPECT_EQ(errors("licence L { keep k: " + repeated("(", depth) + " }"), 1U);
        EXPECT_EQ(errors("licence L { keep k: " + repeated("list of ", depth) + " }"), 1U);
        EXPECT_GE(errors("licence L { act x() { " + repeated("if a { ", depth)), 1U);
        EXPECT_GE(errors("licence L { act x() { " + repeated("for each a in b { ", depth)), 1U);
        EXPECT_GE(errors("licence L { act x() { " + repeated("if a { } otherwise { ", depth)), 1U);
    }
    EXPECT_EQ(in_view(repeated("not ", max_nesting) + "a"), 0U);
    EXPECT_EQ(errors("licence L { act x() { " + repeated("if a { ", max_nesting) +
                     repeated("}", max_nesting) + " } }"),
        0U);
}

TEST(parser, bounds_nesting)
{
    const auto nested = [](std::size_t depth) {
        return "licence L { act a() { takes " + std::string(depth, '(') + "1 wei" +
               std::string(depth, ')') + " into s } }";
    };
    EXPECT_EQ(errors(nested(max_nesting)), 0U);
    EXPECT_GE(errors(nested(max_nesting + 1)), 1U);
    EXPECT_GE(errors(nested(100'000)), 1U);
    std::string shares = "licence L { split s ";
    for (int i = 0; i < 10'000; ++i)
        shares += "{ the rest ";
    EXPECT_GE(errors(shares), 1U);
}

TEST(parser, bounds_the_number_of_expressions)
{
    std::string text = "licence L { act a() { takes 1 wei";
    for (std::size_t i = 0; i < max_expressions; ++i)
        text += " + 1 wei";
    EXPECT_GE(errors(text + " into s } }"), 1U);
}

TEST(parser, bounds_numbers)
{
    const auto with = [](const std::string& number) {
        return errors("licence L { act a() { takes " + number + " wei into s } }");
    };
    EXPECT_EQ(with(std::string(60, '9')), 0U);
    EXPECT_EQ(with(std::string(61, '9')), 1U);
    EXPECT_EQ(with(std::string(100'000, '9')), 1U);
}

TEST(parser, survives_any_order_of_the_languages_own_words)
{
    constexpr std::array<std::string_view, 60> words{"licence", "party", "unit", "split", "act",
        "takes", "into", "the", "rest", "default", "keep", "money", "pool", "waterfall", "test",
        "contract", "{", "}", "(", ")", ":", ",", "%", "*", "+", "-", "..", "->", "=", "50",
        "0.001", "ether", "per", "a", "b", "\"t\"", "\n", "when", "list", "assignable", "by", "set",
        "if", "for", "each", "in", "signed", "else", "skip", "tell", "[", "]", "table", "Free",
        "not", "#", "expect", "as", "<", "text"};
    std::mt19937_64 random{7};
    for (int run = 0; run < 3'000; ++run)
    {
        std::string text;
        for (std::uint64_t i = random() % 60; i > 0; --i)
            text += std::string{words[random() % words.size()]} + " ";
        Diagnostics diagnostics;
        (void)parse(text, diagnostics);
    }
}
}  // namespace
}  // namespace byline::compiler
