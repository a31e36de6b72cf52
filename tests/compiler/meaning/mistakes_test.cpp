// A compiler that is wrong in one thing is caught by what random licences do, and by that alone.
#include "tests/compiler/meaning/mistakes.hpp"

#include "tests/compiler/meaning/history.hpp"
#include "tests/compiler/meaning/random_licence.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace byline::testing
{
namespace
{
constexpr std::size_t steps = 40;

class mistakes : public ::testing::Test
{
protected:
    /// Licences until one of them does something else than it means; nothing if none does.
    std::optional<std::size_t> caught_after(const Mistake& mistake, std::size_t most)
    {
        for (std::size_t i = 0; i < most; ++i)
        {
            const auto wrong = with_mistake(subject(i), mistake);
            if (wrong && run_history(*wrong, i, steps).difference)
                return i + 1;
        }
        return std::nullopt;
    }

    /// How many of these compilers are caught.
    std::size_t caught(const std::vector<Mistake>& list, std::size_t most)
    {
        std::size_t count = 0;
        for (const Mistake& mistake : list)
        {
            const auto licences = caught_after(mistake, most);
            count += licences ? 1U : 0U;
            std::cout << mistake.name << ": "
                      << (licences ? "caught by licence " + std::to_string(*licences)
                                   : std::string{"not caught"})
                      << "\n";
        }
        std::cout << count << " of " << list.size() << " mistakes caught\n";
        return count;
    }

private:
    const Subject& subject(std::size_t index)
    {
        while (subjects_.size() <= index)
            if (Compiled licence = compile_text(random_licence(seed_++)); licence.subject)
                subjects_.push_back(*std::move(licence.subject));
        return subjects_[index];
    }

    std::vector<Subject> subjects_;
    std::uint64_t seed_ = 0;
};

TEST_F(mistakes, in_lowering_are_caught)
{
    // What is rare may need more licences.
    EXPECT_GE(caught(mistakes_in_lowering(), 40), mistakes_in_lowering().size() - 3);
}

TEST_F(mistakes, in_passes_are_caught)
{
    // Some are about what lowering never makes, or what no call at random comes to.
    EXPECT_GE(caught(mistakes_in_passes(), 24), 19U);
}
}  // namespace
}  // namespace byline::testing
