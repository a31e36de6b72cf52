// Ties the grammar in docs/language.md to the parser: both know the same words and signs, and the
// parser takes every sentence of the grammar.
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/parser.hpp"
#include "compiler/syntax/words.hpp"
#include "tests/compiler/syntax/ebnf.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace byline::compiler
{
namespace
{
std::string grammar_block()
{
    std::ifstream file{std::filesystem::path{BYLINE_SOURCE_DIR} / "docs/language.md"};
    const std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    const std::string opening = "```ebnf\n";
    const std::size_t begin = text.find(opening) + opening.size();
    return text.substr(begin, text.find("```", begin) - begin);
}

const test::Ebnf& grammar()
{
    static const test::Ebnf result = test::read_ebnf(grammar_block());
    return result;
}

bool is_word(const std::string& terminal)
{
    return std::isalpha(static_cast<unsigned char>(terminal.front())) != 0;
}

TEST(grammar, has_a_rule_for_every_name_it_uses)
{
    const std::set<std::string> tokens{"ID", "CAPITAL", "NUM", "STR", "ADDR"};
    for (const std::string& symbol : grammar().symbols)
        EXPECT_TRUE(grammar().rules.contains(symbol) || tokens.contains(symbol)) << symbol;
    for (const auto& [name, rule] : grammar().rules)
        EXPECT_TRUE(grammar().symbols.contains(name) || name == "file" || name == "reserved")
            << name;
}

TEST(grammar, has_the_words_of_the_parser_and_no_others)
{
    std::set<std::string> words;
    for (const std::string& terminal : grammar().terminals)
    {
        if (is_word(terminal))
            words.insert(terminal);
    }
    const std::set<std::string> known{
#define BYLINE_WORD(id, text, role) text,
#include "compiler/syntax/words.def"
    };
    EXPECT_EQ(words, known);
}

TEST(grammar, has_the_signs_of_the_lexer_and_no_others)
{
    std::set<std::string> signs;
    for (const std::string& terminal : grammar().terminals)
    {
        if (!is_word(terminal))
            signs.insert(terminal);
    }
    const std::set<std::string> known{
#define BYLINE_PUNCTUATION(kind, text) text,
#include "compiler/syntax/tokens.def"
    };
    EXPECT_EQ(signs, known);
}

TEST(grammar, lists_the_reserved_words_and_the_units)
{
    std::set<std::string> reserved;
    for (const test::EbnfNode& word : grammar().rules.at("reserved").parts)
        reserved.insert(word.parts.at(0).text);
    std::set<std::string> units;
    for (const test::EbnfNode& word : grammar().rules.at("unit").parts)
        units.insert(word.parts.at(0).text);
    units.erase("ID");
    for (const std::string& terminal : grammar().terminals)
    {
        if (!is_word(terminal))
            continue;
        const WordRole role = role_of(find_word(terminal));
        EXPECT_EQ(reserved.contains(terminal), role == WordRole::reserved) << terminal;
        EXPECT_EQ(units.contains(terminal), role == WordRole::unit) << terminal;
    }
}

TEST(grammar, makes_sentences_that_the_parser_takes)
{
    std::mt19937_64 random{2026};
    for (int run = 0; run < 4'000; ++run)
    {
        std::string text = test::random_sentence(grammar(), "file", random);
        if (run % 2 == 0)
            text = "licence L {\nunit credit\n" + test::random_sentence(grammar(), "item", random) +
                   "\n" + test::random_sentence(grammar(), "act", random) + "}";
        else
            text = "licence U { unit credit }\n" + text;
        Diagnostics diagnostics;
        (void)parse(text, diagnostics);
        ASSERT_TRUE(diagnostics.empty())
            << text << "\n"
            << diagnostics.list().front().title << ": " << diagnostics.list().front().message
            << "\nat: " << text.substr(diagnostics.list().front().span.begin, 60);
    }
}

TEST(grammar, is_all_that_the_parser_takes)
{
    // Dropping one token from a sentence mostly leaves none: the parser must see that, not pass
    // over.
    std::mt19937_64 random{11};
    int refused = 0;
    int runs = 0;
    for (; runs < 2'000; ++runs)
    {
        std::string text = "licence L { " + test::random_sentence(grammar(), "item", random) + "}";
        std::size_t begin = 12 + random() % (text.size() - 13);
        while (begin > 0 && text[begin - 1] != ' ')
            --begin;
        text.erase(begin, text.find_first_of(" \n", begin) - begin);
        Diagnostics diagnostics;
        (void)parse(text, diagnostics);
        refused += diagnostics.empty() ? 0 : 1;
    }
    EXPECT_GT(refused, runs / 2);
}
}  // namespace
}  // namespace byline::compiler
