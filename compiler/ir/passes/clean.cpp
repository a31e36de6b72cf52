#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// Marks what effects and exits need, and all that that needs in turn.
std::vector<bool> used_values(const Function& function)
{
    std::vector<bool> used(function.values.size());
    std::vector<ValueId> todo;
    const auto need = [&](const std::vector<ValueId>& operands) {
        for (const ValueId operand : operands)
        {
            if (!used[operand])
            {
                used[operand] = true;
                todo.push_back(operand);
            }
        }
    };
    for (const Block& block : function.blocks)
    {
        for (const ValueId id : block.body)
        {
            if (traits(function.values[id].operation).effect == Effect::write)
                need({id});
        }
        need(block.exit.operands);
        for (const Edge& edge : block.exit.edges)
            need(edge.arguments);
    }
    while (!todo.empty())
    {
        const ValueId id = todo.back();
        todo.pop_back();
        need(function.values[id].operands);
    }
    return used;
}

void join_jumps(Function& function)
{
    const auto before = predecessors(function);
    for (const BlockId id : reverse_postorder(function))
    {
        while (function.blocks[id].exit.kind == ExitKind::jump)
        {
            const BlockId next = function.blocks[id].exit.edges[0].block;
            if (next == id || before[next].size() != 1 || !function.blocks[next].parameters.empty())
                break;
            Block& block = function.blocks[id];
            Block& joined = function.blocks[next];
            block.body.insert(block.body.end(), joined.body.begin(), joined.body.end());
            block.exit = std::move(joined.exit);
            joined.body.clear();
            joined.exit = {};
        }
    }
}

void remove_unreachable(Function& function)
{
    std::vector<BlockId> order = reverse_postorder(function);
    std::ranges::sort(order);  // keeps the blocks in the order that they were written
    std::vector<BlockId> renamed(function.blocks.size());
    std::vector<Block> kept;
    for (const BlockId id : order)
    {
        renamed[id] = static_cast<BlockId>(kept.size());
        kept.push_back(std::move(function.blocks[id]));
    }
    for (Block& block : kept)
    {
        for (Edge& edge : block.exit.edges)
            edge.block = renamed[edge.block];
    }
    function.blocks = std::move(kept);
}
}  // namespace

void clean(Function& function)
{
    join_jumps(function);
    remove_unreachable(function);
    const std::vector<bool> used = used_values(function);
    for (Block& block : function.blocks)
        std::erase_if(block.body, [&](ValueId id) {
            return !used[id] && traits(function.values[id].operation).effect != Effect::write;
        });
}
}  // namespace byline::compiler::ir
