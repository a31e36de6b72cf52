#include "tests/support/model/differential.hpp"

#include "tests/support/model/model.hpp"
#include "tests/support/model/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

using namespace byline;
using namespace byline::testing::model;

namespace
{
void run(const Scenario& scenario, const Outcome& expected)
{
    Machines machines;
    if (const std::string text = find_difference(machines, scenario, expected); !text.empty())
    {
        std::cerr << text;
        std::abort();
    }
}
}  // namespace

/// The first four bytes choose a step and how much gas is to be left before it; the rest writes a
/// scenario. It is run with gas enough for most, and again so that gas runs out about there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 4)
        return 0;
    Choices choices{{data, size}};
    const std::size_t step = choices.below(65'536);
    const auto more = static_cast<std::int64_t>(choices.below(65'536)) % 64 - 32;
    Scenario scenario = write_scenario(choices);
    const Outcome expected = expect(scenario);
    run(scenario, expected);
    if (expected.steps.empty())
        return 0;
    scenario.gas = gas_up_to(scenario, expected, step % expected.steps.size(), more);
    run(scenario, expect(scenario));
    return 0;
}
