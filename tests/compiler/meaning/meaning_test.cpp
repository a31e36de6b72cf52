// What compiled licences do against what their typed tree means, on texts made at random.
#include "tests/compiler/meaning/history.hpp"
#include "tests/compiler/meaning/random_licence.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

namespace byline::testing
{
namespace
{
std::uint64_t from_environment(const char* name, std::uint64_t otherwise)
{
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
    return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

/// What the compiler may say of a text made at random: it finds out more of its values, and of its
/// length, than whoever wrote it did.
bool is_about_values(const compiler::Diagnostic& diagnostic)
{
    constexpr std::array<std::string_view, 7> titles{"A PRICE OF NOTHING",
        "A CONDITION THAT ALWAYS HOLDS", "A CONDITION THAT NEVER HOLDS", "AN AMOUNT BELOW ZERO",
        "A VALUE THAT NEVER FITS", "A DIVISION BY ZERO", "THE CODE IS TOO LONG"};
    return std::ranges::find(titles, diagnostic.title) != titles.end();
}

/// A seed that finds something here must find it anywhere. What changes the texts changes the hash.
TEST(meaning, is_asked_of_the_same_texts_whoever_compiles_this)
{
    std::string texts;
    for (std::uint64_t seed = 0; seed < 100; ++seed)
        texts += random_licence(seed);
    EXPECT_EQ(to_hex(BytesView{keccak256(texts).bytes}),
        "0x79fc51e2d8807049788ea2d558807b74b738d7ba795b35352b12503eedbf7e61");
}

TEST(meaning, is_what_random_licences_do)
{
    const std::uint64_t first = from_environment("BYLINE_MEANING_FIRST", 0);
    const std::uint64_t seeds = from_environment("BYLINE_MEANING_SEEDS", 150);
    const std::uint64_t steps = from_environment("BYLINE_MEANING_STEPS", 40);
    const std::uint64_t most_failures = from_environment("BYLINE_MEANING_FAILURES", 1);
    std::uint64_t compiled = 0;
    std::size_t calls = 0;
    std::size_t successes = 0;
    std::size_t entries = 0;
    std::uint64_t failures = 0;
    for (std::uint64_t seed = first; seed < first + seeds && failures < most_failures; ++seed)
    {
        const std::string text = random_licence(seed);
        const Compiled licence = compile_text(text);
        if (!licence.subject)
        {
            if (!std::ranges::all_of(licence.diagnostics, is_about_values))
            {
                ++failures;
                ADD_FAILURE() << "seed " << seed << "\n" << licence.said << text;
            }
            continue;
        }
        ++compiled;
        const HistoryReport report = run_history(*licence.subject, seed, steps);
        calls += report.calls;
        successes += report.successes;
        entries += report.entries;
        if (report.difference)
        {
            ++failures;
            ADD_FAILURE() << "seed " << seed << "\n" << *report.difference;
        }
    }
    std::cout << compiled << " of " << seeds << " licences, " << calls << " calls, " << successes
              << " of them successful, " << entries << " in the middle of another\n";
    EXPECT_GT(compiled * 2, seeds);
    EXPECT_GT(successes * 5, calls);
}
}  // namespace
}  // namespace byline::testing
