#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"
#include "vm/primitives/uint256.hpp"

#include <optional>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
uint256 word(bool truth) noexcept
{
    return truth ? 1 : 0;
}

std::optional<uint256> evaluate(Operation operation, const std::vector<uint256>& x)
{
    switch (operation)
    {
        case Operation::add:
            return x[0] + x[1];
        case Operation::sub:
            return x[0] - x[1];
        case Operation::mul:
            return x[0] * x[1];
        case Operation::div:
            return x[0] / x[1];
        case Operation::sdiv:
            return signed_div(x[0], x[1]);
        case Operation::mod:
            return x[0] % x[1];
        case Operation::smod:
            return signed_mod(x[0], x[1]);
        case Operation::addmod:
            return add_mod(x[0], x[1], x[2]);
        case Operation::mulmod:
            return mul_mod(x[0], x[1], x[2]);
        case Operation::exp:
            return power(x[0], x[1]);
        case Operation::signextend:
            return sign_extend(x[0], x[1]);
        case Operation::slt:
            return word(signed_less(x[0], x[1]));
        case Operation::sgt:
            return word(signed_less(x[1], x[0]));
        case Operation::lt:
            return word(x[0] < x[1]);
        case Operation::gt:
            return word(x[0] > x[1]);
        case Operation::eq:
            return word(x[0] == x[1]);
        case Operation::iszero:
            return word(x[0].is_zero());
        case Operation::bit_and:
            return x[0] & x[1];
        case Operation::bit_or:
            return x[0] | x[1];
        case Operation::bit_xor:
            return x[0] ^ x[1];
        case Operation::bit_not:
            return ~x[0];
        case Operation::byte:
            return byte_at(x[0], x[1]);
        case Operation::sar:
            return arithmetic_shift_right(x[1], x[0]);
        case Operation::shl:
            return x[1] << x[0];
        case Operation::shr:
            return x[1] >> x[0];
        default:
            return std::nullopt;
    }
}

class Folder
{
public:
    explicit Folder(Function& function) : function_{function}, same_as_(function.values.size())
    {
        for (ValueId id = 0; id < same_as_.size(); ++id)
            same_as_[id] = id;
    }

    void run()
    {
        for (const BlockId id : reverse_postorder(function_))
        {
            Block& block = function_.blocks[id];
            for (const ValueId value : block.body)
            {
                replace(function_.values[value].operands);
                fold_one(value);
            }
            replace(block.exit.operands);
            for (Edge& edge : block.exit.edges)
                replace(edge.arguments);
        }
    }

private:
    void replace(std::vector<ValueId>& operands)
    {
        for (ValueId& operand : operands)
            operand = same_as_[operand];
    }

    [[nodiscard]] std::optional<uint256> constant(ValueId id) const
    {
        const Instruction& instruction = function_.values[id];
        if (instruction.operation != Operation::constant)
            return std::nullopt;
        return instruction.constant;
    }

    void become_constant(ValueId id, const uint256& value)
    {
        Instruction& instruction = function_.values[id];
        instruction.operation = Operation::constant;
        instruction.operands.clear();
        instruction.constant = value;
    }

    void fold_one(ValueId id)
    {
        const Instruction& instruction = function_.values[id];
        std::vector<uint256> known;
        for (const ValueId operand : instruction.operands)
        {
            if (const auto value = constant(operand))
                known.push_back(*value);
        }
        if (!known.empty() && known.size() == instruction.operands.size())
        {
            if (const auto value = evaluate(instruction.operation, known))
                return become_constant(id, *value);
        }
        if (instruction.operands.size() == 2)
            fold_identity(id, instruction.operands[0], instruction.operands[1]);
    }

    void fold_identity(ValueId id, ValueId a, ValueId b)
    {
        const auto left = constant(a);
        const auto right = constant(b);
        const auto is = [](const std::optional<uint256>& c, const uint256& v) {
            return c && *c == v;
        };
        switch (function_.values[id].operation)
        {
            case Operation::add:
            case Operation::bit_or:
            case Operation::bit_xor:
                if (is(left, 0))
                    same_as_[id] = b;
                else if (is(right, 0))
                    same_as_[id] = a;
                return;
            case Operation::mul:
                if (is(left, 0) || is(right, 0))
                    become_constant(id, 0);
                else if (is(left, 1))
                    same_as_[id] = b;
                else if (is(right, 1))
                    same_as_[id] = a;
                return;
            case Operation::bit_and:
                if (is(left, 0) || is(right, 0))
                    become_constant(id, 0);
                return;
            case Operation::sub:
            case Operation::div:
                if (is(right, function_.values[id].operation == Operation::div ? 1 : 0))
                    same_as_[id] = a;
                return;
            case Operation::shl:
            case Operation::shr:
                if (is(left, 0))
                    same_as_[id] = b;
                return;
            default:
                return;
        }
    }

    Function& function_;
    std::vector<ValueId>
        same_as_;  ///< what a value can be replaced by; itself, if nothing is known
};
}  // namespace

void fold(Function& function)
{
    Folder{function}.run();
}
}  // namespace byline::compiler::ir
