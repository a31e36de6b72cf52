// Ends of code that are the same are kept once where that pays: the others jump there.
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// Ends longer than this are shared in part.
constexpr std::size_t longest_tail = 64;

/// Sharing one end can make others worth it; after this many rounds nothing is left in contracts.
constexpr int most_rounds = 16;

/// PUSH2 and JUMP.
constexpr std::uint64_t jump_bytes = 4;
constexpr std::uint64_t label_bytes = 3;
constexpr std::uint64_t immutable_bytes = 21;

std::uint64_t bytes_of(const Item& item) noexcept
{
    switch (item.kind)
    {
        case ItemKind::push:
            return 1 + (item.value.bit_width() + 7) / 8;
        case ItemKind::push_label:
            return label_bytes;
        case ItemKind::push_immutable:
            return immutable_bytes;
        default:
            return 1;
    }
}

bool ends_flow(const Item& item) noexcept
{
    return item.kind == ItemKind::opcode && (item.opcode == OP_STOP || item.opcode == OP_RETURN ||
                                                item.opcode == OP_REVERT || item.opcode == OP_JUMP);
}

bool can_move(const Item& item) noexcept
{
    return item.kind != ItemKind::label && item.kind != ItemKind::place &&
           item.kind != ItemKind::bytes;
}

/// The end of a stretch of code that flow does not leave downwards.
struct End
{
    std::size_t last = 0;     ///< index of its last item
    std::size_t movable = 0;  ///< how many of its last items are no labels and the like
    bool is_all = false;      ///< before them lies only a label that nothing falls into
};

/// Ends that have their last items in common.
struct Group
{
    std::vector<std::size_t> ends;
    std::size_t items = 0;
    std::uint64_t bytes = 0;
    std::uint64_t gain = 0;
};

class TailMerger
{
public:
    TailMerger(std::vector<Item> items, const CostModel& costs)
        : items_{std::move(items)}, costs_{costs}
    {
        for (const Item& item : items_)
        {
            if (item.kind == ItemKind::label)
                next_label_ = std::max(next_label_, item.label + 1);
        }
    }

    std::vector<Item> run()
    {
        for (int round = 0; round < most_rounds && merge_once(); ++round)
        {
        }
        return std::move(items_);
    }

private:
    bool merge_once()
    {
        find_ends();
        std::vector<Group> groups = find_groups();
        std::ranges::sort(groups, [](const Group& a, const Group& b) {
            return std::tie(b.gain, a.ends, a.items) < std::tie(a.gain, b.ends, b.items);
        });
        moved_.assign(ends_.size(), 0);
        target_.assign(ends_.size(), 0);
        entry_.clear();
        std::vector<bool> used(ends_.size());
        for (const Group& group : groups)
        {
            if (std::ranges::any_of(group.ends, [&](std::size_t end) { return used[end]; }))
                continue;
            for (const std::size_t end : group.ends)
                used[end] = true;
            share(group);
        }
        if (!groups.empty())
            rebuild();
        return !groups.empty();
    }

    void find_ends()
    {
        ends_.clear();
        std::size_t movable = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < items_.size(); ++i)
        {
            movable = can_move(items_[i]) ? movable + 1 : 0;
            if (!ends_flow(items_[i]))
                continue;
            // Who jumps to where a loop is entered would count as another visit.
            const bool is_all = items_[begin].kind == ItemKind::label &&
                                items_[begin].max_visits == 0 && movable == i - begin;
            ends_.push_back({i, movable, is_all});
            begin = i + 1;
            movable = 0;
        }
    }

    /// Follows all ends backwards at once; where several are still the same, they are a group.
    std::vector<Group> find_groups()
    {
        std::vector<Group> good;
        Group all;
        for (std::size_t i = 0; i < ends_.size(); ++i)
            all.ends.push_back(i);
        std::vector<Group> open{std::move(all)};
        while (!open.empty())
        {
            const Group group = std::move(open.back());
            open.pop_back();
            for (auto& [key, longer] : split(group))
            {
                if (longer.ends.size() < 2)
                    continue;
                longer.gain = gain_of(longer);
                if (longer.gain != 0)
                    good.push_back(longer);
                if (longer.items < longest_tail)
                    open.push_back(std::move(longer));
            }
        }
        return good;
    }

    using Key = std::tuple<ItemKind, Opcode, uint256, Label, JumpKind>;

    [[nodiscard]] std::map<Key, Group> split(const Group& group) const
    {
        std::map<Key, Group> parts;
        for (const std::size_t end : group.ends)
        {
            if (ends_[end].movable <= group.items)
                continue;
            const Item& item = items_[ends_[end].last - group.items];
            Group& part = parts[{item.kind, item.opcode, item.value, item.label, item.jump}];
            part.items = group.items + 1;
            part.bytes = group.bytes + bytes_of(item);
            part.ends.push_back(end);
        }
        return parts;
    }

    [[nodiscard]] bool is_whole(std::size_t end, const Group& group) const
    {
        return ends_[end].is_all && ends_[end].movable == group.items;
    }

    /// What sharing saves, in gas; 0 if it does not pay.
    [[nodiscard]] std::uint64_t gain_of(const Group& group) const
    {
        const bool is_cold = items_[ends_[group.ends.front()].last].opcode == OP_REVERT;
        const std::uint64_t runs = is_cold ? 1 : costs_.runs;
        const auto whole = static_cast<std::uint64_t>(std::ranges::count_if(
            group.ends, [&](std::size_t end) { return is_whole(end, group); }));
        const std::uint64_t others = group.ends.size() - 1;
        // One that has nothing before the end can be jumped to as it is; more of them go.
        const std::uint64_t jumping = whole == 0 ? others : group.ends.size() - whole;
        const std::uint64_t lost =
            jumping * weigh(costs_, jump_bytes, costs_.push + costs_.jump + costs_.jump_destination,
                          runs) +
            (whole == 0 ? weigh(costs_, 1, costs_.jump_destination, runs) : 0);
        const std::uint64_t saved = weigh(costs_, others * group.bytes, 0, runs);
        return saved > lost ? saved - lost : 0;
    }

    void share(const Group& group)
    {
        const auto found =
            std::ranges::find_if(group.ends, [&](std::size_t end) { return is_whole(end, group); });
        const std::size_t kept = found == group.ends.end() ? group.ends.front() : *found;
        Label label = next_label_;
        const std::size_t first = ends_[kept].last + 1 - group.items;
        if (found == group.ends.end())
        {
            ++next_label_;
            entry_[first] = label;
        }
        else
            label = items_[first - 1].label;
        for (const std::size_t end : group.ends)
        {
            // Others that are nothing but this end are for `share_tails`.
            if (end == kept || is_whole(end, group))
                continue;
            moved_[end] = group.items;
            target_[end] = label;
        }
    }

    void rebuild()
    {
        std::vector<Item> result;
        std::size_t next = 0;
        const auto copy_to = [&](std::size_t limit) {
            for (; next < limit; ++next)
            {
                if (const auto entry = entry_.find(next); entry != entry_.end())
                    result.push_back({.kind = ItemKind::label,
                        .label = entry->second,
                        .location = items_[next].location});
                result.push_back(items_[next]);
            }
        };
        for (std::size_t i = 0; i < ends_.size(); ++i)
        {
            if (moved_[i] == 0)
                continue;
            const std::size_t last = ends_[i].last;
            copy_to(last + 1 - moved_[i]);
            const Span location = items_[last].location;
            result.push_back(
                {.kind = ItemKind::push_label, .label = target_[i], .location = location});
            result.push_back({.kind = ItemKind::opcode, .opcode = OP_JUMP, .location = location});
            next = last + 1;
        }
        copy_to(items_.size());
        items_ = std::move(result);
    }

    std::vector<Item> items_;
    const CostModel& costs_;
    Label next_label_ = 0;
    std::vector<End> ends_;
    std::vector<std::size_t> moved_;      ///< by end: how many items it no longer has
    std::vector<Label> target_;           ///< by end: where they are now
    std::map<std::size_t, Label> entry_;  ///< by item: the label to put before it
};
}  // namespace

std::vector<Item> merge_tails(std::vector<Item> items, const CostModel& costs)
{
    return TailMerger{std::move(items), costs}.run();
}
}  // namespace byline::compiler
