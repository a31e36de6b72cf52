#include "compiler/bound/worst_case.hpp"

#include "compiler/bound/longest_path.hpp"
#include "compiler/bound/passage.hpp"
#include "compiler/bound/state.hpp"
#include "compiler/bound/value.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <compare>  // IWYU pragma: keep (the defaulted order)
#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler::bound
{
namespace
{
/// Licences have some hundreds; more ways than this are not followed.
constexpr std::size_t most_nodes = 1 << 16;

/// After so many rounds, what changes each time is given up.
constexpr unsigned old_after = 16;

constexpr std::uint64_t word_size = 32;

/// EIP-150 and its predecessors: what memory costs is linear, and quadratic beside.
constexpr std::uint64_t quadratic_divisor = 512;

std::uint64_t memory_gas(const CostModel& costs, std::uint64_t bytes) noexcept
{
    const std::uint64_t words = (bytes + word_size - 1) / word_size;
    return costs.memory_word * words + words * words / quadratic_divisor;
}

/// A place of the code, and to where it will go back: what calls from different places have in
/// common is followed for each of them.
struct Key
{
    /// A place in the code that the stack (by its depth) or memory (by its offset) holds.
    struct Return
    {
        bool is_in_memory = false;
        std::uint64_t where = 0;
        ValueId offset = unknown;

        auto operator<=>(const Return&) const = default;
    };

    std::size_t offset = 0;
    std::vector<Return> returns;

    auto operator<=>(const Key&) const = default;
};

class Analysis
{
public:
    Analysis(const Assembly& assembly, const CostModel& costs, const Entry& entry)
        : code_{assembly, costs, entry}
    {}

    std::expected<WorstCase, std::string> run()
    {
        State start;
        start.accounts = {values_.symbol(environment, OP_ADDRESS, address()),
            values_.symbol(environment, OP_CALLER, address())};
        arrive({0, std::move(start)});
        while (!todo_.empty())
        {
            const std::size_t node = todo_.front();
            todo_.pop_front();
            nodes_[node].is_waiting = false;
            if (auto why = follow(node); !why.empty())
                return std::unexpected{std::move(why)};
        }
        return sum();
    }

private:
    struct Node
    {
        std::size_t offset = 0;
        State state;
        unsigned changes = 0;
        bool is_waiting = false;
        std::vector<std::size_t> next = {};
    };

    static Facts address()
    {
        constexpr unsigned bits = 160;
        Facts facts = at_most((uint256{1} << bits) - 1);
        facts.is_nonzero = true;
        return facts;
    }

    [[nodiscard]] Key key_of(const Way& way) const
    {
        Key key{way.offset, {}};
        const auto add = [&](bool is_in_memory, std::uint64_t where, ValueId word) {
            const uint256* value = values_.constant_of(word);
            if (value != nullptr && code_.is_destination(*value))
                key.returns.push_back({is_in_memory, where, word});
        };
        const std::vector<ValueId>& stack = way.state.stack;
        for (std::size_t depth = 0; depth < stack.size(); ++depth)
            add(false, depth, stack[stack.size() - 1 - depth]);
        for (const auto& [offset, word] : way.state.memory)
            add(true, offset, word);
        return key;
    }

    /// The node that the way leads to.
    std::size_t arrive(Way way)
    {
        const auto [place, is_new] = keys_.try_emplace(key_of(way), nodes_.size());
        const std::size_t id = place->second;
        bool is_changed = is_new;
        if (is_new)
        {
            forget_origin(values_, way.state, origin_of(id));
            nodes_.push_back({way.offset, std::move(way.state)});
        }
        else
            is_changed = join(values_, nodes_[id].state, way.state, origin_of(id),
                nodes_[id].changes > old_after);
        Node& node = nodes_[id];
        if (is_changed)
        {
            ++node.changes;
            if (!node.is_waiting)
                todo_.push_back(id);
            node.is_waiting = true;
        }
        return id;
    }

    static Origin origin_of(std::size_t node) { return static_cast<Origin>(node + 1); }

    Passage pass_through(std::size_t node)
    {
        return pass(code_, values_, nodes_[node].state, nodes_[node].offset, origin_of(node));
    }

    std::string follow(std::size_t node)
    {
        Passage passage = pass_through(node);
        if (!passage.unbounded.empty())
            return passage.unbounded;
        std::vector<std::size_t> next;
        next.reserve(passage.ways.size());
        for (Way& way : passage.ways)
            next.push_back(arrive(std::move(way)));
        nodes_[node].next = std::move(next);
        return nodes_.size() > most_nodes ? "it has too many ways through it" : std::string{};
    }

    std::expected<WorstCase, std::string> sum()
    {
        WorstCase result;
        std::uint64_t memory_end = 0;
        std::vector<Place> places;
        for (std::size_t node = 0; node < nodes_.size(); ++node)
        {
            const Passage passage = pass_through(node);
            memory_end = std::max(memory_end, passage.memory_end);
            result.calls_out = result.calls_out || passage.calls_out;
            places.push_back(
                {passage.gas, nodes_[node].next, code_.max_visits(nodes_[node].offset)});
        }
        const auto path = longest_path(places);
        if (!path)
            return std::unexpected{"it is not known how often a loop goes round"};
        result.gas = *path + memory_gas(code_.costs(), memory_end);
        return result;
    }

    Code code_;
    Values values_;
    std::vector<Node> nodes_;
    std::map<Key, std::size_t> keys_;
    std::deque<std::size_t> todo_;
};
}  // namespace

std::expected<WorstCase, std::string> worst_case(
    const Assembly& assembly, const CostModel& costs, const Entry& entry)
{
    return Analysis{assembly, costs, entry}.run();
}

std::uint64_t transaction_gas(
    const CostModel& costs, std::uint64_t bytes, std::uint64_t gas) noexcept
{
    return costs.transaction +
           std::max(costs.calldata_byte * bytes + gas, costs.calldata_floor * bytes);
}

std::uint64_t creation_gas(
    const CostModel& costs, const Bytes& code, std::uint64_t arguments, std::uint64_t gas) noexcept
{
    // EIP-2028 and EIP-7623: a byte that is 0 costs a quarter of another.
    const auto zeros = static_cast<std::uint64_t>(std::ranges::count(code, 0));
    const std::uint64_t quarters = 4 * (code.size() - zeros + arguments) + zeros;
    const std::uint64_t words = (code.size() + arguments + word_size - 1) / word_size;
    const std::uint64_t begun = costs.creation + costs.initcode_word * words;
    return costs.transaction + std::max(begun + costs.calldata_byte * quarters / 4 + gas,
                                   costs.calldata_floor * quarters / 4);
}
}  // namespace byline::compiler::bound
