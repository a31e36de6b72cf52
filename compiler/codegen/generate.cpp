#include "compiler/codegen/generate.hpp"

#include "compiler/codegen/cost_model.hpp"
#include "compiler/codegen/function_scheduler.hpp"
#include "compiler/ir/memory.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// Of the 1024 slots of the EVM's stack. A function that has everything in memory leaves none below
/// its callees: so the rest is for one expression.
constexpr std::size_t tallest = 512;

/// Rounds of choosing values to spill, before all are.
constexpr int most_rounds = 8;

/// Schedules a function again with more of its values in memory, until the stack reaches the rest.
std::vector<Item> schedule(
    const ir::Function& function, ir::FunctionId id, FunctionScheduler::Shared& shared)
{
    Spills spills;
    for (int round = 1;; ++round)
    {
        FunctionScheduler scheduler{function, spills, shared};
        CallConvention convention = scheduler.run();
        const Shortage& shortage = scheduler.shortage();
        if (!shortage.exists && (spills.all || convention.height <= tallest))
        {
            shared.conventions[id] = std::move(convention);
            return std::move(scheduler).items();
        }
        BYLINE_ASSERT(!spills.all);
        const std::size_t before = spills.values.size();
        spills.values.insert(shortage.too_deep.begin(), shortage.too_deep.end());
        spills.all = round == most_rounds || spills.values.size() == before;
    }
}
}  // namespace

std::vector<Item> generate(const ir::Program& program, const CostModel& costs)
{
    FunctionScheduler::Shared shared{costs, {}, SpillArea{ir::memory_end(program)}, {}};
    std::vector<std::vector<Item>> parts(program.functions.size());
    // Callees come after their callers (ir::verify): so from the last one.
    for (std::size_t i = program.functions.size(); i-- > 0;)
        parts[i] = schedule(program.functions[i], static_cast<ir::FunctionId>(i), shared);
    std::vector<Item> items;
    for (std::vector<Item>& part : parts)
        items.insert(items.end(), part.begin(), part.end());
    return share_tails(merge_tails(share_tails(std::move(items)), costs));
}

Label symbol_label(ir::Symbol symbol) noexcept
{
    // Counted from the top; Labels counts from 0.
    return ~Label{0} - static_cast<Label>(symbol);
}
}  // namespace byline::compiler
