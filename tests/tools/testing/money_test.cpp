// The books, and histories that must balance them: what they say where a licence is made to be
// wrong.
#include "tests/tools/testing/licence_file.hpp"
#include "tools/bylinec/testing/conservation.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "vm/primitives/opcodes.hpp"

#include <fstream>
#include <iterator>

namespace byline::tools::testing
{
namespace
{
/// Scenes, signed by #1, #2, #3, that received 0.1 ether.
class books : public ::testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(scene.sign({accounts[1], accounts[2], accounts[3]}).is_done());
        pay(100);
    }

    void pay(std::uint64_t calls)
    {
        const Outcome outcome = scene.call({.from = accounts[9],
            .function = scene.find("record"),
            .arguments = {AbiValue::of(calls)},
            .paying = uint256{calls} * uint256{1'000'000'000'000'000}});
        ASSERT_TRUE(outcome.is_done()) << failure_in_words(scene, outcome);
    }

    void set_balance(std::uint64_t wei)
    {
        scene.world().state().set_balance(scene.contract(), wei);
    }

    LicenceFile file{scenes};
    Subjects subjects = subjects_of(file.compilation);
    Accounts accounts;
    Scene scene{subjects, accounts};
};

TEST_F(books, balance)
{
    EXPECT_EQ(check_books(scene), std::nullopt);
    EXPECT_EQ(check_exits(scene), std::nullopt);
    EXPECT_EQ(scene.ledger().in, uint256{100'000'000'000'000'000});
}

TEST_F(books, say_where_money_is_missing)
{
    set_balance(1);
    EXPECT_EQ(check_books(scene), "0.1 ETH came in and 0 wei went out, but the licence has 1 wei.");
}

TEST_F(books, say_who_cannot_leave)
{
    // A payee that refuses money.
    scene.world().state().set_code(accounts[2], {OP_PUSH0, OP_PUSH0, OP_REVERT});
    EXPECT_EQ(check_books(scene), std::nullopt);
    EXPECT_EQ(
        check_exits(scene), "#2 (bob) is owed 0.03 ETH, but claimFor fails: TransferFailed().");
}

TEST_F(books, show_the_shortest_history_they_found)
{
    // Nothing but questions about payees is answered.
    scene.world().state().set_code(scene.contract(), {OP_PUSH0, OP_PUSH0, OP_REVERT});
    const Histories histories = run_histories(scene, {10, 1}, {});
    ASSERT_TRUE(histories.failure);
    EXPECT_EQ(histories.failure->trouble.title, "A CALL FAILS WITHOUT A REASON");
    EXPECT_EQ(histories.failure->steps.size(), 1U);
}

TEST(histories, are_the_same_for_the_same_seed)
{
    const LicenceFile file{scenes};
    EXPECT_EQ(file.report(5), file.report(5));
    EXPECT_TRUE(
        file.report(5).starts_with("ok      Scenes signed by #1, #2, #3\n"
                                   "ok      5 random histories from there (seed 1): "))
        << file.report(5);
}

TEST(histories, balance_the_books_of_the_examples)
{
    for (const std::string name : {"a_street_scenes", "b_vision_model", "c_tuned_model",
             "d_epoch_model", "e_album", "f_prints", "g_metered", "h_seats"})
    {
        std::ifstream in{
            std::string{BYLINE_SOURCE_DIR} + "/tests/compiler/syntax/examples/" + name + ".byl",
            std::ios::binary};
        const LicenceFile file{{std::istreambuf_iterator<char>{in}, {}}};
        const FileResult result = test_file(subjects_of(file.compilation), {20, 3});
        EXPECT_TRUE(result.is_passed()) << report_text(file.source, result);
        EXPECT_GT(result.tests.front().histories.done, 0U);
    }
}
}  // namespace
}  // namespace byline::tools::testing
