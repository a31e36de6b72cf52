#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/memory.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// Checks one function. What could lead a later check out of bounds ends the checking.
class FunctionCheck
{
public:
    FunctionCheck(const Program& program, FunctionId id, std::vector<std::string>& errors)
        : program_{program}, function_{program.functions[id]}, errors_{errors}
    {}

    void run()
    {
        if (function_.blocks.empty())
            return wrong("has no blocks");
        if (!is_name(function_.name))
            wrong("is no name of a function");
        const std::size_t before = errors_.size();
        define();
        count_predecessors();
        for (const Block& block : function_.blocks)
            shape(block);
        if (errors_.size() != before)
            return;
        dominators_ = immediate_dominators(function_);
        for (const BlockId id : reverse_postorder(function_))
            uses(id);
        const auto ends = std::ranges::count_if(
            function_.blocks, [](const Block& b) { return b.exit.kind == ExitKind::give_back; });
        if (ends > 1)
            wrong("gives back in more than one place");
    }

private:
    struct Definition
    {
        BlockId block = no_block;
        std::size_t position = 0;
    };

    void wrong(const std::string& what) { errors_.push_back("@" + function_.name + ": " + what); }

    void wrong(const Block& block, const std::string& what) { wrong(block.name + ": " + what); }

    void define(const Block& block, BlockId id, ValueId value, std::size_t position, bool parameter)
    {
        if (value >= function_.values.size())
            return wrong(block, "a value that does not exist");
        if (definitions_[value].block != no_block)
            return wrong(block, "%" + std::to_string(value) + " is defined twice");
        if ((function_.values[value].operation == Operation::parameter) != parameter)
            return wrong(
                block, "%" + std::to_string(value) + " is a parameter in a body, or the reverse");
        definitions_[value] = {id, position};
    }

    void define()
    {
        definitions_.assign(function_.values.size(), {});
        for (BlockId id = 0; id < function_.blocks.size(); ++id)
        {
            const Block& block = function_.blocks[id];
            for (const ValueId value : block.parameters)
                define(block, id, value, 0, true);
            for (std::size_t i = 0; i < block.body.size(); ++i)
                define(block, id, block.body[i], i + 1, false);
        }
    }

    void count_predecessors()
    {
        predecessors_.assign(function_.blocks.size(), 0);
        for (const Block& block : function_.blocks)
        {
            for (const Edge& edge : block.exit.edges)
            {
                if (edge.block < predecessors_.size())
                    ++predecessors_[edge.block];
            }
        }
    }

    void exist(const Block& block, const std::vector<ValueId>& operands)
    {
        for (const ValueId operand : operands)
        {
            if (operand >= definitions_.size() || definitions_[operand].block == no_block)
                wrong(block, "an operand that is defined nowhere");
            else if (!traits(function_.values[operand].operation).has_result)
                wrong(block, "%" + std::to_string(operand) + " has no result to use");
        }
    }

    void shape(const Block& block)
    {
        const std::size_t before = errors_.size();
        if (!is_name(block.name))
            wrong("a block's name is none: \"" + block.name + "\"");
        for (const ValueId id : block.body)
        {
            if (id >= function_.values.size())
                continue;  // said when it was defined
            const Instruction& instruction = function_.values[id];
            if (instruction.operands.size() != traits(instruction.operation).inputs)
                wrong(block, "%" + std::to_string(id) + " has the wrong number of operands");
            if (instruction.operation == Operation::immutable &&
                instruction.index >= program_.immutables.size())
                wrong(block, "an immutable that does not exist");
            if (instruction.operation == Operation::symbol &&
                instruction.index > static_cast<std::uint32_t>(Symbol::creation_end))
                wrong(block, "a symbol that does not exist");
            exist(block, instruction.operands);
        }
        exist(block, block.exit.operands);
        exit_shape(block);
        if (errors_.size() == before)
            memory(block);
    }

    void memory(const Block& block)
    {
        const auto check = [&](const std::optional<MemoryRange>& range) {
            if (range && program_.memory == 0 && !is_static(function_, *range))
                wrong(block, "a computed place in memory, which was not promised");
        };
        for (const ValueId id : block.body)
        {
            check(read_range(function_.values[id]));
            check(written_range(function_.values[id]));
        }
        check(read_range(block.exit));
    }

    void exit_shape(const Block& block)
    {
        struct Shape
        {
            std::size_t edges;
            std::optional<std::size_t> operands;
        };

        const auto shape = [&]() -> Shape {
            switch (block.exit.kind)
            {
                case ExitKind::jump:
                    return {1, 0};
                case ExitKind::branch:
                    return {2, 1};
                case ExitKind::call_function:
                    return {1, std::nullopt};
                case ExitKind::give_back:
                    return {0, function_.results};
                case ExitKind::stop:
                    return {0, 0};
                case ExitKind::return_data:
                case ExitKind::revert:
                    return {0, 2};
            }
            return {0, 0};
        }();
        if (block.exit.edges.size() != shape.edges ||
            (shape.operands && block.exit.operands.size() != *shape.operands))
            return wrong(block, "its exit has the wrong number of edges or operands");
        for (const Edge& edge : block.exit.edges)
            edge_shape(block, edge);
    }

    void edge_shape(const Block& block, const Edge& edge)
    {
        if (edge.block >= function_.blocks.size())
            return wrong(block, "an edge to a block that does not exist");
        if (edge.block == 0)
            return wrong(block, "an edge to the entry");
        exist(block, edge.arguments);
        if (block.exit.kind != ExitKind::jump && !edge.arguments.empty())
            return wrong(block, "an exit other than a jump hands on arguments");
        std::size_t given = edge.arguments.size();
        if (block.exit.kind == ExitKind::call_function)
        {
            if (block.exit.callee >= program_.functions.size())
                return wrong(block, "a call of a function that does not exist");
            const Function& callee = program_.functions[block.exit.callee];
            if (callee.blocks.empty() ||
                block.exit.operands.size() != callee.blocks.front().parameters.size())
                return wrong(block, "a call with the wrong number of arguments");
            given = callee.results;
            if (predecessors_[edge.block] != 1)
                return wrong(block, "other blocks lead to where a call returns");
        }
        if (given != function_.blocks[edge.block].parameters.size())
            wrong(block,
                "an edge does not fit the parameters of " + function_.blocks[edge.block].name);
    }

    [[nodiscard]] bool dominates(BlockId a, BlockId b) const
    {
        while (b != a && b != 0)
            b = dominators_[b];
        return a == b;
    }

    void available(
        const Block& block, BlockId id, std::size_t position, const std::vector<ValueId>& operands)
    {
        for (const ValueId operand : operands)
        {
            const Definition& definition = definitions_[operand];
            const bool fine = definition.block == id ? definition.position < position
                                                     : dominates(definition.block, id);
            if (!fine)
                wrong(block, "%" + std::to_string(operand) + " is used where it is not defined");
        }
    }

    void uses(BlockId id)
    {
        const Block& block = function_.blocks[id];
        for (std::size_t i = 0; i < block.body.size(); ++i)
            available(block, id, i + 1, function_.values[block.body[i]].operands);
        available(block, id, block.body.size() + 1, block.exit.operands);
        for (const Edge& edge : block.exit.edges)
            available(block, id, block.body.size() + 1, edge.arguments);
    }

    const Program& program_;
    const Function& function_;
    std::vector<std::string>& errors_;
    std::vector<Definition> definitions_;
    std::vector<BlockId> dominators_;
    std::vector<std::size_t> predecessors_;
};

/// A function calls only functions that come after it: so none recurses.
void check_calls(const Program& program, std::vector<std::string>& errors)
{
    for (FunctionId id = 0; id < program.functions.size(); ++id)
    {
        for (const Block& block : program.functions[id].blocks)
        {
            if (block.exit.kind == ExitKind::call_function && block.exit.callee <= id)
                errors.push_back("@" + program.functions[id].name +
                                 ": calls a function that does not come after it");
        }
    }
}
}  // namespace

std::vector<std::string> verify(const Program& program)
{
    std::vector<std::string> errors;
    if (program.functions.empty())
        errors.emplace_back("a program without functions");
    if (!std::ranges::all_of(program.immutables, is_name))
        errors.emplace_back("a name of an immutable that is none");
    for (FunctionId id = 0; id < program.functions.size(); ++id)
        FunctionCheck{program, id, errors}.run();
    check_calls(program, errors);
    if (errors.empty() && (gives_back(program.functions.front()) ||
                              !program.functions.front().blocks.front().parameters.empty()))
        errors.emplace_back("the first function has parameters or gives back");
    return errors;
}
}  // namespace byline::compiler::ir
