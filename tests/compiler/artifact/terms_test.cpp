#include "compiler/artifact/terms.hpp"

#include "compiler/artifact/what_if.hpp"
#include "compiler/artifact/words.hpp"
#include "compiler/sema/analyse.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/syntax/parser.hpp"
#include "vm/primitives/keccak.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace byline::compiler
{
namespace
{
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Terms terms_of(const std::string& text)
{
    Diagnostics diagnostics;
    const auto licences = analyse(parse(text, diagnostics), diagnostics);
    EXPECT_FALSE(licences.empty());
    return licences.empty() ? Terms{} : make_terms(licences.front());
}

TEST(terms, say_prices_and_shares_in_plain_words)
{
    const Terms terms = terms_of(
        "licence L \"A title\" { party a, b unit image "
        "split s default { a 12.5% b the rest } "
        "act use(n: images) { takes n * 3 wei per image into s } "
        "act join(m: 1..36) { takes 0.5 ether + m * (2 gwei - 1 wei) into s } "
        "act hail() { } }");
    EXPECT_EQ(terms.text,
        "L: A title\n\n"
        "Enforced by the code:\n"
        "  Use: each image costs 3 wei.\n"
        "  Join costs 0.5 ETH + m * 0.000000001999999999 ETH.\n"
        "  Hail costs nothing.\n"
        "  Of all money ever received, a may withdraw 12.5 %, b 87.5 %; rounded down to "
        "the wei: at most 1 wei stay behind in total.\n"
        "  Money that is sent without a call is shared in the same way.\n"
        "  Nobody can change these shares.\n  Nobody can stop a withdrawal.\n");
}

TEST(terms, claim_exactness_only_where_it_is_so)
{
    const auto with_price = [](const std::string& wei) {
        return terms_of(
            "licence L { party a, b unit call split s { a 50% b 50% } "
            "act x(n: calls) { takes n * " +
            wei + " wei per call into s } }")
            .text;
    };
    EXPECT_THAT(with_price("4"), HasSubstr("exact for this price"));
    EXPECT_THAT(with_price("5"), HasSubstr("rounded down to the wei"));
    EXPECT_THAT(
        terms_of("licence L { party a, b split s default { a 50% b 50% } act x() { } }").text,
        HasSubstr("b 50 %; rounded down to the wei"));
}

TEST(terms, have_one_canonical_form)
{
    const std::string source =
        "licence L { party a unit call split s { a 100% } "
        "act x(n: calls) { takes n * 1 ether per call into s } }";
    const Terms terms = terms_of(source);
    // Keys are sorted, and there are no blanks outside texts.
    EXPECT_THAT(terms.json,
        StartsWith(
            R"({"acts":[{"name":"x","parameters":[{"is":"a number of calls","name":"n","type":"uint64"}],)"
            R"("takes":{"into":["s"],"price":{"steps":[{"name":"n","op":"parameter"},{"is":)"));
    EXPECT_THAT(terms.json,
        HasSubstr(
            R"("buckets":[{"default":false,"factor":{"denominator":"1","numerator":"1"},"group":0,)"
            R"("kind":"split","name":"s","receipts":"residual","tiers":[{"shares":[{"denominator":"1",)"
            R"("numerator":"1","payee":"a","percent":"100"}]}]}])"));
    EXPECT_THAT(terms.json, EndsWith(R"("title":"","views":[]})"));
    EXPECT_EQ(terms.hash, keccak256(std::string_view{terms.json}));
    // Comments and layout are no terms.
    EXPECT_EQ(terms_of("// A comment.\n" + source).hash, terms.hash);
}

TEST(terms, write_amounts_as_people_do)
{
    const Currency ether;
    EXPECT_EQ(amount_in_words(0, ether), "0 wei");
    EXPECT_EQ(amount_in_words(999'999, ether), "999999 wei");
    EXPECT_EQ(amount_in_words(1'000'000'000, ether), "0.000000001 ETH");
    EXPECT_EQ(amount_in_words(1'500'000'000'000'000'000, ether), "1.5 ETH");
    EXPECT_EQ(amount_in_words(uint256{2} * 1'000'000'000'000'000'000, ether), "2 ETH");
    const Currency token{.name = "usdc", .decimals = 6, .token = address{}};
    EXPECT_EQ(amount_in_words(49'900'000, token), "49.9 usdc");
    EXPECT_EQ(amount_in_words(1, token), "0.000001 usdc");
}

TEST(terms, write_times_as_people_do)
{
    EXPECT_EQ(duration_in_words(0), "0 seconds");
    EXPECT_EQ(duration_in_words(1), "1 second");
    EXPECT_EQ(duration_in_words(90), "90 seconds");
    EXPECT_EQ(duration_in_words(std::uint64_t{7} * 86'400), "7 days");
    EXPECT_EQ(duration_in_words(std::uint64_t{365} * 86'400), "1 year");
}

TEST(what_if, shares_an_amount_to_the_unit)
{
    Diagnostics diagnostics;
    const auto licences =
        analyse(parse("licence W { party p, a, b waterfall w default { first p until 40 ether "
                      "then { p 50% a 50% } until 100 ether then { a 85% b 15% } } }",
                    diagnostics),
            diagnostics);
    ASSERT_EQ(licences.size(), 1U);
    const Licence& licence = licences.front();
    const uint256 ether = power_of_ten(18);
    EXPECT_EQ(entitlements(licence, 0, ether * 39), (std::vector<uint256>{ether * 39, 0, 0}));
    EXPECT_EQ(entitlements(licence, 0, ether * 120),
        (std::vector<uint256>{ether * 70, ether * 47, ether * 3}));
    EXPECT_EQ(entitlements(licence, 0, ether * 100 + 1),
        (std::vector<uint256>{ether * 70, ether * 30, 0}));
    EXPECT_THAT(what_if(licence, ether * 120), HasSubstr("47 ETH"));
}

TEST(what_if, reads_amounts)
{
    const Currency ether;
    EXPECT_EQ(read_amount("12 ether", ether), power_of_ten(18) * 12);
    EXPECT_EQ(read_amount("0.5gwei", ether), uint256{500'000'000});
    EXPECT_EQ(read_amount("1_000", ether), uint256{1'000});
    const Currency token{.name = "usdc", .decimals = 6, .token = address{}};
    EXPECT_EQ(read_amount("49.90 usdc", token), uint256{49'900'000});
    for (const char* wrong : {"", "ether", "1.2.3 ether", "0.5 wei", "1 usdc", "-1", "1. ether",
             "999999999999999999999999999999999999999 ether"})
        EXPECT_FALSE(read_amount(wrong, ether)) << wrong;
    EXPECT_FALSE(read_amount("1 ether", token));
}
}  // namespace
}  // namespace byline::compiler
