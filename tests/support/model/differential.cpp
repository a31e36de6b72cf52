#include "tests/support/model/differential.hpp"

#include "tests/support/model/model.hpp"
#include "tests/support/model/scenario.hpp"
#include "vm/evm/disassembler.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::testing::model
{
namespace
{
/// Writes down what the machine tells.
class Recorder final : public vm::Observer
{
public:
    void on_enter(const vm::Entering&) override {}

    void on_exit(int, const vm::Result&) override {}

    void on_step(const vm::Step& step) override
    {
        steps.push_back({step.pc, step.opcode, step.gas_left, step.depth, step.stack.size(),
            step.stack.empty() ? uint256{} : step.stack.back(), step.memory.size(), step.refund});
    }

    std::vector<Step> steps;
};

Outcome execute(vm::Machine& machine, const Scenario& scenario, const vm::Overlay& world,
    vm::Observer* observer)
{
    vm::Journal journal{world};
    for (const address& addr : scenario.warm())
        journal.access_address(addr);
    Outcome outcome;
    outcome.result = machine.execute(
        journal, scenario.block(), Scenario::transaction(), scenario.message(), observer);
    outcome.refund = journal.refund();
    outcome.logs = journal.take_logs();
    outcome.diff = journal.finish();
    return outcome;
}

std::string name_of(const vm::Result& result)
{
    return std::string{to_string(result.status)} + ", " + std::to_string(result.gas_left) +
           " gas left, output " + to_hex(result.output);
}

std::string describe(const Step& step)
{
    return "pc " + std::to_string(step.pc) + " opcode " + to_hex(std::array{step.opcode}) +
           " gas " + std::to_string(step.gas_left) + " depth " + std::to_string(step.depth) +
           " height " + std::to_string(step.stack_height) + " top " + to_decimal(step.top) +
           " memory " + std::to_string(step.memory_size) + " refund " + std::to_string(step.refund);
}

std::string compare_steps(const std::vector<Step>& is, const std::vector<Step>& expected)
{
    const auto [a, b] = std::ranges::mismatch(is, expected);
    if (a == is.end() && b == expected.end())
        return {};
    return "step " + std::to_string(a - is.begin()) + "\n  is       " +
           (a == is.end() ? "none" : describe(*a)) + "\n  expected " +
           (b == expected.end() ? "none" : describe(*b)) + "\n";
}

std::string compare(const Outcome& is, const Outcome& expected)
{
    std::string text;
    if (is.result.status != expected.result.status ||
        is.result.gas_left != expected.result.gas_left ||
        is.result.output != expected.result.output)
        text += "result\n  is       " + name_of(is.result) + "\n  expected " +
                name_of(expected.result) + "\n";
    if (is.refund != expected.refund)
        text += "refund\n  is       " + std::to_string(is.refund) + "\n  expected " +
                std::to_string(expected.refund) + "\n";
    if (is.logs != expected.logs)
        text += "logs differ\n";
    if (is.diff != expected.diff)
        text += "state differs\n";
    return text;
}

std::string describe(const Scenario& scenario)
{
    std::string text = std::string{to_string(scenario.revision)} + ", gas " +
                       std::to_string(scenario.gas) + ", value " + to_decimal(scenario.value) +
                       (scenario.kind == vm::CallKind::create ? ", creation" : ", call") +
                       ", input " + to_hex(scenario.input) + "\n";
    for (const Bytes& code : scenario.codes)
    {
        if (!code.empty())
            text += "code " + to_hex(code) + "\n" +
                    vm::disassemble(code, scenario.revision).substr(0, 3000);
    }
    return text;
}
}  // namespace

Outcome expect(const Scenario& scenario)
{
    return execute(scenario.world(), scenario.block(), Scenario::transaction(), scenario.message(),
        scenario.warm(), Steps::wanted);
}

std::string find_difference(Machines& machines, const Scenario& scenario, const Outcome& expected)
{
    const vm::Overlay world = scenario.world();
    Recorder recorder;
    std::string text = compare(execute(machines.when_hot, scenario, world, &recorder), expected);
    text += compare_steps(recorder.steps, expected.steps);
    if (!text.empty())
        return "under an observer: " + text + describe(scenario);

    struct Run
    {
        std::string_view name;
        vm::Machine& machine;
    };

    for (const Run& run : {Run{"first run", machines.when_hot},
             Run{"second run", machines.when_hot}, Run{"tuned at once", machines.at_once},
             Run{"tuned at once, second run", machines.at_once}})
    {
        text = compare(execute(run.machine, scenario, world, nullptr), expected);
        if (!text.empty())
            return std::string{run.name} + ": " + text + describe(scenario);
    }
    return {};
}

std::int64_t gas_up_to(
    const Scenario& scenario, const Outcome& outcome, std::size_t step, std::int64_t more)
{
    if (outcome.steps.empty())
        return scenario.gas;
    while (step > 0 && outcome.steps.at(step).depth > 0)
        --step;
    const std::int64_t used = scenario.gas - outcome.steps.at(step).gas_left;
    return std::max<std::int64_t>(0, used + more);
}
}  // namespace byline::testing::model
