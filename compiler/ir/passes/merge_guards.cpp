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
/// A block whose only business is to leave for cold code, or to go on.
bool is_guard(const Function& function, const Block& block)
{
    return !block.is_cold && block.exit.kind == ExitKind::branch &&
           function.blocks[block.exit.edges[0].block].is_cold &&
           !function.blocks[block.exit.edges[1].block].is_cold;
}

/// Whether the block may run although the guard before it has failed.
bool only_computes(const Function& function, const Block& block)
{
    return block.parameters.empty() && std::ranges::all_of(block.body, [&](ValueId id) {
        const Effect effect = traits(function.values[id].operation).effect;
        return effect == Effect::pure || effect == Effect::context;
    });
}

/// Joins the guard `first` and the guard that follows it.
void merge(Function& function, BlockId first)
{
    const BlockId second = function.blocks[first].exit.edges[1].block;
    const Exit failing = function.blocks[first].exit;
    const Exit following = function.blocks[second].exit;
    const std::vector<ValueId> moved = std::move(function.blocks[second].body);
    function.blocks[second].body.clear();
    function.blocks[second].exit = {.kind = ExitKind::stop, .location = following.location};

    BlockId target = failing.edges[0].block;
    if (target != following.edges[0].block)
    {
        Block which;
        which.name = function.blocks[first].name + "_which";
        which.is_cold = true;
        which.exit = {.kind = ExitKind::branch,
            .operands = failing.operands,
            .edges = {failing.edges[0], following.edges[0]},
            .location = failing.location};
        function.blocks.push_back(std::move(which));
        target = static_cast<BlockId>(function.blocks.size() - 1);
    }
    function.values.push_back({.operation = Operation::bit_or,
        .operands = {failing.operands[0], following.operands[0]},
        .location = following.location});
    Block& block = function.blocks[first];
    block.body.insert(block.body.end(), moved.begin(), moved.end());
    block.body.push_back(static_cast<ValueId>(function.values.size() - 1));
    block.exit = {.kind = ExitKind::branch,
        .operands = {static_cast<ValueId>(function.values.size() - 1)},
        .edges = {{target}, following.edges[1]},
        .location = following.location};
}
}  // namespace

void merge_guards(Function& function)
{
    // Merging takes no way to a warm block away and adds none: what it makes is cold.
    const auto before = predecessors(function);
    for (const BlockId id : reverse_postorder(function))
    {
        while (is_guard(function, function.blocks[id]))
        {
            const BlockId next = function.blocks[id].exit.edges[1].block;
            if (next == id || before[next].size() != 1 ||
                !is_guard(function, function.blocks[next]) ||
                !only_computes(function, function.blocks[next]))
                break;
            merge(function, id);
        }
    }
}
}  // namespace byline::compiler::ir
