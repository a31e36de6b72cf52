// What our contracts cost, kept as text and compared to the unit: a change of the compiler that
// changes a figure shows here. BYLINE_UPDATE_GOLDEN=1 in the environment writes the file anew; the
// difference is then for review.
#include "bench/contracts/licence_code.hpp"
#include "bench/contracts/measure.hpp"
#include "bench/contracts/subject.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace byline::bench
{
namespace
{
const std::string kept = std::string{BYLINE_SOURCE_DIR} + "/tests/gas/snapshot.txt";

/// One of our contracts as measured; nothing, with a notice, where it is not compiled yet.
struct Cost
{
    std::size_t runtime_bytes = 0;
    Measured measured;
};

std::optional<Cost> cost_of(const Subject& subject)
{
    const auto contract = compile_licence(subject.licence);
    if (!contract)
    {
        std::printf("NOTICE: %s is not compiled yet\n", subject.licence.c_str());
        return {};
    }
    const auto measured = measure(*contract, subject.ours);
    EXPECT_TRUE(measured) << measured.error();
    if (!measured)
        return {};
    return Cost{contract->runtime_bytes, *measured};
}

std::string snapshot()
{
    std::string text;
    for (const Subject& subject : subjects())
    {
        const std::optional<Cost> cost = cost_of(subject);
        if (!cost)
            continue;
        const auto line = [&](const std::string& what, std::uint64_t figure) {
            text += subject.ours.contract + ", " + what + ": " + std::to_string(figure) + "\n";
        };
        line("runtime bytes", cost->runtime_bytes);
        line("deployment", cost->measured.deploy_gas);
        for (const auto& [function, gas] : cost->measured.functions)
            line(function, gas);
    }
    return text;
}

TEST(gas_snapshot, is_as_kept)
{
    const std::string actual = snapshot();
    if (std::getenv("BYLINE_UPDATE_GOLDEN") != nullptr)
    {
        std::ofstream{kept, std::ios::binary} << actual;
        return;
    }
    std::ifstream file{kept, std::ios::binary};
    const std::string expected{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(actual, expected)
        << kept << ": gas or size of a contract changed; BYLINE_UPDATE_GOLDEN=1 writes it anew";
}

TEST(gas_snapshot, keeps_to_the_targets)
{
    for (const Subject& subject : subjects())
    {
        const std::optional<Cost> cost = cost_of(subject);
        if (!cost)
            continue;
        if (subject.most_bytes)
        {
            EXPECT_LE(cost->runtime_bytes, *subject.most_bytes) << subject.name;
        }
        for (const auto& [function, most] : subject.targets)
        {
            bool measured = false;
            for (const FunctionGas& each : cost->measured.functions)
            {
                if (each.function != function)
                    continue;
                measured = true;
                EXPECT_LE(each.gas, most) << subject.name << ", " << function;
            }
            EXPECT_TRUE(measured) << subject.name << " has no step " << function;
        }
    }
}

TEST(measure, tells_which_step_paid_another_sum)
{
    Subject subject = three_way_split();
    const auto contract = compile_licence(subject.licence);
    ASSERT_TRUE(contract) << contract.error();
    const Story story = subject.ours.story;
    subject.ours.story = [story](const address& at) {
        std::vector<Step> steps = story(at);
        steps[2].pays->wei += 1;
        return steps;
    };
    const auto measured = measure(*contract, subject.ours);
    ASSERT_FALSE(measured);
    EXPECT_EQ(measured.error(),
        "StreetScenes, step 3 (claim first): paid 0x38d7ea4c68000 wei instead of 0x38d7ea4c68001");
}
}  // namespace
}  // namespace byline::bench
