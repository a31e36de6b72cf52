#include "compiler/artifact/terms.hpp"

#include "compiler/sema/analyse.hpp"
#include "compiler/syntax/parser.hpp"
#include "vm/primitives/keccak.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace byline::compiler
{
namespace
{
using ::testing::HasSubstr;

Terms terms_of(const std::string& text)
{
    Diagnostics diagnostics;
    const auto licence = analyse(parse(text, diagnostics), diagnostics);
    EXPECT_TRUE(licence);
    return licence ? make_terms(*licence) : Terms{};
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
        "use: each image costs 3 wei.\n"
        "join costs 0.5 ETH + m * (0.000000002 ETH - 1 wei).\n"
        "hail costs nothing.\n"
        "Of all money ever received, a may withdraw 12.5 %, b 87.5 %; rounded down to "
        "the wei: at most 1 wei stay behind in total.\n"
        "Money that is sent without a call is shared in the same way.\n"
        "Nobody can change these shares.\nNobody can stop a withdrawal.\n");
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
    EXPECT_EQ(terms.json,
        R"({"acts":[{"name":"x","parameters":[{"counts":"a number of calls","name":"n","type":"uint64"}],)"
        R"("price":"n * 1 ETH per call"}],"buckets":[{"default":false,"kind":"split","name":"s",)"
        R"("shares":[{"denominator":"1","numerator":"1","payee":"a"}]}],"format":"byline-terms-1",)"
        R"("licence":"L","parties":["a"],"title":""})");
    EXPECT_EQ(terms.hash, keccak256(std::string_view{terms.json}));
    // Comments and layout are no terms.
    EXPECT_EQ(terms_of("// A comment.\n" + source).hash, terms.hash);
}

TEST(terms, write_amounts_as_people_do)
{
    EXPECT_EQ(amount_in_words(0), "0 wei");
    EXPECT_EQ(amount_in_words(999'999), "999999 wei");
    EXPECT_EQ(amount_in_words(1'000'000'000), "0.000000001 ETH");
    EXPECT_EQ(amount_in_words(1'500'000'000'000'000'000), "1.5 ETH");
    EXPECT_EQ(amount_in_words(uint256{2} * 1'000'000'000'000'000'000), "2 ETH");
}
}  // namespace
}  // namespace byline::compiler
