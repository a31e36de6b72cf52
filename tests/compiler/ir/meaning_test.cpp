// Every pass, checked by running programs before and after it. That the check sees mistakes is
// shown by passes that make them.
#include "tests/compiler/ir/meaning.hpp"

#include "tests/compiler/ir/random_program.hpp"
#include "tests/compiler/ir/wrong_passes.hpp"

#include <gtest/gtest.h>

#include <array>

namespace byline::compiler::ir
{
namespace
{
TEST(passes, keep_the_meaning_of_random_programs)
{
    std::array<std::size_t, 4> endings{};
    for (std::uint64_t seed = 0; seed < 600; ++seed)
    {
        const Program program =
            RandomProgram{seed, seed % 8 == 0 ? Width::wide : Width::narrow}.make();
        const std::vector<World> worlds = random_worlds(seed, 6);
        ASSERT_NO_FATAL_FAILURE(expect_kept(program, worlds, "seed " + std::to_string(seed)));
        for (const World& world : worlds)
            ++endings[static_cast<std::size_t>(interpret(program, world).ending)];
    }
    // Neither way out is rare: else the programs would show little.
    EXPECT_GT(endings[static_cast<std::size_t>(Ending::success)], 600U);
    EXPECT_GT(endings[static_cast<std::size_t>(Ending::revert)], 600U);
    EXPECT_LT(endings[static_cast<std::size_t>(Ending::failed)], 300U);
    EXPECT_EQ(endings[static_cast<std::size_t>(Ending::unfinished)], 0U);
}

// --- the check itself ---

class wrong_pass : public ::testing::TestWithParam<WrongPass>
{};

TEST_P(wrong_pass, is_caught)
{
    for (std::uint64_t seed = 0; seed < 3'000; ++seed)
    {
        const Program before = RandomProgram{seed}.make();
        Program after = before;
        for (Function& function : after.functions)
            GetParam().run(function);
        // No mistake that the verifier finds.
        ASSERT_TRUE(verify(after).empty()) << verify(after).front() << "\n" << print(after);
        if (differ(before, after, random_worlds(seed, 6)))
            return;
    }
    FAIL() << "no program shows the mistake";
}

INSTANTIATE_TEST_SUITE_P(effects, wrong_pass, ::testing::ValuesIn(wrong_effects()),
    [](const auto& wrong) { return std::string{wrong.param.name}; });

INSTANTIATE_TEST_SUITE_P(passes, wrong_pass, ::testing::ValuesIn(wrong_passes()),
    [](const auto& wrong) { return std::string{wrong.param.name}; });
}  // namespace
}  // namespace byline::compiler::ir
