#include "compiler/ir/rewriter.hpp"

#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
void Rewriter::run()
{
    for (ValueId id = 0; id < function_.values.size(); ++id)
        same_as_.push_back(id);
    for (const BlockId block : reverse_postorder(function_))
    {
        const std::vector<ValueId> body = std::move(function_.blocks[block].body);
        placed_.clear();
        for (const ValueId id : body)
        {
            replace(function_.values[id].operands);
            location_ = function_.values[id].location;
            if (const auto found = rewrite(id))
                same_as_[id] = *found;
            placed_.push_back(id);
        }
        Exit& exit = function_.blocks[block].exit;
        location_ = exit.location;
        replace(exit.operands);
        for (Edge& edge : exit.edges)
            replace(edge.arguments);
        rewrite_exit(block);
        function_.blocks[block].body = placed_;
    }
}

ValueId Rewriter::append(Instruction instruction)
{
    instruction.location = location_;
    function_.values.push_back(std::move(instruction));
    const auto id = static_cast<ValueId>(function_.values.size() - 1);
    same_as_.push_back(id);
    placed_.push_back(id);
    return id;
}

ValueId Rewriter::emit(Operation operation, std::vector<ValueId> operands)
{
    return append({.operation = operation, .operands = std::move(operands)});
}

ValueId Rewriter::constant(const uint256& value)
{
    return append({.operation = Operation::constant, .constant = value});
}

std::optional<uint256> Rewriter::known(ValueId id) const
{
    const Instruction& instruction = function_.values[id];
    if (instruction.operation != Operation::constant)
        return std::nullopt;
    return instruction.constant;
}

void Rewriter::replace(std::vector<ValueId>& operands) const
{
    for (ValueId& operand : operands)
        operand = same_as_[operand];
}

std::vector<std::size_t> count_uses(const Function& function)
{
    std::vector<std::size_t> uses(function.values.size());
    const auto use = [&](const std::vector<ValueId>& operands) {
        for (const ValueId operand : operands)
            ++uses[operand];
    };
    for (const Block& block : function.blocks)
    {
        for (const ValueId id : block.body)
            use(function.values[id].operands);
        use(block.exit.operands);
        for (const Edge& edge : block.exit.edges)
            use(edge.arguments);
    }
    return uses;
}
}  // namespace byline::compiler::ir
