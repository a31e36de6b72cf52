#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// How many blocks back a condition is looked for.
constexpr int farthest_test = 32;

class FlowSimplifier
{
public:
    explicit FlowSimplifier(Function& function) : function_{function} {}

    void run()
    {
        before_ = predecessors(function_);
        for (const BlockId id : reverse_postorder(function_))
        {
            decide(function_.blocks[id].exit);
            repeat(id);
        }
        for (Block& block : function_.blocks)
            thread(block.exit);
        empty_unreachable();
        drop_parameters();
    }

private:
    /// A branch whose condition is known, or whose ways are the same, is a jump.
    void decide(Exit& exit)
    {
        if (exit.kind != ExitKind::branch)
            return;
        const Instruction& condition = function_.values[exit.operands[0]];
        std::size_t taken = 0;
        if (condition.operation == Operation::constant)
            taken = condition.constant.is_zero() ? 1 : 0;
        else if (exit.edges[0].block != exit.edges[1].block)
            return;
        exit.kind = ExitKind::jump;
        exit.operands.clear();
        exit.edges = {exit.edges[taken]};
    }

    /// A branch on what was tested on the only way to it is a jump.
    void repeat(BlockId id)
    {
        Exit& exit = function_.blocks[id].exit;
        if (exit.kind != ExitKind::branch)
            return;
        BlockId at = id;
        for (int step = 0; step < farthest_test && before_[at].size() == 1; ++step)
        {
            const BlockId next = at;
            at = before_[at][0];
            const Exit& test = function_.blocks[at].exit;
            if (test.kind != ExitKind::branch || test.operands != exit.operands)
                continue;
            exit.edges = {exit.edges[test.edges[0].block == next ? 0 : 1]};
            exit.kind = ExitKind::jump;
            exit.operands.clear();
            return;
        }
    }

    /// What nothing leads to any more hands nothing on either.
    void empty_unreachable()
    {
        std::vector<bool> reached(function_.blocks.size());
        for (const BlockId id : reverse_postorder(function_))
            reached[id] = true;
        for (BlockId id = 0; id < function_.blocks.size(); ++id)
        {
            if (reached[id])
                continue;
            function_.blocks[id].parameters.clear();
            function_.blocks[id].body.clear();
            function_.blocks[id].exit = {};
        }
    }

    /// Goes past blocks that only jump on, without handing anything over.
    void thread(Exit& exit)
    {
        if (exit.kind != ExitKind::jump && exit.kind != ExitKind::branch)
            return;
        for (Edge& edge : exit.edges)
        {
            // In a ring of such blocks it ends after as many steps as there are blocks.
            for (std::size_t step = 0; step < function_.blocks.size(); ++step)
            {
                const Block& next = function_.blocks[edge.block];
                if (!next.parameters.empty() || !next.body.empty() ||
                    next.exit.kind != ExitKind::jump || !next.exit.edges[0].arguments.empty())
                    break;
                edge.block = next.exit.edges[0].block;
            }
        }
        // Both ways may now be the same.
        decide(exit);
    }

    /// Where every way to a block hands over the same value, the value needs no parameter.
    void drop_parameters()
    {
        const std::vector<BlockId> order = reverse_postorder(function_);
        same_as_.resize(function_.values.size());
        for (ValueId id = 0; id < same_as_.size(); ++id)
            same_as_[id] = id;
        for (bool changed = true; changed;)
        {
            changed = false;
            ways_.assign(function_.blocks.size(), {});
            for (const BlockId id : order)
            {
                Exit& exit = function_.blocks[id].exit;
                for (Edge& edge : exit.edges)
                    ways_[edge.block].push_back(exit.kind == ExitKind::jump ? &edge : nullptr);
            }
            for (const BlockId id : order)
                changed = drop_parameters(id) || changed;
        }
        for (const BlockId id : order)
            replace_in(id);
    }

    bool drop_parameters(BlockId id)
    {
        std::vector<ValueId>& parameters = function_.blocks[id].parameters;
        const std::vector<Edge*>& ways = ways_[id];
        if (id == 0 || parameters.empty() || std::ranges::find(ways, nullptr) != ways.end())
            return false;
        bool changed = false;
        for (std::size_t i = parameters.size(); i-- > 0;)
        {
            const auto value = only_argument(ways, i, parameters[i]);
            if (!value)
                continue;
            same_as_[parameters[i]] = *value;
            parameters.erase(parameters.begin() + static_cast<std::ptrdiff_t>(i));
            for (Edge* way : ways)
                way->arguments.erase(way->arguments.begin() + static_cast<std::ptrdiff_t>(i));
            changed = true;
        }
        return changed;
    }

    /// What all ways hand over for a parameter; itself does not count.
    [[nodiscard]] std::optional<ValueId> only_argument(
        const std::vector<Edge*>& ways, std::size_t i, ValueId parameter) const
    {
        std::optional<ValueId> only;
        for (const Edge* way : ways)
        {
            const ValueId argument = representative(way->arguments[i]);
            if (argument == parameter || argument == only)
                continue;
            if (only)
                return std::nullopt;
            only = argument;
        }
        return only;
    }

    [[nodiscard]] ValueId representative(ValueId id) const
    {
        while (same_as_[id] != id)
            id = same_as_[id];
        return id;
    }

    void replace_in(BlockId id)
    {
        const auto replace = [&](std::vector<ValueId>& operands) {
            for (ValueId& operand : operands)
                operand = representative(operand);
        };
        Block& block = function_.blocks[id];
        for (const ValueId value : block.body)
            replace(function_.values[value].operands);
        replace(block.exit.operands);
        for (Edge& edge : block.exit.edges)
            replace(edge.arguments);
    }

    Function& function_;
    std::vector<std::vector<BlockId>> before_;  ///< as they were written
    std::vector<ValueId> same_as_;
    std::vector<std::vector<Edge*>> ways_;  ///< to each block; none for other than jumps
};
}  // namespace

void simplify_flow(Function& function)
{
    FlowSimplifier{function}.run();
}
}  // namespace byline::compiler::ir
