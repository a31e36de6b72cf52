#include "compiler/ir/control_flow.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/memory.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/ir/places.hpp"
#include "compiler/ir/slots.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
/// Stores of one function that are looked at; those beyond stay.
constexpr std::size_t most_targets = 256;

/// What a store writes: a slot, or bytes of memory at a known place.
struct Target
{
    Place place = Place::memory;
    ValueId slot = 0;
    Interval bytes = {};
};

using Targets = std::bitset<most_targets>;

class DeadStores
{
public:
    explicit DeadStores(Function& function) : function_{function} {}

    void run()
    {
        collect();
        if (targets_.empty())
            return;
        // At first as if nothing were ever read, then as far as reads show the contrary.
        dead_at_.assign(function_.blocks.size(), Targets{}.set());
        std::vector<BlockId> order = reverse_postorder(function_);
        std::ranges::reverse(order);
        for (bool changed = true; changed;)
        {
            changed = false;
            for (const BlockId id : order)
            {
                const Targets before = dead_at_[id];
                dead_at_[id] = scan(id, nullptr);
                changed = changed || dead_at_[id] != before;
            }
        }
        for (const BlockId id : order)
        {
            std::vector<bool> dead(function_.blocks[id].body.size());
            (void)scan(id, &dead);
            std::size_t i = 0;
            std::erase_if(function_.blocks[id].body, [&](ValueId) { return dead[i++]; });
        }
    }

private:
    void collect()
    {
        for (const Block& block : function_.blocks)
        {
            for (const ValueId id : block.body)
            {
                const auto target = target_of(function_.values[id]);
                if (!target || targets_.size() == most_targets)
                    continue;
                number_[id] = targets_.size();
                if (target->place != Place::memory)
                {
                    named_by_[target->slot].push_back(targets_.size());
                    named_by_[base_of_slot(function_, target->slot)].push_back(targets_.size());
                }
                targets_.push_back(*target);
            }
        }
        for (std::size_t i = 0; i < targets_.size(); ++i)
            kinds_[static_cast<std::size_t>(targets_[i].place)].set(i);
    }

    /// What a store writes for certain; nothing, if it is no store or its place is computed.
    [[nodiscard]] std::optional<Target> target_of(const Instruction& instruction) const
    {
        switch (instruction.operation)
        {
            case Operation::sstore:
                return Target{Place::storage, instruction.operands[0]};
            case Operation::tstore:
                return Target{Place::transient, instruction.operands[0]};
            case Operation::mstore:
            case Operation::mstore8:
            case Operation::calldatacopy:
            case Operation::codecopy:
            case Operation::mcopy:
                if (const auto bytes = interval_of(function_, *written_range(instruction));
                    bytes && !bytes->is_empty())
                    return Target{Place::memory, 0, *bytes};
                return std::nullopt;
            default:
                return std::nullopt;
        }
    }

    [[nodiscard]] const Targets& all(Place place) const
    {
        return kinds_[static_cast<std::size_t>(place)];
    }

    /// What is dead at the end of a block.
    [[nodiscard]] Targets dead_after(const Exit& exit) const
    {
        Targets dead;
        switch (exit.kind)
        {
            case ExitKind::jump:
            case ExitKind::branch:
                dead.set();
                for (const Edge& edge : exit.edges)
                    dead &= dead_at_[edge.block];
                return dead;
            case ExitKind::revert:  // takes all state back
                dead.set();
                read_memory(dead, read_range(exit));
                return dead;
            case ExitKind::stop:
            case ExitKind::return_data:
                dead = all(Place::memory);
                read_memory(dead, read_range(exit));
                return dead;
            case ExitKind::call_function:
            case ExitKind::give_back:
                return dead;
        }
        return dead;
    }

    /// What is dead before a block; in `removed` the stores that nothing sees.
    Targets scan(BlockId id, std::vector<bool>* removed) const
    {
        const Block& block = function_.blocks[id];
        Targets dead = dead_after(block.exit);
        for (std::size_t i = block.body.size(); i-- > 0;)
        {
            const ValueId value = block.body[i];
            define(dead, value);
            const Instruction& instruction = function_.values[value];
            if (traits(instruction.operation).effect == Effect::pure)
                continue;
            if (const auto number = number_.find(value); number != number_.end())
            {
                if (dead[number->second])
                {
                    if (removed != nullptr)
                        (*removed)[i] = true;
                    continue;
                }
                overwrite(dead, targets_[number->second]);
            }
            read(dead, instruction);
        }
        for (const ValueId parameter : block.parameters)
            define(dead, parameter);
        return dead;
    }

    /// Before its definition a value names another slot: that of an earlier round of a loop.
    void define(Targets& dead, ValueId value) const
    {
        if (const auto named = named_by_.find(value); named != named_by_.end())
        {
            for (const std::size_t i : named->second)
                dead.reset(i);
        }
    }

    void overwrite(Targets& dead, const Target& by) const
    {
        for (std::size_t i = 0; i < targets_.size(); ++i)
        {
            const Target& target = targets_[i];
            if (target.place != by.place)
                continue;
            if (by.place == Place::memory
                    ? by.bytes.covers(target.bytes)
                    : overlap_of_slots(function_, by.slot, target.slot) == Overlap::same)
                dead.set(i);
        }
    }

    void read(Targets& dead, const Instruction& instruction) const
    {
        const Places read = reads(instruction.operation);
        if (read.has(Place::memory))
            read_memory(dead, read_range(instruction));
        for (const Place place : {Place::storage, Place::transient})
        {
            if (!read.has(place))
                continue;
            const bool one = instruction.operation == Operation::sload ||
                             instruction.operation == Operation::tload;
            for (std::size_t i = 0; i < targets_.size(); ++i)
            {
                if (targets_[i].place == place &&
                    (!one || overlap_of_slots(function_, instruction.operands[0],
                                 targets_[i].slot) != Overlap::none))
                    dead.reset(i);
            }
        }
    }

    void read_memory(Targets& dead, const std::optional<MemoryRange>& range) const
    {
        if (!range)
            return;
        const auto bytes = interval_of(function_, *range);
        for (std::size_t i = 0; i < targets_.size(); ++i)
        {
            if (targets_[i].place == Place::memory && (!bytes || bytes->meets(targets_[i].bytes)))
                dead.reset(i);
        }
    }

    Function& function_;
    std::vector<Target> targets_;
    std::map<ValueId, std::size_t> number_;  ///< of a store's target
    std::map<ValueId, std::vector<std::size_t>>
        named_by_;                  ///< slots that this value names, or a sum of it
    std::array<Targets, 7> kinds_;  ///< by place
    std::vector<Targets> dead_at_;  ///< before each block
};
}  // namespace

void remove_dead_stores(Function& function)
{
    DeadStores{function}.run();
}
}  // namespace byline::compiler::ir
