#pragma once

#include "compiler/codegen/cost_model.hpp"
#include "compiler/ir/ir.hpp"

#include <map>
#include <set>
#include <vector>

namespace byline::compiler
{
/// How the values of one block are scheduled: which are computed where they are used, as parts of
/// one expression tree, and how often each is still needed.
struct BlockPlan
{
    std::set<ir::ValueId> in_tree;         ///< used once, in this block: computed as an operand
    std::set<ir::ValueId> kept_constants;  ///< wide constants used several times: kept on the stack
    std::set<ir::ValueId> live_out;        ///< needed after the block
    std::map<ir::ValueId, unsigned> uses;  ///< in this block
};

/// `live_in` is that of all blocks of the function.
BlockPlan plan_block(const ir::Function& function, ir::BlockId block,
    const std::vector<std::set<ir::ValueId>>& live_in, const CostModel& costs);
}  // namespace byline::compiler
