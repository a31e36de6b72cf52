#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/ir/rewriter.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// k, if the value is 2^k - 1, k > 0.
std::optional<unsigned> width_of_mask(const std::optional<uint256>& value) noexcept
{
    if (!value || value->is_zero() || !(*value & (*value + 1)).is_zero())
        return std::nullopt;
    return value->bit_width();
}

class ConditionSimplifier : public Rewriter
{
public:
    explicit ConditionSimplifier(Function& function)
        : Rewriter{function}, uses_{count_uses(function)}
    {}

private:
    std::optional<ValueId> rewrite(ValueId /*id*/) override { return std::nullopt; }

    void rewrite_exit(BlockId block) override
    {
        Exit& exit = exit_of(block);
        if (exit.kind != ExitKind::branch)
            return;
        while (const auto better = simpler(exit.operands[0]))
            exit.operands[0] = *better;
        turn(exit);
    }

    /// The other way round, if that saves the negation and both ways are as likely.
    void turn(Exit& exit)
    {
        const Instruction& condition = at(exit.operands[0]);
        const auto is_cold = [&](const Edge& edge) {
            return function().blocks[edge.block].is_cold;
        };
        if (condition.operation != Operation::iszero ||
            is_cold(exit.edges[0]) != is_cold(exit.edges[1]))
            return;
        exit.operands[0] = condition.operands[0];
        std::swap(exit.edges[0], exit.edges[1]);
    }

    [[nodiscard]] bool is_used_once(ValueId id) const
    {
        return id < uses_.size() && uses_[id] == 1;
    }

    /// A cheaper value that is zero exactly where this one is.
    std::optional<ValueId> simpler(ValueId id)
    {
        const Instruction instruction = at(id);
        const std::vector<ValueId>& x = instruction.operands;
        switch (instruction.operation)
        {
            case Operation::iszero:
                return not_zero(x[0]);
            case Operation::lt:
                return greater(id, x[1], x[0]);
            case Operation::gt:
                return greater(id, x[0], x[1]);
            default:
                return std::nullopt;
        }
    }

    /// a > b.
    std::optional<ValueId> greater(ValueId id, ValueId a, ValueId b)
    {
        if (known(b) == uint256{})
            return a;
        const auto width = width_of_mask(known(b));
        if (width && *width < 256 && is_used_once(id))
            return emit(Operation::shr, {constant(*width), a});
        return std::nullopt;
    }

    /// iszero of this.
    std::optional<ValueId> not_zero(ValueId id)
    {
        const Instruction instruction = at(id);
        const std::vector<ValueId>& x = instruction.operands;
        const bool is_lost = is_used_once(id);
        switch (instruction.operation)
        {
            case Operation::iszero:
                return x[0];
            case Operation::eq:
                return is_lost ? std::optional{emit(Operation::bit_xor, {x[0], x[1]})}
                               : std::nullopt;
            case Operation::lt:
                return is_lost ? not_less(x[0], x[1]) : std::nullopt;
            case Operation::gt:
                return is_lost ? not_less(x[1], x[0]) : std::nullopt;
            default:
                return std::nullopt;
        }
    }

    /// a >= b, for a power of two b.
    std::optional<ValueId> not_less(ValueId a, ValueId b)
    {
        const auto limit = known(b);
        if (!limit || limit->is_zero())
            return std::nullopt;
        const auto width = width_of_mask(*limit - 1);
        if (!width)
            return std::nullopt;
        return emit(Operation::shr, {constant(*width), a});
    }

    std::vector<std::size_t> uses_;
};
}  // namespace

void simplify_conditions(Function& function)
{
    ConditionSimplifier{function}.run();
}
}  // namespace byline::compiler::ir
