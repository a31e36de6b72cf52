#include "compiler/syntax/lexer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
std::vector<std::string> texts(std::string_view source)
{
    Diagnostics diagnostics;
    std::vector<std::string> result;
    for (const Token& token : lex(source, diagnostics))
        result.emplace_back(token.text);
    EXPECT_TRUE(diagnostics.empty());
    return result;
}

std::size_t errors(std::string_view source)
{
    Diagnostics diagnostics;
    (void)lex(source, diagnostics);
    return diagnostics.list().size();
}

using Texts = std::vector<std::string>;

TEST(lexer, takes_the_longest_sign)
{
    EXPECT_EQ(texts("a->b <= >= == != += -= .. . -"),
        (Texts{"a", "->", "b", "<=", ">=", "==", "!=", "+=", "-=", "..", ".", "-", ""}));
}

TEST(lexer, tells_a_range_from_a_decimal)
{
    EXPECT_EQ(texts("1..36"), (Texts{"1", "..", "36", ""}));
    EXPECT_EQ(texts("1_000.50 7.x"), (Texts{"1_000.50", "7", ".", "x", ""}));
}

TEST(lexer, knows_texts_comments_and_addresses)
{
    EXPECT_EQ(texts("\"a // b\" // c\n0xAbF0 x"), (Texts{"\"a // b\"", "0xAbF0", "x", ""}));
}

TEST(lexer, says_what_is_no_text)
{
    EXPECT_EQ(errors("licence \xc3\x28"), 2U);  // no UTF-8, and no part of the language
    EXPECT_EQ(errors("\"\xed\xa0\x80\""), 1U);  // a surrogate
    EXPECT_EQ(errors("\"\xc0\xaf\""), 1U);      // longer than needed
    EXPECT_EQ(errors("\"\xf4\x90\x80\x80\""), 1U);
    EXPECT_EQ(errors("\"\xe2\x82\xac \xf0\x9f\x98\x80\""), 0U);
    EXPECT_EQ(errors("\"\x1b[2J\""), 1U);
    EXPECT_EQ(errors("\"open\nnext"), 1U);
    EXPECT_EQ(errors(std::string_view{"\0", 1}), 1U);
}

TEST(lexer, refuses_what_no_reader_sees)
{
    for (const std::string hidden : {"\u202e", "\u2066", "\u200b", "\u0085", "\u2028", "\u2029",
             "\u00ad", "\ufeff", "\U000e0041", "\x01"})
    {
        EXPECT_EQ(errors("\"a" + hidden + "b\""), 1U) << hidden;
        EXPECT_EQ(errors("// a" + hidden + "b\n"), 1U) << hidden;
    }
    EXPECT_EQ(errors(std::string_view{"// a\0b", 7}), 1U);
    EXPECT_EQ(errors("// a\rb"), 1U);
    EXPECT_EQ(errors("// a\tb\r\n// \u00a0 \u4e2d \U0001f600\n\"\u00e9\u3000\""), 0U);
    Diagnostics diagnostics;
    (void)lex("// a\tb\u202e", diagnostics);
    EXPECT_EQ(diagnostics.list().front().span.begin, 6U);
    EXPECT_EQ(diagnostics.list().front().span.end, 9U);
    EXPECT_EQ(
        diagnostics.list().front().message, "this comment holds U+202E, which no reader sees.");
}

TEST(lexer, passes_over_a_byte_order_mark)
{
    EXPECT_EQ(texts("\xef\xbb\xbfparty a"), (Texts{"party", "a", ""}));
    EXPECT_EQ(errors("party \xef\xbb\xbf"), 1U);
}

TEST(lexer, refuses_a_file_that_is_too_long)
{
    EXPECT_EQ(errors(std::string(max_source_bytes, ' ')), 0U);
    EXPECT_EQ(errors(std::string(max_source_bytes + 1, ' ')), 1U);
}

TEST(lexer, finds_the_comment_above_a_token)
{
    Diagnostics diagnostics;
    const std::string_view text = "// far\n\n// near\n// nearer\nact x // behind\nact y";
    const auto tokens = lex(text, diagnostics);
    ASSERT_EQ(tokens.size(), 5U);
    EXPECT_EQ(text.substr(tokens[0].comment_begin, 7), "// near");
    EXPECT_EQ(tokens[2].comment_begin, tokens[2].span.begin);
    EXPECT_TRUE(tokens[2].first_on_line);
    EXPECT_FALSE(tokens[1].first_on_line);
}
}  // namespace
}  // namespace byline::compiler
