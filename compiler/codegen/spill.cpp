// Values that lie in memory: stored where they are computed, loaded where they are used.
#include "compiler/codegen/spill.hpp"

#include "compiler/codegen/function_scheduler.hpp"
#include "compiler/ir/control_flow.hpp"
#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ValueId;

bool FunctionScheduler::is_spilled(ValueId id) const
{
    if (id == StackModel::junk)
        return false;
    if (spills_.all)
        return id == StackModel::return_address || !ir::is_rematerialised(function_.values[id]);
    return spills_.values.contains(id);
}

/// Where a spilled value lies.
std::uint64_t FunctionScheduler::home(ValueId id)
{
    const auto [place, is_new] = homes_.try_emplace(id, 0);
    if (is_new)
        place->second = shared_.area.fresh();
    return place->second;
}

/// Where a spilled parameter is handed over. In a loop that is not where it lies: what is handed
/// over next may be computed from it.
std::uint64_t FunctionScheduler::incoming(ValueId parameter)
{
    if (!has_loop_)
        return home(parameter);
    const auto [place, is_new] = incoming_.try_emplace(parameter, 0);
    if (is_new)
        place->second = shared_.area.fresh();
    return place->second;
}

/// The caller names what is then on top.
void FunctionScheduler::emit_load(std::uint64_t place)
{
    emit_push(place);
    emit(OP_MLOAD);
}

void FunctionScheduler::emit_store(std::uint64_t place)
{
    emit_push(place);
    emit(OP_MSTORE);
    stack_.pop(1);
}

/// Hands over what goes through memory; leaves the parameters, with their arguments, that go over
/// the stack.
void FunctionScheduler::store_arguments(const std::vector<ValueId>& all,
    std::vector<ValueId>& parameters, std::vector<ValueId>& arguments)
{
    const std::size_t placed_before = placed_;
    std::vector<ValueId> left;
    for (std::size_t i = 0; i < all.size(); ++i)
    {
        if (!is_spilled(all[i]))
        {
            parameters.push_back(all[i]);
            left.push_back(arguments[i]);
            continue;
        }
        placed_ = stack_.size();
        push_value(arguments[i]);
        use_up({&arguments[i], 1});
        emit_store(incoming(all[i]));
    }
    placed_ = placed_before;
    arguments = std::move(left);
}

void FunctionScheduler::settle_parameters(const ir::Block& block)
{
    for (const ValueId parameter : block.parameters)
    {
        if (!has_loop_ || !is_spilled(parameter))
            continue;
        emit_load(incoming(parameter));
        stack_.push(parameter);
        emit_store(home(parameter));
    }
}

/// Puts the result on top where it belongs.
void FunctionScheduler::keep_result(ValueId id)
{
    if (!is_spilled(id))
        return;
    if (plan_.uses[id] != 0 || plan_.live_out.contains(id))
        return emit_store(home(id));
    emit(OP_POP);
    stack_.pop(1);
}

/// The value, or more than that, would have to lie in memory.
void FunctionScheduler::lacks(ValueId id)
{
    shortage_.exists = true;
    if (id == StackModel::return_address ||
        (id != StackModel::junk && !ir::is_rematerialised(function_.values[id])))
        shortage_.too_deep.insert(id);
}

/// What lies below the slots that a block knows adds up along the way to it.
void FunctionScheduler::measure_height()
{
    std::map<BlockId, std::vector<Rise>> rises;
    for (const Rise& rise : rises_)
        rises[rise.from].push_back(rise);
    std::vector<std::size_t> below(function_.blocks.size());
    for (const BlockId id : ir::reverse_postorder(function_))
    {
        convention_.height = std::max(convention_.height, below[id] + peaks_[id]);
        if (exact_)
            continue;  // blocks know the whole stack
        for (const ir::Edge& edge : function_.blocks[id].exit.edges)
            below[edge.block] = std::max(below[edge.block], below[id]);
        for (const Rise& rise : rises[id])
            below[rise.to] = std::max(below[rise.to], below[id] + rise.slots);
    }
}
}  // namespace byline::compiler
