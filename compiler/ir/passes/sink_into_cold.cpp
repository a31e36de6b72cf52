#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// A tree larger than this is kept on the stack after all.
constexpr std::size_t largest_copy = 24;

class Sinker
{
public:
    Sinker(Function& function, BlockId block, const std::vector<BlockId>& defined_in)
        : function_{function}, block_{block}, defined_in_{defined_in}
    {}

    void run()
    {
        const std::vector<ValueId> body = std::move(function_.blocks[block_].body);
        for (const ValueId id : body)
        {
            std::vector<ValueId> operands = function_.values[id].operands;
            replace(operands);
            function_.values[id].operands = std::move(operands);
            placed_.push_back(id);
        }
        Exit exit = function_.blocks[block_].exit;
        replace(exit.operands);
        for (Edge& edge : exit.edges)
            replace(edge.arguments);
        function_.blocks[block_].exit = std::move(exit);
        function_.blocks[block_].body = std::move(placed_);
    }

private:
    [[nodiscard]] bool can_copy(ValueId id) const
    {
        if (id >= defined_in_.size() || function_.blocks[defined_in_[id]].is_cold)
            return false;
        const Instruction& instruction = function_.values[id];
        return instruction.operation != Operation::parameter &&
               (traits(instruction.operation).effect == Effect::pure ||
                   is_rematerialised(instruction));
    }

    [[nodiscard]] std::size_t size(ValueId id) const
    {
        if (!can_copy(id))
            return 0;
        std::size_t total = 1;
        for (const ValueId operand : function_.values[id].operands)
        {
            total += size(operand);
            if (total > largest_copy)
                break;
        }
        return total;
    }

    void replace(std::vector<ValueId>& operands)
    {
        for (ValueId& operand : operands)
        {
            if (can_copy(operand) && size(operand) <= largest_copy)
                operand = copy(operand);
        }
    }

    // The size of what is copied bounds the depth.
    // NOLINTNEXTLINE(misc-no-recursion)
    ValueId copy(ValueId id)
    {
        if (!can_copy(id))
            return id;
        if (const auto found = copies_.find(id); found != copies_.end())
            return found->second;
        Instruction instruction = function_.values[id];
        for (ValueId& operand : instruction.operands)
            operand = copy(operand);
        function_.values.push_back(std::move(instruction));
        const auto result = static_cast<ValueId>(function_.values.size() - 1);
        placed_.push_back(result);
        copies_.emplace(id, result);
        return result;
    }

    Function& function_;
    BlockId block_;
    const std::vector<BlockId>& defined_in_;
    std::vector<ValueId> placed_;
    std::map<ValueId, ValueId> copies_;
};
}  // namespace

void sink_into_cold(Function& function)
{
    std::vector<BlockId> defined_in(function.values.size(), 0);
    for (BlockId id = 0; id < function.blocks.size(); ++id)
    {
        for (const ValueId value : function.blocks[id].body)
            defined_in[value] = id;
        for (const ValueId value : function.blocks[id].parameters)
            defined_in[value] = id;
    }
    for (const BlockId id : reverse_postorder(function))
    {
        if (function.blocks[id].is_cold)
            Sinker{function, id, defined_in}.run();
    }
}
}  // namespace byline::compiler::ir
