#include "compiler/lower/context.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// The functions that a function reaches by calls, then itself, each once. None calls itself, in
/// whatever way: this ends.
// NOLINTNEXTLINE(misc-no-recursion)
void add_with_callees(const std::vector<ir::Function>& functions, ir::FunctionId id,
    std::vector<ir::FunctionId>& order)
{
    if (std::ranges::find(order, id) != order.end())
        return;
    for (const ir::Block& block : functions[id].blocks)
    {
        if (block.exit.kind == ir::ExitKind::call_function)
            add_with_callees(functions, block.exit.callee, order);
    }
    order.push_back(id);
}
}  // namespace

ir::FunctionId Functions::function(std::string_view name, std::size_t results, const Body& write)
{
    if (const auto found = by_name_.find(name); found != by_name_.end())
        return found->second;
    const auto id = static_cast<ir::FunctionId>(functions_.size());
    by_name_.emplace(name, id);
    functions_.emplace_back();
    // The body may want further functions, which moves the ones that are there.
    ir::Function function;
    function.name = name;
    function.results = results;
    ir::Builder builder{function};
    write(builder);
    functions_[id] = std::move(function);
    return id;
}

void Functions::reserve_memory(std::uint32_t end) noexcept
{
    memory_ = std::max(memory_, end);
}

std::vector<ir::Function> Functions::take(ir::Function entry) &&
{
    functions_.front() = std::move(entry);
    // A program names whoever calls before who is called; here a function that was wanted early may
    // be called by later ones.
    std::vector<ir::FunctionId> order;
    for (ir::FunctionId id = 0; id < functions_.size(); ++id)
        add_with_callees(functions_, id, order);
    std::ranges::reverse(order);
    std::erase(order, 0);
    order.insert(order.begin(), 0);
    std::vector<ir::FunctionId> renamed(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        renamed[order[i]] = static_cast<ir::FunctionId>(i);
    std::vector<ir::Function> sorted;
    for (const ir::FunctionId id : order)
    {
        ir::Function& function = sorted.emplace_back(std::move(functions_[id]));
        for (ir::Block& block : function.blocks)
            block.exit.callee = renamed[block.exit.callee];
    }
    return sorted;
}
}  // namespace byline::compiler
