#include "compiler/ir/ir.hpp"
#include "compiler/ir/known_bits.hpp"
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
/// How far a mask is followed into what it is put on.
constexpr unsigned deepest_look = 16;

class Simplifier : public Rewriter
{
public:
    explicit Simplifier(Function& function) : Rewriter{function} {}

private:
    std::optional<ValueId> rewrite(ValueId id) override
    {
        const std::optional<ValueId> found = simplified(id);
        if (!found)
            note(id);
        return found;
    }

    /// Remembers which bits can be set.
    void note(ValueId id)
    {
        const Instruction& instruction = at(id);
        std::vector<uint256> operands;
        operands.reserve(instruction.operands.size());
        for (const ValueId operand : instruction.operands)
            operands.push_back(bits(operand));
        possible_.resize(function().values.size(), max_uint256);
        possible_[id] = possible_bits(function(), instruction, operands);
    }

    [[nodiscard]] uint256 bits(ValueId id) const
    {
        if (const auto value = known(id))
            return *value;
        return id < possible_.size() ? possible_[id] : max_uint256;
    }

    ValueId made(Operation operation, std::vector<ValueId> operands)
    {
        const ValueId id = emit(operation, std::move(operands));
        note(id);
        return id;
    }

    std::optional<ValueId> simplified(ValueId id)
    {
        const Instruction instruction = at(id);
        const std::vector<ValueId>& x = instruction.operands;
        switch (instruction.operation)
        {
            case Operation::bit_and:
                if (const auto mask = known(x[1]))
                    return masked(x[0], *mask, deepest_look, true);
                if (const auto mask = known(x[0]))
                    return masked(x[1], *mask, deepest_look, true);
                return x[0] == x[1] ? std::optional{x[0]} : std::nullopt;
            case Operation::bit_or:
                return x[0] == x[1] ? std::optional{x[0]} : std::nullopt;
            case Operation::shl:
            case Operation::shr:
                return shifted(instruction);
            case Operation::eq:
            case Operation::lt:
            case Operation::gt:
                return compared(instruction);
            default:
                return std::nullopt;
        }
    }

    /// The operand that gives the same as `mask & (a op b)`, if one does.
    [[nodiscard]] ValueId through(ValueId id, const uint256& mask) const
    {
        for (unsigned i = 0; i < deepest_look; ++i)
        {
            const std::optional<ValueId> operand = passed_on(at(id), mask);
            if (!operand)
                break;
            id = *operand;
        }
        return id;
    }

    /// The operand that gives the same as the instruction under this mask, if one does.
    [[nodiscard]] std::optional<ValueId> passed_on(
        const Instruction& instruction, const uint256& mask) const
    {
        const std::vector<ValueId>& x = instruction.operands;
        if (instruction.operation == Operation::bit_or ||
            instruction.operation == Operation::bit_xor)
        {
            if ((bits(x[0]) & mask).is_zero())
                return x[1];
            if ((bits(x[1]) & mask).is_zero())
                return x[0];
        }
        if (instruction.operation == Operation::bit_and)
        {
            if (keeps(x[0], x[1], mask))
                return x[0];
            if (keeps(x[1], x[0], mask))
                return x[1];
        }
        return std::nullopt;
    }

    /// Whether the constant `by` takes no bit of `value & mask` away.
    [[nodiscard]] bool keeps(ValueId value, ValueId by, const uint256& mask) const
    {
        const auto kept = known(by);
        return kept && (bits(value) & mask & ~*kept).is_zero();
    }

    /// What gives `value & mask`; nothing, if that is best written as it is (`is_written`).
    // NOLINTNEXTLINE(misc-no-recursion)
    std::optional<ValueId> masked(
        ValueId value, const uint256& mask, unsigned depth, bool is_written = false)
    {
        const ValueId inner = through(value, mask);
        if ((bits(inner) & mask).is_zero())
            return zero();
        if ((bits(inner) & ~mask).is_zero())
            return inner;
        const Instruction instruction = at(inner);
        const std::vector<ValueId>& x = instruction.operands;
        if (instruction.operation == Operation::bit_and && known(x[1]))
            return masked(x[0], mask & *known(x[1]), 0);
        if (instruction.operation == Operation::bit_and && known(x[0]))
            return masked(x[1], mask & *known(x[0]), 0);
        // Of a sum of fields, the ones that are inside need no mask.
        const bool is_sum = instruction.operation == Operation::bit_or && depth > 0;
        if (is_sum && (is_inside(x[0], mask) || is_inside(x[1], mask)))
        {
            const auto left = masked(x[0], mask, depth - 1);
            const auto right = masked(x[1], mask, depth - 1);
            return made(Operation::bit_or, {*left, *right});
        }
        if (is_written && inner == value)
            return std::nullopt;
        return made(Operation::bit_and, {inner, constant(mask)});
    }

    [[nodiscard]] bool is_inside(ValueId value, const uint256& mask) const
    {
        return (bits(value) & ~mask).is_zero();
    }

    ValueId zero()
    {
        const ValueId id = constant(0);
        note(id);
        return id;
    }

    /// A shift that takes what another one did back, or that no bit outlives.
    std::optional<ValueId> shifted(const Instruction& shift)
    {
        const auto by = known(shift.operands[0]);
        if (!by || *by >= uint256{256})
            return std::nullopt;
        const bool left = shift.operation == Operation::shl;
        // The bits of what is shifted that are still there afterwards.
        const uint256 demanded = left ? max_uint256 >> *by : max_uint256 << *by;
        const ValueId inner = through(shift.operands[1], demanded);
        if ((bits(inner) & demanded).is_zero())
            return zero();
        const Instruction& before = at(inner);
        const bool returns = before.operation == (left ? Operation::shr : Operation::shl) &&
                             known(before.operands[0]) == by;
        if (returns)
        {
            const ValueId original = before.operands[1];
            const uint256 kept = left ? max_uint256 << *by : max_uint256 >> *by;
            return masked(original, kept, 0);
        }
        if (inner == shift.operands[1])
            return std::nullopt;
        return made(shift.operation, {shift.operands[0], inner});
    }

    /// A comparison that the bits decide.
    std::optional<ValueId> compared(const Instruction& instruction)
    {
        ValueId left = instruction.operands[0];
        ValueId right = instruction.operands[1];
        if (instruction.operation == Operation::gt)
            std::swap(left, right);
        const auto a = known(left);
        const auto b = known(right);
        if (left == right)
            return constant(instruction.operation == Operation::eq ? 1 : 0);
        if (instruction.operation == Operation::eq)
        {
            const bool differs =
                (a && !(*a & ~bits(right)).is_zero()) || (b && !(*b & ~bits(left)).is_zero());
            return differs ? std::optional{zero()} : std::nullopt;
        }
        // left < right: never, if right is no more than 0 or left all ones.
        if ((b && b->is_zero()) || (a && *a == max_uint256))
            return zero();
        if (a && *a >= bits(right))
            return zero();
        if (b && bits(left) < *b)
            return constant(1);
        return std::nullopt;
    }

    std::vector<uint256> possible_;
};
}  // namespace

void simplify_bits(Function& function)
{
    Simplifier{function}.run();
}
}  // namespace byline::compiler::ir
