#include "compiler/syntax/parser.hpp"

#include "compiler/syntax/expression_parser.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

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
    constexpr std::array<std::string_view, 40> words{"licence", "party", "unit", "split", "act",
        "takes", "into", "the", "rest", "default", "keep", "money", "pool", "waterfall", "test",
        "contract", "{", "}", "(", ")", ":", ",", "%", "*", "+", "-", "..", "->", "=", "50",
        "0.001", "ether", "per", "a", "b", "\"t\"", "\n", "when", "list", "assignable"};
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
