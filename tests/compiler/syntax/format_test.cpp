#include "compiler/syntax/format.hpp"

#include "compiler/syntax/lexer.hpp"
#include "compiler/syntax/parser.hpp"
#include "tests/compiler/syntax/ebnf.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace fs = std::filesystem;

std::string read(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

std::string formatted(const std::string& text)
{
    Diagnostics diagnostics;
    const auto result = format(text, diagnostics);
    EXPECT_TRUE(result) << (diagnostics.empty() ? "" : diagnostics.list().front().message);
    return result.value_or("");
}

std::vector<std::string> tokens_of(const std::string& text)
{
    Diagnostics diagnostics;
    std::vector<std::string> result;
    for (const Token& token : lex(text, diagnostics))
        result.emplace_back(token.text);
    return result;
}

TEST(format, has_one_style)
{
    EXPECT_EQ(
        formatted("use   \"a.byl\" as b licence L \"t\"{party a,b unit call // counted\n"
                  "// of all\n\n\n  split s{a 50 % b the rest}\n"
                  "act x( n:calls ,m : 1 .. 36){by a when n [ a ] . left>max ( 1,2 ) else E( n )\n"
                  "  takes n*1 ether per call\n into s}}"),
        "use \"a.byl\" as b\n"
        "licence L \"t\" {\n"
        "  party a, b\n"
        "  unit  call  // counted\n"
        "  // of all\n"
        "\n"
        "  split s { a 50%  b the rest }\n"
        "  act x(n: calls, m: 1..36) { by a  when n[a].left > max(1, 2) else E(n)\n"
        "    takes n * 1 ether per call\n"
        "        into s }\n"
        "}\n");
}

TEST(format, leaves_the_examples_as_they_are)
{
    for (const fs::directory_entry& entry :
        fs::directory_iterator{fs::path{BYLINE_SOURCE_DIR} / "tests/compiler/syntax/examples"})
    {
        const std::string text = read(entry.path());
        EXPECT_EQ(formatted(text), text) << entry.path();
    }
}

TEST(format, changes_only_blanks_and_is_done_after_once)
{
    const std::string page = read(fs::path{BYLINE_SOURCE_DIR} / "docs/language.md");
    const std::size_t begin = page.find("```ebnf\n") + 8;
    const test::Ebnf grammar =
        test::read_ebnf(std::string_view{page}.substr(begin, page.find("```", begin) - begin));
    std::mt19937_64 random{5};
    for (int run = 0; run < 1'000; ++run)
    {
        std::string text =
            "licence U { unit credit }\n" + test::random_sentence(grammar, "file", random);
        // Comments and empty lines wherever a blank can stand.
        for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1))
        {
            if (random() % 10 == 0 && text.substr(at - 1, 3) != "a t")
                text.replace(at, 1, random() % 2 == 0 ? " //why\n" : "\n\n \n");
        }
        const std::string once = formatted(text);
        ASSERT_EQ(tokens_of(once), tokens_of(text)) << text << "\n----\n" << once;
        ASSERT_EQ(formatted(once), once) << text;
        const auto comments = [](const std::string& in) {
            std::size_t count = 0;
            for (std::size_t at = in.find("//"); at != std::string::npos;
                at = in.find("//", at + 2))
                ++count;
            return count;
        };
        ASSERT_EQ(comments(once), comments(text)) << text << "\n----\n" << once;
    }
}

TEST(format, refuses_what_has_no_grammar)
{
    Diagnostics diagnostics;
    EXPECT_FALSE(format("licence L { party }", diagnostics));
    EXPECT_FALSE(diagnostics.empty());
}
}  // namespace
}  // namespace byline::compiler
