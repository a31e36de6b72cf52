#include "compiler/ir/ir.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

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

/// Gives each name to one only: so that the text says which is meant.
class Names
{
public:
    void add(const std::string& wanted)
    {
        std::string name = wanted;
        for (std::size_t number = 2; !used_.insert(name).second; ++number)
            name = wanted + "." + std::to_string(number);
        names_.push_back(std::move(name));
    }

    const std::string& operator[](std::size_t i) const { return names_[i]; }

    [[nodiscard]] std::string list() const
    {
        std::string text;
        for (const std::string& name : names_)
            text += (text.empty() ? "" : ", ") + name;
        return text;
    }

private:
    std::vector<std::string> names_;
    std::set<std::string> used_;
};

class Printer
{
public:
    explicit Printer(const Program& program) : program_{program}
    {
        for (const Function& function : program.functions)
            functions_.add(function.name);
        for (const std::string& name : program.immutables)
            immutables_.add(name);
    }

    std::string run()
    {
        if (!program_.immutables.empty())
            text_ += "immutables " + immutables_.list() + "\n";
        if (program_.memory != 0)
            text_ += "memory " + std::to_string(program_.memory) + "\n";
        for (std::size_t i = 0; i < program_.functions.size(); ++i)
            function(i);
        return std::move(text_);
    }

private:
    void function(std::size_t id)
    {
        const Function& function = program_.functions[id];
        text_ += (text_.empty() ? "" : "\n") + ("function @" + functions_[id]);
        if (function.results != 0)
            text_ += " gives " + std::to_string(function.results);
        text_ += "\n";
        blocks_ = {};
        for (const Block& block : function.blocks)
            blocks_.add(block.name);
        for (std::size_t i = 0; i < function.blocks.size(); ++i)
        {
            const Block& block = function.blocks[i];
            text_ += blocks_[i] + "(" + list(block.parameters) + ")" +
                     (block.max_visits != 0 ? " max " + std::to_string(block.max_visits) : "") +
                     (block.is_cold ? " cold" : "") + ":\n";
            for (const ValueId value : block.body)
                text_ += "  " + instruction_text(function, value) + "\n";
            text_ += "  " + exit_text(block.exit) + "\n";
        }
    }

    [[nodiscard]] std::string instruction_text(const Function& function, ValueId id) const
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
                return text + " " + immutables_[instruction.index];
            case Operation::symbol:
                return text + (instruction.index == 0 ? " runtime_begin" : " creation_end") +
                       " + " + to_decimal(instruction.constant);
            default:
                return instruction.operands.empty() ? text
                                                    : text + " " + list(instruction.operands);
        }
    }

    [[nodiscard]] std::string exit_text(const Exit& exit) const
    {
        std::string text{to_string(exit.kind)};
        if (exit.kind == ExitKind::call_function)
            text += " @" + functions_[exit.callee];
        if (!exit.operands.empty())
            text += " " + list(exit.operands);
        for (const Edge& edge : exit.edges)
            text += " -> " + blocks_[edge.block] +
                    (edge.arguments.empty() ? "" : "(" + list(edge.arguments) + ")");
        return text;
    }

    const Program& program_;
    Names functions_;
    Names immutables_;
    Names blocks_;
    std::string text_;
};
}  // namespace

std::string print(const Program& program)
{
    return Printer{program}.run();
}
}  // namespace byline::compiler::ir
