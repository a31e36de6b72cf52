#include "compiler/ir/builder.hpp"

#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
Builder::Builder(Function& function) : function_{function}
{
    if (function_.blocks.empty())
        new_block("entry");
}

BlockId Builder::new_block(std::string name, bool is_cold)
{
    Block block;
    block.name = std::move(name);
    block.is_cold = is_cold;
    function_.blocks.push_back(std::move(block));
    return static_cast<BlockId>(function_.blocks.size() - 1);
}

ValueId Builder::add_parameter(BlockId block)
{
    function_.values.push_back({.operation = Operation::parameter, .location = location_});
    const auto id = static_cast<ValueId>(function_.values.size() - 1);
    function_.blocks[block].parameters.push_back(id);
    return id;
}

ValueId Builder::append(Instruction instruction)
{
    instruction.location = location_;
    function_.values.push_back(std::move(instruction));
    const auto id = static_cast<ValueId>(function_.values.size() - 1);
    function_.blocks[block_].body.push_back(id);
    return id;
}

ValueId Builder::constant(const uint256& value)
{
    return append({.operation = Operation::constant, .constant = value});
}

ValueId Builder::immutable(std::uint32_t index)
{
    return append({.operation = Operation::immutable, .index = index});
}

ValueId Builder::symbol(Symbol symbol, const uint256& offset)
{
    return append({.operation = Operation::symbol,
        .constant = offset,
        .index = static_cast<std::uint32_t>(symbol)});
}

ValueId Builder::emit(Operation operation, std::initializer_list<ValueId> operands)
{
    return append({.operation = operation, .operands = operands});
}

Exit& Builder::exit(ExitKind kind)
{
    Exit& exit = function_.blocks[block_].exit;
    exit = {.kind = kind, .location = location_};
    return exit;
}

void Builder::jump(BlockId target, std::vector<ValueId> arguments)
{
    exit(ExitKind::jump).edges = {{target, std::move(arguments)}};
}

void Builder::leave_if(ValueId condition, BlockId target, std::string name)
{
    const BlockId next = new_block(std::move(name), function_.blocks[block_].is_cold);
    Exit& e = exit(ExitKind::branch);
    e.operands = {condition};
    e.edges = {{target}, {next}};
    block_ = next;
}

std::vector<ValueId> Builder::call(
    FunctionId callee, std::vector<ValueId> operands, std::size_t results, std::string name)
{
    const BlockId next = new_block(std::move(name));
    Exit& e = exit(ExitKind::call_function);
    e.callee = callee;
    e.operands = std::move(operands);
    e.edges = {{next}};
    block_ = next;
    std::vector<ValueId> values;
    values.reserve(results);
    for (std::size_t i = 0; i < results; ++i)
        values.push_back(add_parameter(next));
    return values;
}

void Builder::end(ExitKind kind, std::vector<ValueId> operands)
{
    exit(kind).operands = std::move(operands);
}
}  // namespace byline::compiler::ir
