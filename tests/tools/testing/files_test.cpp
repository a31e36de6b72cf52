// Tests of files that hold several licences.
#include "tests/tools/testing/licence_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace byline::tools::testing
{
namespace
{
std::string example(const std::string& name)
{
    std::ifstream file{
        std::string{BYLINE_SOURCE_DIR} + "/tests/compiler/syntax/examples/" + name + ".byl",
        std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

const std::string family =
    example("c_tuned_model") + example("f_prints") + example("a_street_scenes");

const std::string signed_family =
    "sign Prints(artist: #1, model: #2)\n"
    "sign TunedModel(parent: Prints, grandparent: #3, tuner: #4, host: #5)\n";

/// Of what the licences that no test signs come to, nothing.
void expect_family_passes(const std::string& steps)
{
    const std::string report = LicenceFile{with_test(family, signed_family + steps)}.report();
    EXPECT_TRUE(report.starts_with("ok      t\n")) << report;
}

void expect_family_fails(
    const std::string& steps, const std::string& title, const std::string& message)
{
    expect_fails(family, signed_family + steps, title, message);
}

TEST(licences_of_a_file, are_all_tried)
{
    std::string text;
    for (const char* name : {"a_street_scenes", "b_vision_model", "c_tuned_model", "d_epoch_model",
             "e_album", "f_prints", "g_metered", "h_seats"})
        text += example(name);
    const LicenceFile file{text};
    const FileResult result = test_file(subjects_of(file.compilation), {40, 7});
    EXPECT_TRUE(result.is_passed()) << report_text(file.source, result);
    ASSERT_EQ(result.tests.size(), 8U);
    EXPECT_EQ(result.tests[0].title, "one payment, shared 57/38/5");
    EXPECT_EQ(result.tests[1].title, "StreetScenes signed by #1, #2, #3");
    for (const TestResult& test : result.tests)
        EXPECT_EQ(test.histories.runs, 5U) << test.title;
}

TEST(licences_of_a_file, pay_each_other)
{
    expect_family_passes(
        "expect parent == Prints and TunedModel != Prints\n"
        "as #9 record(100) paying 0.2 ether\n"
        "expect claimable(Prints) == 0.02 ether and claimable(#3) == 0.01 ether\n"
        "expect Prints.received() == 0 ether and Prints.claimable(#1) == 0\n"
        "as #9 claimFor(Prints)\n"
        "expect Prints.received() == 0.02 ether and Prints.claimable(royalties, #1) == 0.014 "
        "ether\n"
        "as #1 Prints.claim()\n"
        "as #8 Prints.transfer() paying 1 ether\n"
        "expect Prints.received(royalties) == 1.02 ether\n"
        "expect Prints.claimable(Prints.artist) == 0.7 ether and received() == 0.2 ether\n"
        "expect Prints.gas(claim) < 60_000 and gas(record) < 10_000\n"
        "expect fails(#9, Prints.claim(), error: NotAllowed) and fails(#9, record(1))\n"
        "as Prints.artist Prints.claim()");
}

TEST(licences_of_a_file, keep_their_books_over_random_histories)
{
    const LicenceFile file{with_test(family, signed_family)};
    const FileResult result = test_file(subjects_of(file.compilation), {60, 5});
    EXPECT_TRUE(result.is_passed()) << report_text(file.source, result);
    EXPECT_GT(result.tests.front().histories.done, 50U);
}

TEST(licences_of_a_file, in_one_token_keep_their_books)
{
    const auto in_token = [](const std::string& name, const std::string& parent) {
        return "licence " + name +
               " { currency usdc = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 "
               "decimals "
               "party a, b" +
               parent +
               " split s default { a 50% b 50% } act pay(n: 1..9) { takes n * 1 usdc into s } }\n";
    };
    const LicenceFile file{with_test(in_token("Child", "") + in_token("Parent", ""),
        "sign Parent(a: #1, b: #2)\n"
        "sign Child(a: Parent, b: #3)\n"
        "as #9 pay(4) paying 4 usdc\n"
        "as #9 claimFor(Parent)\n"
        "as #9 Parent.absorb()\n"
        "expect Parent.claimable(#1) == 1 usdc\n")};
    const FileResult result = test_file(subjects_of(file.compilation), {60, 5});
    EXPECT_TRUE(result.is_passed()) << report_text(file.source, result);
    EXPECT_GT(result.tests.front().histories.done, 50U);
}

TEST(licences_of_a_file, are_named_where_a_step_means_another)
{
    expect_family_fails("as #9 Print.claim()", "AN UNKNOWN LICENCE", "`StreetScenes`");
    expect_family_fails("as #9 StreetScenes.claim()", "NOT SIGNED YET", "`StreetScenes`");
    expect_family_fails("expect parent == StreetScenes", "AN UNKNOWN NAME", "not signed");
    expect_family_fails("sign Prints(#6, #7)", "SIGNED TWICE", "a licence once");
    expect_family_fails("as #9 Prints.record(1)", "AN UNKNOWN ACT",
        "`TunedModel` has: write TunedModel.record(...).");
    expect_fails(family, "sign StreetScenes(#1, #2, #3)\nsign TunedModel(StreetScenes, #4, #5, #6)",
        "THE LICENCE CANNOT BE SIGNED LIKE THIS", "BadParty(party StreetScenes)");
}

TEST(licences_of_a_file, are_paid_in_one_currency_in_one_test)
{
    expect_fails(
        example("f_prints") + example("h_seats").substr(0, example("h_seats").find("test ")),
        "sign Prints(#1, #2)\nsign Seats(#1, #2, #3)", "TWO CURRENCIES IN ONE TEST",
        "`Seats` is paid in usdc, `Prints` in ether.");
}
}  // namespace
}  // namespace byline::tools::testing
