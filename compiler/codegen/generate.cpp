#include "compiler/codegen/generate.hpp"

#include "compiler/codegen/function_scheduler.hpp"

namespace byline::compiler
{
std::expected<std::vector<Item>, std::string> generate(
    const ir::Program& program, const CostModel& costs)
{
    Labels labels;
    std::map<ir::FunctionId, CallConvention> conventions;
    std::vector<std::vector<Item>> parts(program.functions.size());
    // Callees come after their callers (ir::verify): so from the last one.
    for (std::size_t i = program.functions.size(); i-- > 0;)
    {
        FunctionScheduler scheduler{program.functions[i], costs, labels, conventions};
        conventions[static_cast<ir::FunctionId>(i)] = scheduler.run();
        if (scheduler.out_of_reach())
            return std::unexpected{"`" + program.functions[i].name +
                                   "` needs more values at once than the stack reaches"};
        parts[i] = std::move(scheduler).items();
    }
    std::vector<Item> items;
    for (std::vector<Item>& part : parts)
        items.insert(items.end(), part.begin(), part.end());
    return share_tails(std::move(items));
}

Label symbol_label(ir::Symbol symbol) noexcept
{
    // Counted from the top; Labels counts from 0.
    return ~Label{0} - static_cast<Label>(symbol);
}
}  // namespace byline::compiler
