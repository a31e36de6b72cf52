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

/// The machines that are judged: they differ in when a code is made over for the fast engine.
struct Machines
{
    vm::Machine when_hot;
    vm::Machine at_once{vm::Tuning::at_once};
};

/// Executes the scenario under an observer and several times without one (codes are known from the
/// second time on), and compares everything that can be seen with what the model expects: every
/// step under the observer, and status, gas, output, logs, refund and state always. Empty if all
/// agree, otherwise what differs and how to run it again.
std::string find_difference(Machines& machines, const Scenario& scenario, const Outcome& expected);

/// The gas with which the scenario would have begun if that much had been left just before the step
/// of the outermost frame nearest to the given one, plus `more`.
std::int64_t gas_up_to(
    const Scenario& scenario, const Outcome& outcome, std::size_t step, std::int64_t more);
}  // namespace byline::testing::model
