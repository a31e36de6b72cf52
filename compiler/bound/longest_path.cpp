#include "compiler/bound/longest_path.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace byline::compiler::bound
{
namespace
{
using Region = std::set<std::size_t>;

/// Places that can all come after each other, or one alone.
using Component = std::vector<std::size_t>;

/// Tarjan's algorithm, with a stack of its own: components, each before those that lead to it.
class Components
{
public:
    /// Edges to `cut` do not count.
    Components(
        const std::vector<Place>& places, const Region& region, std::optional<std::size_t> cut)
        : places_{places}, region_{region}, cut_{cut}, marks_(places.size())
    {}

    std::vector<Component> run(const std::map<std::size_t, std::uint64_t>& from)
    {
        for (const auto& [place, cost] : from)
        {
            if (marks_[place].number == 0)
                search(place);
        }
        return std::move(found_);
    }

private:
    struct Mark
    {
        std::size_t number = 0;  ///< 0: not met yet
        std::size_t lowest = 0;
        bool is_open = false;
    };

    struct Call
    {
        std::size_t place = 0;
        std::size_t edge = 0;
    };

    void search(std::size_t from)
    {
        enter(from);
        while (!calls_.empty())
        {
            Call& call = calls_.back();
            const std::vector<std::size_t>& next = places_[call.place].next;
            if (call.edge == next.size())
                leave();
            else
                follow(call.place, next[call.edge++]);
        }
    }

    void enter(std::size_t place)
    {
        marks_[place] = {++count_, count_, true};
        open_.push_back(place);
        calls_.push_back({place, 0});
    }

    void follow(std::size_t place, std::size_t next)
    {
        if (next == cut_ || !region_.contains(next))
            return;
        if (marks_[next].number == 0)
            return enter(next);
        if (marks_[next].is_open)
            marks_[place].lowest = std::min(marks_[place].lowest, marks_[next].number);
    }

    void leave()
    {
        const std::size_t place = calls_.back().place;
        calls_.pop_back();
        if (!calls_.empty())
        {
            Mark& caller = marks_[calls_.back().place];
            caller.lowest = std::min(caller.lowest, marks_[place].lowest);
        }
        if (marks_[place].lowest != marks_[place].number)
            return;
        Component& component = found_.emplace_back();
        std::size_t member = 0;
        do
        {
            member = open_.back();
            open_.pop_back();
            marks_[member].is_open = false;
            component.push_back(member);
        } while (member != place);
    }

    const std::vector<Place>& places_;
    const Region& region_;
    std::optional<std::size_t> cut_;
    std::vector<Mark> marks_;
    std::size_t count_ = 0;
    std::vector<std::size_t> open_;
    std::vector<Call> calls_;
    std::vector<Component> found_;
};

/// What a way costs at most that ends at a place; places that no way comes to are not in it.
using Costs = std::map<std::size_t, std::uint64_t>;

std::uint64_t plus(std::uint64_t a, std::uint64_t b) noexcept
{
    return std::min(a + b, most_cost);
}

std::uint64_t times(std::uint64_t a, std::uint64_t b) noexcept
{
    return b != 0 && a > most_cost / b ? most_cost : a * b;
}

void raise(Costs& costs, std::size_t place, std::uint64_t cost)
{
    std::uint64_t& most = costs[place];
    most = std::max(most, cost);
}

/// Loops whose rounds nobody counts make the whole search fail.
class Search
{
public:
    explicit Search(const std::vector<Place>& places) : places_{places} {}

    /// Of all ways within the region that begin at the places of `arrived`, with what they have
    /// cost until then; edges to `cut` do not count.
    // As deep as loops are in loops.
    // NOLINTNEXTLINE(misc-no-recursion)
    std::optional<Costs> run(const Region& region, Costs arrived, std::optional<std::size_t> cut)
    {
        std::vector<Component> components = Components{places_, region, cut}.run(arrived);
        Costs costs;
        // Those that lead to others come last.
        for (std::size_t i = components.size(); i-- > 0;)
        {
            const Region inside{components[i].begin(), components[i].end()};
            Costs here;
            for (const std::size_t place : inside)
            {
                if (const auto found = arrived.find(place); found != arrived.end())
                    here.insert(*found);
            }
            const auto through = settle(inside, here, cut);
            if (!through)
                return std::nullopt;
            for (const auto& [place, cost] : *through)
            {
                raise(costs, place, cost);
                for (const std::size_t next : places_[place].next)
                {
                    if (next != cut && region.contains(next) && !inside.contains(next))
                        raise(arrived, next, cost);
                }
            }
        }
        return costs;
    }

private:
    [[nodiscard]] bool leads_to(std::size_t place, std::size_t next) const
    {
        return std::ranges::find(places_[place].next, next) != places_[place].next.end();
    }

    /// The place whose visits count the rounds: where the loop is entered; or else, where code that
    /// leads to it is shared with the loop, the only one that says how often it is come to.
    [[nodiscard]] std::optional<std::size_t> head_of(const Region& loop, const Costs& here) const
    {
        const auto counts = [&](std::size_t place) { return places_[place].max_visits != 0; };
        if (here.size() == 1 && counts(here.begin()->first))
            return here.begin()->first;
        if (std::ranges::count_if(loop, counts) != 1)
            return std::nullopt;
        return *std::ranges::find_if(loop, counts);
    }

    /// The same for places that can all come after each other, or one alone.
    // NOLINTNEXTLINE(misc-no-recursion)
    std::optional<Costs> settle(
        const Region& inside, const Costs& here, std::optional<std::size_t> cut)
    {
        const std::size_t first = *inside.begin();
        if (inside.size() == 1 && (first == cut || !leads_to(first, first)))
            return Costs{{first, plus(here.at(first), places_[first].cost)}};
        const auto head = head_of(inside, here);
        if (!head)
            return std::nullopt;
        Costs elsewhere = here;
        elsewhere.erase(*head);
        auto result = run(inside, std::move(elsewhere), head);
        const auto around = run(inside, {{*head, 0}}, head);
        if (!result || !around)
            return std::nullopt;
        std::uint64_t before = here.contains(*head) ? here.at(*head) : 0;
        for (const auto& [place, cost] : *result)
            before = leads_to(place, *head) ? std::max(before, cost) : before;
        std::uint64_t round = 0;
        for (const auto& [place, cost] : *around)
            round = leads_to(place, *head) ? std::max(round, cost) : round;
        before = plus(before, times(round, places_[*head].max_visits - 1));
        for (const auto& [place, cost] : *around)
            raise(*result, place, plus(before, cost));
        return result;
    }

    const std::vector<Place>& places_;
};
}  // namespace

std::optional<std::uint64_t> longest_path(const std::vector<Place>& places)
{
    Region all;
    for (std::size_t i = 0; i < places.size(); ++i)
        all.insert(i);
    const auto costs = Search{places}.run(all, {{0, 0}}, std::nullopt);
    if (!costs)
        return std::nullopt;
    std::uint64_t most = 0;
    for (const auto& [place, cost] : *costs)
        most = places[place].next.empty() ? std::max(most, cost) : most;
    return most;
}
}  // namespace byline::compiler::bound
