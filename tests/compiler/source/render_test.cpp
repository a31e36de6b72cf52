#include "compiler/source/diagnostics.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
TEST(render, marks_the_narrow_part)
{
    const SourceFile source{"scenes.byl", "one\n  split 15% x\n"};
    const Diagnostic diagnostic{
        "B101", "THE SHARES STOP AT 95 %", {12, 15}, "too little.", "Hint."};
    EXPECT_EQ(render(source, {&diagnostic, 1}),
        "-- B101  THE SHARES STOP AT 95 % -------------------------------------------- "
        "scenes.byl:2 --\n"
        "2 |   split 15% x\n"
        "  |         ^^^ too little.\n"
        "Hint.\n");
}

TEST(render, keeps_columns_where_the_line_has_tabs_and_wide_characters)
{
    const SourceFile source{"a.byl", "\t\u00e4 bad"};
    const Diagnostic diagnostic{"B001", "T", {4, 7}, "m", ""};
    const std::string text = render(source, {&diagnostic, 1});
    EXPECT_NE(text.find("1 |  \u00e4 bad\n  |    ^^^ m\n"), std::string::npos) << text;
}

TEST(render, ends_the_carets_with_the_line)
{
    const SourceFile source{"a.byl", "abc\ndef"};
    const Diagnostic diagnostic{"B001", "T", {1, 6}, "m", ""};
    EXPECT_NE(render(source, {&diagnostic, 1}).find("  |  ^^ m\n"), std::string::npos);
}

TEST(render, shows_a_place_beyond_the_end)
{
    const SourceFile source{"a.byl", ""};
    const Diagnostic diagnostic{"B001", "T", {7, 9}, "m", ""};
    EXPECT_NE(render(source, {&diagnostic, 1}).find("1 | \n  | ^ m\n"), std::string::npos);
}

TEST(render, lets_no_control_character_reach_the_terminal)
{
    const SourceFile source{"a.byl", "x \x1b[2J y"};
    const Diagnostic diagnostic{"B001", "T", {0, 1}, "m", ""};
    EXPECT_EQ(render(source, {&diagnostic, 1}).find('\x1b'), std::string::npos);
}

TEST(render, turns_no_line_around)
{
    const SourceFile source{"a.byl", "x \u202e\u2066\u00a0y"};
    const Diagnostic diagnostic{"B001", "T", {0, 1}, "m", ""};
    const std::string text = render(source, {&diagnostic, 1});
    EXPECT_NE(text.find("1 | x   \u00a0y\n"), std::string::npos) << text;
}

TEST(render, shows_the_part_of_a_long_line_around_the_place)
{
    const SourceFile source{"a.byl", std::string(200, 'a') + "!?" + std::string(300, '\xc3')};
    const Diagnostic middle{"B001", "T", {200, 202}, "m", ""};
    const std::string text = render(source, {&middle, 1});
    EXPECT_NE(text.find("1 | ..." + std::string(40, 'a') + "!?"), std::string::npos) << text;
    EXPECT_NE(text.find("\n  | " + std::string(43, ' ') + "^^ m\n"), std::string::npos) << text;

    const SourceFile long_line{"a.byl", std::string(1'000, '@')};
    const Diagnostic all{"B001", "T", {0, 1'000}, "m", ""};
    const std::string start = render(long_line, {&all, 1});
    EXPECT_NE(
        start.find("1 | " + std::string(100, '@') + "...\n  | " + std::string(100, '^') + " m\n"),
        std::string::npos)
        << start;
    const Diagnostic end{"B001", "T", {1'000, 1'000}, "m", ""};
    const std::string tail = render(long_line, {&end, 1});
    EXPECT_NE(
        tail.find("1 | ..." + std::string(40, '@') + "\n  | " + std::string(43, ' ') + "^ m\n"),
        std::string::npos)
        << tail;
}

TEST(render, says_how_many_more_there_are)
{
    const SourceFile source{"a.byl", "x"};
    const std::vector<Diagnostic> some(23, Diagnostic{"B001", "T", {0, 1}, "m", ""});
    EXPECT_TRUE(render(source, some).ends_with("^ m\n\nAnd 3 more.\n"));
    EXPECT_TRUE(render(source, std::span{some}.first(20)).ends_with("^ m\n"));
    const std::vector<Diagnostic> many(
        Diagnostics::limit, Diagnostic{"B001", "T", {0, 1}, "m", ""});
    EXPECT_TRUE(render(source, many).ends_with("And at least 80 more.\n"));
}

TEST(diagnostics, cut_texts_that_are_too_long)
{
    Diagnostics diagnostics;
    diagnostics.add(DiagnosticKind::syntax, {0, 1}, {"T", std::string(399, 'a') + "\u00e4", "h"});
    EXPECT_EQ(diagnostics.list().front().message, std::string(399, 'a') + "...");
}

TEST(diagnostics_json, has_all_fields_and_places)
{
    const SourceFile source{"dir/a.byl", "one\ntwo"};
    const Diagnostic diagnostic{"B501", "T", {4, 7}, "m", "h"};
    const boost::json::value parsed = boost::json::parse(to_json(source, {&diagnostic, 1}));
    const boost::json::object& entry = parsed.as_array().at(0).as_object();
    EXPECT_EQ(entry.at("code"), "B501");
    EXPECT_EQ(entry.at("path"), "dir/a.byl");
    EXPECT_EQ(entry.at("line").to_number<int>(), 2);
    EXPECT_EQ(entry.at("column").to_number<int>(), 1);
    EXPECT_EQ(entry.at("end_line").to_number<int>(), 2);
    EXPECT_EQ(entry.at("end_column").to_number<int>(), 4);
    EXPECT_EQ(entry.at("hint"), "h");
}

TEST(diagnostics, are_kept_in_source_order_and_bounded)
{
    Diagnostics diagnostics;
    for (std::uint32_t i = 0; i < 200; ++i)
        diagnostics.add(DiagnosticKind::syntax, {200 - i, 201 - i}, {std::to_string(i), "m"});
    ASSERT_EQ(diagnostics.list().size(), Diagnostics::limit);
    EXPECT_EQ(diagnostics.list().front().title, "99");
    EXPECT_EQ(diagnostics.list().back().title, "0");
    EXPECT_EQ(code_of(DiagnosticKind::shares), "B101");
    EXPECT_FALSE(summary_of(DiagnosticKind::shares).empty());
}
}  // namespace
}  // namespace byline::compiler
