#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/ir/rewriter.hpp"
#include "vm/primitives/uint256.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// k, if the value is 2^k.
std::optional<unsigned> exponent(const std::optional<uint256>& value) noexcept
{
    if (!value || value->is_zero() || !(*value & (*value - 1)).is_zero())
        return std::nullopt;
    return value->bit_width() - 1;
}

bool is_truth(const Instruction& instruction) noexcept
{
    switch (instruction.operation)
    {
        case Operation::iszero:
        case Operation::eq:
        case Operation::lt:
        case Operation::gt:
        case Operation::slt:
        case Operation::sgt:
        case Operation::call:
        case Operation::staticcall:
            return true;
        default:
            return false;
    }
}

class Reducer : public Rewriter
{
public:
    explicit Reducer(Function& function) : Rewriter{function} {}

private:
    std::optional<ValueId> rewrite(ValueId id) override
    {
        const Instruction instruction = at(id);
        const std::vector<ValueId>& x = instruction.operands;
        switch (instruction.operation)
        {
            case Operation::mul:
                if (const auto k = exponent(known(x[0])))
                    return emit(Operation::shl, {constant(*k), x[1]});
                if (const auto k = exponent(known(x[1])))
                    return emit(Operation::shl, {constant(*k), x[0]});
                return std::nullopt;
            case Operation::div:
                if (const auto k = exponent(known(x[1])))
                    return emit(Operation::shr, {constant(*k), x[0]});
                return std::nullopt;
            case Operation::mod:
                if (exponent(known(x[1])))
                    return emit(Operation::bit_and, {x[0], constant(*known(x[1]) - 1)});
                return std::nullopt;
            case Operation::exp:
                // 2^x for x > 255 is 0 both ways.
                if (known(x[0]) == uint256{2})
                    return emit(Operation::shl, {x[1], constant(1)});
                return std::nullopt;
            case Operation::iszero:
                return negated(at(x[0]));
            case Operation::eq:
                return compared_equal(x[0], x[1]);
            case Operation::lt:
                return compared_less(x[0], x[1]);
            case Operation::gt:
                return compared_less(x[1], x[0]);
            default:
                return std::nullopt;
        }
    }

    /// iszero of this.
    std::optional<ValueId> negated(const Instruction& inner)
    {
        const std::vector<ValueId> x = inner.operands;
        switch (inner.operation)
        {
            case Operation::iszero:
                return is_truth(at(x[0])) ? std::optional{x[0]} : std::nullopt;
            case Operation::sub:
            case Operation::bit_xor:
                return emit(Operation::eq, {x[0], x[1]});
            default:
                return std::nullopt;
        }
    }

    std::optional<ValueId> compared_equal(ValueId a, ValueId b)
    {
        if (known(a))
            std::swap(a, b);
        const auto value = known(b);
        if (value == uint256{})
            return emit(Operation::iszero, {a});
        if (value == uint256{1} && is_truth(at(a)))
            return a;
        return std::nullopt;
    }

    /// a < b: there is one number below 1.
    std::optional<ValueId> compared_less(ValueId a, ValueId b)
    {
        if (known(b) == uint256{1})
            return emit(Operation::iszero, {a});
        return std::nullopt;
    }
};
}  // namespace

void reduce_strength(Function& function)
{
    Reducer{function}.run();
}
}  // namespace byline::compiler::ir
