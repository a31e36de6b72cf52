#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/memory.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/ir/places.hpp"
#include "compiler/ir/slots.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// Reads that a block takes over from the one before it: more would take time and no contract has
/// them.
constexpr std::size_t most_inherited = 64;

class Numbering
{
public:
    explicit Numbering(Function& function)
        : function_{function},
          dominators_{immediate_dominators(function)},
          before_{predecessors(function)},
          left_(function.blocks.size()),
          same_as_(function.values.size())
    {
        for (ValueId id = 0; id < same_as_.size(); ++id)
            same_as_[id] = id;
    }

    void run()
    {
        for (const BlockId id : reverse_postorder(function_))
        {
            block_ = id;
            reads_ = inherited(id);
            for (const ValueId value : function_.blocks[id].body)
            {
                replace(function_.values[value].operands);
                number(value);
            }
            Exit& exit = function_.blocks[id].exit;
            replace(exit.operands);
            for (Edge& edge : exit.edges)
                replace(edge.arguments);
            leave(id);
        }
    }

private:
    /// Constants count by what they are, other operands by which they are.
    using Operand = std::tuple<Operation, std::uint32_t, uint256>;
    using Key = std::tuple<Operation, std::vector<Operand>>;

    struct Leader
    {
        BlockId block;
        ValueId value;
    };

    /// A read since which nothing has changed.
    struct Known
    {
        ValueId value;
        std::vector<ValueId> operands;
    };

    using Reads = std::map<Key, Known>;

    /// What the only block before this one knew.
    Reads inherited(BlockId id)
    {
        const std::vector<BlockId>& before = before_[id];
        return id != 0 && before.size() == 1 ? left_[before[0]] : Reads{};
    }

    /// Keeps for the blocks behind what costs more to read again than to hold on the stack.
    void leave(BlockId id)
    {
        const Exit& exit = function_.blocks[id].exit;
        const bool is_followed = std::ranges::any_of(
            exit.edges, [&](const Edge& edge) { return before_[edge.block].size() == 1; });
        // A function that is called may change everything.
        if (!is_followed || exit.kind == ExitKind::call_function)
            return;
        for (const auto& [key, read] : reads_)
        {
            if (is_dear(std::get<0>(key)) && left_[id].size() < most_inherited)
                left_[id].emplace(key, read);
        }
    }

    [[nodiscard]] static bool is_dear(Operation read) noexcept
    {
        return read == Operation::sload || read == Operation::tload ||
               read == Operation::extcodesize || read == Operation::keccak256;
    }

    void replace(std::vector<ValueId>& operands)
    {
        for (ValueId& operand : operands)
            operand = same_as_[operand];
    }

    [[nodiscard]] Operand operand(ValueId id) const
    {
        const Instruction& instruction = function_.values[id];
        if (is_rematerialised(instruction))
            return {instruction.operation, instruction.index, instruction.constant};
        return {Operation::parameter, id, {}};
    }

    [[nodiscard]] Key key_of(Operation operation, const std::vector<ValueId>& ids) const
    {
        Key key{operation, {}};
        std::vector<Operand>& operands = std::get<1>(key);
        for (const ValueId id : ids)
            operands.push_back(operand(id));
        // Of the two ways to write it, the one with the lesser operand first.
        const auto& mirror = traits(operation).mirror;
        if (mirror && operands[1] < operands[0])
        {
            std::swap(operands[0], operands[1]);
            std::get<0>(key) = *mirror;
        }
        return key;
    }

    [[nodiscard]] bool dominates(BlockId above, BlockId below) const
    {
        while (below != above && below != 0)
            below = dominators_[below];
        return below == above;
    }

    /// Whether it costs less to keep the value over blocks than to compute it again: reading the
    /// call data and taking a constant from a value are as cheap as holding a slot of the stack.
    [[nodiscard]] static bool is_worth_keeping(Operation operation) noexcept
    {
        switch (operation)
        {
            case Operation::mul:
            case Operation::div:
            case Operation::sdiv:
            case Operation::mod:
            case Operation::smod:
            case Operation::addmod:
            case Operation::mulmod:
            case Operation::exp:
                return true;
            default:
                return false;
        }
    }

    void number(ValueId id)
    {
        const Instruction& instruction = function_.values[id];
        const Effect effect = traits(instruction.operation).effect;
        if (effect == Effect::write)
            return forget(instruction);
        if (is_rematerialised(instruction) || instruction.operation == Operation::gas)
            return;
        const Key key = key_of(instruction.operation, instruction.operands);
        if (effect == Effect::read)
        {
            const auto [known, is_new] = reads_.try_emplace(key, id, instruction.operands);
            if (!is_new)
                same_as_[id] = known->second.value;
            return;
        }
        std::vector<Leader>& leaders = leaders_[key];
        const auto found = std::ranges::find_if(leaders, [&](const Leader& leader) {
            return leader.block == block_ ||
                   (is_worth_keeping(instruction.operation) && dominates(leader.block, block_));
        });
        if (found != leaders.end())
            same_as_[id] = found->value;
        else
            leaders.push_back({block_, id});
    }

    /// A write makes unknown what it may change; what a store wrote is known.
    void forget(const Instruction& write)
    {
        const Places changed = writes(function_, write);
        std::erase_if(reads_, [&](const auto& read) {
            return changes(write, changed, std::get<0>(read.first), read.second.operands);
        });
        if (const auto read = read_of(write.operation))
            reads_[key_of(*read, {write.operands[0]})] = {write.operands[1], {write.operands[0]}};
    }

    [[nodiscard]] bool changes(const Instruction& write, Places changed, Operation read,
        const std::vector<ValueId>& operands) const
    {
        const Places seen = reads(read);
        if (!seen.meets(changed))
            return false;
        if (seen.has(Place::memory))
            return may_meet(
                *written_range(write), *read_range({.operation = read, .operands = operands}));
        const bool is_store =
            write.operation == Operation::sstore || write.operation == Operation::tstore;
        return !is_store ||
               overlap_of_slots(function_, write.operands[0], operands[0]) != Overlap::none;
    }

    [[nodiscard]] bool may_meet(const MemoryRange& written, const MemoryRange& read) const
    {
        const auto left = interval_of(function_, written);
        const auto right = interval_of(function_, read);
        return !left || !right || left->meets(*right);
    }

    /// What gives the word that a store wrote.
    static std::optional<Operation> read_of(Operation store) noexcept
    {
        switch (store)
        {
            case Operation::sstore:
                return Operation::sload;
            case Operation::tstore:
                return Operation::tload;
            case Operation::mstore:
                return Operation::mload;
            default:
                return std::nullopt;
        }
    }

    Function& function_;
    std::vector<BlockId> dominators_;
    std::vector<std::vector<BlockId>> before_;
    std::vector<Reads> left_;       ///< by block: what it knows at its end
    std::vector<ValueId> same_as_;  ///< itself, if nothing before it is the same
    BlockId block_ = 0;
    std::map<Key, std::vector<Leader>> leaders_;
    Reads reads_;  ///< since the last write to where they read
};
}  // namespace

void number_values(Function& function)
{
    Numbering{function}.run();
}
}  // namespace byline::compiler::ir
