#include "compiler/ir/control_flow.hpp"

#include "compiler/ir/ir.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
std::vector<BlockId> reverse_postorder(const Function& function)
{
    struct Frame
    {
        BlockId block;
        std::size_t next_edge;
    };

    std::vector<BlockId> order;
    std::vector<bool> seen(function.blocks.size());
    std::vector<Frame> stack{{0, 0}};
    seen[0] = true;
    while (!stack.empty())
    {
        Frame& frame = stack.back();
        const std::vector<Edge>& edges = function.blocks[frame.block].exit.edges;
        if (frame.next_edge == edges.size())
        {
            order.push_back(frame.block);
            stack.pop_back();
            continue;
        }
        const BlockId next = edges[frame.next_edge++].block;
        if (!seen[next])
        {
            seen[next] = true;
            stack.push_back({next, 0});
        }
    }
    std::ranges::reverse(order);
    return order;
}

bool has_loop(const Function& function)
{
    const std::vector<BlockId> order = reverse_postorder(function);
    std::vector<std::size_t> position(function.blocks.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        position[order[i]] = i;
    return std::ranges::any_of(order, [&](BlockId id) {
        return std::ranges::any_of(function.blocks[id].exit.edges,
            [&](const Edge& edge) { return position[edge.block] <= position[id]; });
    });
}

std::vector<std::vector<BlockId>> predecessors(const Function& function)
{
    std::vector<std::vector<BlockId>> result(function.blocks.size());
    for (BlockId id = 0; id < function.blocks.size(); ++id)
    {
        for (const Edge& edge : function.blocks[id].exit.edges)
            result[edge.block].push_back(id);
    }
    return result;
}

// The algorithm of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
std::vector<BlockId> immediate_dominators(const Function& function)
{
    const std::vector<BlockId> order = reverse_postorder(function);
    const auto before = predecessors(function);
    std::vector<std::size_t> position(function.blocks.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        position[order[i]] = i;
    std::vector<BlockId> dominator(function.blocks.size(), no_block);
    dominator[0] = 0;
    const auto meet = [&](BlockId a, BlockId b) {
        while (a != b)
        {
            while (position[a] > position[b])
                a = dominator[a];
            while (position[b] > position[a])
                b = dominator[b];
        }
        return a;
    };
    for (bool changed = true; changed;)
    {
        changed = false;
        for (const BlockId block : order)
        {
            if (block == 0)
                continue;
            BlockId found = no_block;
            for (const BlockId previous : before[block])
            {
                if (dominator[previous] != no_block)
                    found = found == no_block ? previous : meet(previous, found);
            }
            changed = changed || dominator[block] != found;
            dominator[block] = found;
        }
    }
    return dominator;
}

bool is_rematerialised(const Instruction& instruction) noexcept
{
    return instruction.operation == Operation::constant ||
           instruction.operation == Operation::immutable ||
           instruction.operation == Operation::symbol ||
           traits(instruction.operation).effect == Effect::context;
}

std::vector<std::set<ValueId>> live_in(const Function& function)
{
    std::vector<std::set<ValueId>> live(function.blocks.size());
    std::vector<BlockId> order = reverse_postorder(function);
    std::ranges::reverse(order);
    for (bool changed = true; changed;)
    {
        changed = false;
        for (const BlockId id : order)
        {
            const Block& block = function.blocks[id];
            std::set<ValueId> values;
            const auto use = [&](const std::vector<ValueId>& operands) {
                for (const ValueId operand : operands)
                {
                    if (!is_rematerialised(function.values[operand]))
                        values.insert(operand);
                }
            };
            for (const Edge& edge : block.exit.edges)
            {
                values.insert(live[edge.block].begin(), live[edge.block].end());
                use(edge.arguments);
            }
            use(block.exit.operands);
            for (std::size_t i = block.body.size(); i-- > 0;)
            {
                values.erase(block.body[i]);
                use(function.values[block.body[i]].operands);
            }
            for (const ValueId parameter : block.parameters)
                values.erase(parameter);
            changed = changed || values != live[id];
            live[id] = std::move(values);
        }
    }
    return live;
}
}  // namespace byline::compiler::ir
