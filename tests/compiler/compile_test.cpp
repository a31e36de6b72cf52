#include "compiler/compile.hpp"

#include <gtest/gtest.h>

#include <string>

namespace byline::compiler
{
namespace
{
std::string with_acts(std::size_t count)
{
    std::string text = "licence Many {\n  party a, b\n  split s { a 50% b 50% }\n";
    for (std::size_t i = 0; i < count; ++i)
        text += "  act x" + std::to_string(i) + "(n: count) { takes n * 1 ether into s }\n";
    return text + "}\n";
}

TEST(compile, refuses_code_that_no_chain_takes)
{
    const SourceFile source{"many.byl", with_acts(256)};
    const Compilation compilation = compile(source);
    EXPECT_FALSE(compilation.is_done());
    ASSERT_EQ(compilation.diagnostics.size(), 1U);
    EXPECT_EQ(compilation.diagnostics[0].code, "B602");
    EXPECT_TRUE(
        render(source, compilation.diagnostics).starts_with("-- B602  THE CODE IS TOO LONG ---"));
    EXPECT_TRUE(compile({"some.byl", with_acts(100)}).is_done());
}

TEST(compile, takes_a_constructor_for_as_many_parties_as_a_split_has)
{
    std::string parties;
    std::string shares;
    for (int i = 0; i < 64; ++i)
    {
        parties += (i == 0 ? "p" : ", p") + std::to_string(i);
        shares += " p" + std::to_string(i) + (i == 63 ? " the rest" : " 1%");
    }
    // Beside as much runtime code as a chain takes.
    std::string acts;
    for (int i = 0; i < 175; ++i)
        acts += " act x" + std::to_string(i) + "(n: count) { takes n * 1 ether into s }";
    const Compilation compilation = compile(
        {"t.byl", "licence L { party " + parties + " split s {" + shares + " }" + acts + " }"});
    ASSERT_TRUE(compilation.is_done());
    EXPECT_GT(compilation.licences[0].artifact.runtime_code.size(), 24'000U);
    // EIP-3860, with the arguments.
    EXPECT_LE(compilation.licences[0].artifact.creation_code.size() + 64 * 32, 49'152U);
}

TEST(compile, refuses_what_is_not_proved)
{
    const SourceFile source{"a.byl", with_acts(1)};
    const Compilation proved = compile(source, {.proofs = proof::Budget{}});
    ASSERT_TRUE(proved.is_done());
    EXPECT_GT(proved.licences[0].compiled.proof.size(), 10U);
    const Compilation undecided = compile(source, {.proofs = proof::Budget{.steps = 1}});
    EXPECT_FALSE(undecided.is_done());
    ASSERT_FALSE(undecided.diagnostics.empty());
    EXPECT_EQ(undecided.diagnostics.front().code, "B102");
    EXPECT_EQ(undecided.diagnostics.front().title, "THIS IS NOT PROVED");
}

TEST(compile, gives_the_same_bytes_for_the_same_source)
{
    const SourceFile source{"a.byl", with_acts(20)};
    const Compilation one = compile(source);
    const Compilation two = compile(source);
    ASSERT_TRUE(one.is_done() && two.is_done());
    EXPECT_EQ(one.licences[0].artifact.json, two.licences[0].artifact.json);
    // Where the file lies is no part of what it says.
    const Compilation elsewhere = compile({"folder/a.byl", source.text});
    EXPECT_EQ(one.licences[0].artifact.json, elsewhere.licences[0].artifact.json);
}

TEST(compile, takes_a_price_as_long_as_the_parser_lets_through)
{
    std::string price = "n * 1 wei";
    for (int i = 0; i < 60; ++i)
        price = "n * (" + std::string{i % 2 == 0 ? "1 wei + m * 2 wei" : "m * 3 wei - 1 wei"} +
                ") + " + price;
    const Compilation compilation = compile({"t.byl",
        "licence L { party a, b split s { a 50% b 50% } act x(n: count, m: count) { takes " +
            price + " into s } }"});
    EXPECT_TRUE(compilation.diagnostics.empty())
        << compilation.diagnostics.front().title << compilation.diagnostics.front().message;
}

TEST(compile, takes_acts_of_sixteen_parameters)
{
    std::string parameters;
    std::string price = "1 wei";
    for (int i = 0; i < 16; ++i)
    {
        parameters += (i == 0 ? "q" : ", q") + std::to_string(i) + ": 3..900";
        price += " + q" + std::to_string(i) + " * 2 wei";
    }
    const Compilation compilation =
        compile({"t.byl", "licence L { party a, b split s { a 50% b 50% } act x(" + parameters +
                              ") { takes " + price + " into s } }"});
    EXPECT_TRUE(compilation.is_done());
}
}  // namespace
}  // namespace byline::compiler
