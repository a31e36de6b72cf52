#pragma once

#include "compiler/ir/ir.hpp"

#include <map>
#include <optional>
#include <vector>

namespace byline::compiler::ir
{
/// Computes what a program returns for the call data words given: the oracle for passes and
/// codegen. Knows pure operations, control flow and calls; `return_data` gives its first operand's
/// block's last stored word.
class Interpreter
{
public:
    Interpreter(const Program& program, std::vector<uint256> words)
        : program_{program}, words_{std::move(words)}
    {}

    /// The word returned; nothing if the program reverted.
    std::optional<uint256> run()
    {
        (void)call(0, {});
        return returned_;
    }

private:
    using Values = std::map<ValueId, uint256>;

    std::vector<uint256> call(FunctionId id, const std::vector<uint256>& arguments)
    {
        const Function& function = program_.functions[id];
        Values values;
        BlockId at = 0;
        std::vector<uint256> incoming = arguments;
        while (true)
        {
            const Block& block = function.blocks[at];
            for (std::size_t i = 0; i < incoming.size(); ++i)
                values[block.parameters[i]] = incoming[i];
            for (const ValueId value : block.body)
                values[value] = evaluate(function.values[value], values);
            const Exit& exit = block.exit;
            incoming.clear();
            switch (exit.kind)
            {
                case ExitKind::jump:
                    incoming = all(exit.edges[0].arguments, values);
                    at = exit.edges[0].block;
                    break;
                case ExitKind::branch:
                    at = exit.edges[values[exit.operands[0]].is_zero() ? 1 : 0].block;
                    break;
                case ExitKind::call_function:
                    incoming = call(exit.callee, all(exit.operands, values));
                    if (ended_)
                        return {};
                    at = exit.edges[0].block;
                    break;
                case ExitKind::give_back:
                    return all(exit.operands, values);
                case ExitKind::return_data:
                    returned_ = memory_;
                    ended_ = true;
                    return {};
                case ExitKind::stop:
                case ExitKind::revert:
                    ended_ = true;
                    return {};
            }
        }
    }

    static std::vector<uint256> all(const std::vector<ValueId>& ids, Values& values)
    {
        std::vector<uint256> result;
        for (const ValueId id : ids)
            result.push_back(values[id]);
        return result;
    }

    uint256 evaluate(const Instruction& instruction, Values& values)
    {
        const std::vector<uint256> x = all(instruction.operands, values);
        const auto truth = [](bool b) { return uint256{b ? 1U : 0U}; };
        switch (instruction.operation)
        {
            case Operation::constant:
                return instruction.constant;
            case Operation::calldataload:
                return words_[x[0].words[0] / 32];
            case Operation::add:
                return x[0] + x[1];
            case Operation::sub:
                return x[0] - x[1];
            case Operation::mul:
                return x[0] * x[1];
            case Operation::div:
                return x[0] / x[1];
            case Operation::lt:
                return truth(x[0] < x[1]);
            case Operation::gt:
                return truth(x[0] > x[1]);
            case Operation::eq:
                return truth(x[0] == x[1]);
            case Operation::iszero:
                return truth(x[0].is_zero());
            case Operation::bit_and:
                return x[0] & x[1];
            case Operation::bit_or:
                return x[0] | x[1];
            case Operation::bit_xor:
                return x[0] ^ x[1];
            case Operation::shl:
                return x[1] << x[0];
            case Operation::shr:
                return x[1] >> x[0];
            case Operation::mstore:
                memory_ = x[1];
                return {};
            default:
                return {};
        }
    }

    const Program& program_;
    std::vector<uint256> words_;
    uint256 memory_;
    std::optional<uint256> returned_;
    bool ended_ = false;
};
}  // namespace byline::compiler::ir
