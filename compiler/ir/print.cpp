#include "compiler/ir/ir.hpp"
#include "vm/primitives/hex.hpp"

#include <array>

namespace byline::compiler::ir
{
namespace
{
std::string value_name(ValueId id)
{
    return "%" + std::to_string(id);
}

std::string list(const std::vector<ValueId>& values)
{
    std::string text;
    for (const ValueId value : values)
        text += (text.empty() ? "" : ", ") + value_name(value);
    return text;
}

std::string instruction_text(const Program& program, const Function& function, ValueId id)
{
    const Instruction& instruction = function.values[id];
    std::string text;
    if (traits(instruction.operation).has_result)
        text = value_name(id) + " = ";
    text += traits(instruction.operation).name;
    switch (instruction.operation)
    {
        case Operation::constant:
            return text + " " + to_quantity(instruction.constant);
        case Operation::immutable:
            return text + " " + program.immutables[instruction.index];
        case Operation::symbol:
            return text + (instruction.index == 0 ? " runtime_begin" : " creation_end") + " + " +
                   to_decimal(instruction.constant);
        default:
            return instruction.operands.empty() ? text : text + " " + list(instruction.operands);
    }
}

std::string exit_text(const Program& program, const Function& function, const Exit& exit)
{
    constexpr std::array<std::string_view, 7> names{
        "jump", "branch", "call_function", "give_back", "stop", "return_data", "revert"};
    std::string text{names[static_cast<std::size_t>(exit.kind)]};
    if (exit.kind == ExitKind::call_function)
        text += " @" + program.functions[exit.callee].name;
    if (!exit.operands.empty())
        text += " " + list(exit.operands);
    for (const Edge& edge : exit.edges)
        text += " -> " + function.blocks[edge.block].name +
                (edge.arguments.empty() ? "" : "(" + list(edge.arguments) + ")");
    return text;
}
}  // namespace

std::string print(const Program& program)
{
    std::string text;
    for (const Function& function : program.functions)
    {
        text += (text.empty() ? "" : "\n") + ("function @" + function.name + "\n");
        for (const Block& block : function.blocks)
        {
            text += block.name + "(" + list(block.parameters) + ")" +
                    (block.is_cold ? " cold" : "") + ":\n";
            for (const ValueId id : block.body)
                text += "  " + instruction_text(program, function, id) + "\n";
            text += "  " + exit_text(program, function, block.exit) + "\n";
        }
    }
    return text;
}
}  // namespace byline::compiler::ir
