#pragma once

#include "tests/support/model/model.hpp"
#include "tests/support/model/scenario.hpp"
#include "vm/evm/evm.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace byline::testing::model
{
/// What the model makes of a scenario, with its steps.
Outcome expect(const Scenario& scenario);

/// Executes the scenario on the machine under an observer, then three times without one (the second
/// and third time its codes are known), and compares everything that can be seen with what the
/// model expects: every step under the observer, and status, gas, output, logs, refund and state
/// always. Empty if all agree, otherwise what differs and how to run it again.
std::string find_difference(
    vm::Machine& machine, const Scenario& scenario, const Outcome& expected);
std::string find_difference(vm::Machine& machine, const Scenario& scenario);

/// The gas with which the scenario would have begun if that much had been left just before the step
/// of the outermost frame nearest to the given one, plus `more`.
std::int64_t gas_up_to(
    const Scenario& scenario, const Outcome& outcome, std::size_t step, std::int64_t more);
}  // namespace byline::testing::model
