#pragma once

#include "compiler/ir/ir.hpp"

#include <cstddef>
#include <set>
#include <vector>

namespace byline::compiler::ir
{
/// The blocks that can be reached from the entry, each after all blocks that dominate it.
std::vector<BlockId> reverse_postorder(const Function& function);

/// Whether a block that can be reached can come after itself.
bool has_loop(const Function& function);

/// For each block the blocks that can come directly before it; an edge counts once.
std::vector<std::vector<BlockId>> predecessors(const Function& function);

/// The immediate dominator of each reachable block, the entry's being itself; others have no_block.
inline constexpr BlockId no_block = ~BlockId{0};
std::vector<BlockId> immediate_dominators(const Function& function);

/// For each block the values that are defined elsewhere and used in it or after it. Constants,
/// immutables, symbols and context operations are not counted: they are computed again where
/// needed.
std::vector<std::set<ValueId>> live_in(const Function& function);

/// Constants and the like, which no block needs to hand on.
bool is_rematerialised(const Instruction& instruction) noexcept;
}  // namespace byline::compiler::ir
