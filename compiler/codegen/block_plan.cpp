#include "compiler/codegen/block_plan.hpp"

#include "compiler/codegen/cost_model.hpp"
#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/places.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
using ir::Block;
using ir::Effect;
using ir::Function;
using ir::Instruction;
using ir::Operation;
using ir::ValueId;

/// Whether another PUSH of a constant costs more than the DUP that reaches for the first one, and
/// a slot of the stack for it.
bool is_wide(const uint256& constant, const CostModel& costs) noexcept
{
    const std::uint64_t bytes = (constant.bit_width() + 7) / 8;
    return weigh(costs, bytes, 0, 0) > weigh(costs, 1, costs.dup, costs.runs);
}

/// Bounds the recursion over trees, and the slots that one takes.
constexpr std::size_t deepest_tree = 64;

class Planner
{
public:
    Planner(const Function& function, const Block& block, const CostModel& costs)
        : function_{function}, block_{block}, costs_{costs}
    {}

    BlockPlan run(const std::vector<std::set<ValueId>>& live_in)
    {
        for (const ir::Edge& edge : block_.exit.edges)
            plan_.live_out.insert(live_in[edge.block].begin(), live_in[edge.block].end());
        for (const ir::Edge& edge : block_.exit.edges)
        {
            for (const ValueId parameter : function_.blocks[edge.block].parameters)
                plan_.live_out.erase(parameter);
        }
        count_uses();
        keep_constants();
        find_trees();
        return std::move(plan_);
    }

private:
    void use(const std::vector<ValueId>& operands, std::size_t position)
    {
        for (const ValueId operand : operands)
        {
            ++plan_.uses[operand];
            user_[operand] = position;
        }
    }

    void count_uses()
    {
        for (std::size_t i = 0; i < block_.body.size(); ++i)
            use(function_.values[block_.body[i]].operands, i);
        use(block_.exit.operands, block_.body.size());
        for (const ir::Edge& edge : block_.exit.edges)
            use(edge.arguments, block_.body.size());
    }

    void keep_constants()
    {
        if (block_.is_cold)
            return;
        for (const ValueId id : block_.body)
        {
            const Instruction& instruction = function_.values[id];
            if (instruction.operation == Operation::constant && plan_.uses[id] > 1 &&
                is_wide(instruction.constant, costs_))
                plan_.kept_constants.insert(id);
        }
    }

    /// From the end: where a tree is computed is known before its parts are looked at.
    void find_trees()
    {
        const std::size_t end = block_.body.size();
        std::vector<std::size_t> computed_at(end + 1);
        computed_at[end] = end;
        std::vector<std::size_t> depth(end + 1);  // in the tree
        for (std::size_t i = end; i-- > 0;)
        {
            const ValueId id = block_.body[i];
            const Instruction& instruction = function_.values[id];
            const Effect effect = ir::traits(instruction.operation).effect;
            computed_at[i] = i;
            if (effect == Effect::write || plan_.uses[id] != 1 || plan_.live_out.contains(id) ||
                ir::is_rematerialised(instruction))
                continue;
            const std::size_t root = computed_at[user_[id]];
            if (depth[user_[id]] == deepest_tree)
                continue;
            if (effect == Effect::read &&
                changes_between(ir::reads(instruction.operation), i, root))
                continue;
            computed_at[i] = root;
            depth[i] = depth[user_[id]] + 1;
            plan_.in_tree.insert(id);
        }
    }

    [[nodiscard]] bool changes_between(ir::Places read, std::size_t from, std::size_t to) const
    {
        for (std::size_t i = from + 1; i < to; ++i)
        {
            if (ir::writes(function_, function_.values[block_.body[i]]).meets(read))
                return true;
        }
        return false;
    }

    const Function& function_;
    const Block& block_;
    const CostModel& costs_;
    BlockPlan plan_;
    std::map<ValueId, std::size_t> user_;
};
}  // namespace

BlockPlan plan_block(const ir::Function& function, ir::BlockId block,
    const std::vector<std::set<ir::ValueId>>& live_in, const CostModel& costs)
{
    return Planner{function, function.blocks[block], costs}.run(live_in);
}
}  // namespace byline::compiler
