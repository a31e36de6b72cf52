#pragma once

#include "compiler/bound/state.hpp"
#include "compiler/bound/worst_case.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace byline::compiler::bound
{
/// Code, how it is entered and what it costs.
class Code
{
public:
    Code(const Assembly& assembly, const CostModel& costs, const Entry& entry);

    [[nodiscard]] const Bytes& bytes() const noexcept { return assembly_.code; }

    [[nodiscard]] const CostModel& costs() const noexcept { return costs_; }

    [[nodiscard]] const Entry& entry() const noexcept { return entry_; }

    [[nodiscard]] bool is_destination(const uint256& offset) const;

    /// How often control comes there at most each time a loop is entered there; 0: not known.
    [[nodiscard]] std::uint64_t max_visits(std::size_t offset) const;

    /// The number of the immutable whose bytes are there; none if there are none.
    [[nodiscard]] std::optional<std::uint32_t> immutable_at(std::size_t offset) const;

private:
    const Assembly& assembly_;
    const CostModel& costs_;
    Entry entry_;
    std::vector<bool> destinations_;
    std::map<std::size_t, std::uint32_t> immutables_;
};

/// Where control goes on, and what is known there.
struct Way
{
    std::size_t offset = 0;
    State state;
};

/// One way through the instructions from a destination, or from behind a branch, to the next.
struct Passage
{
    std::uint64_t gas = 0;         ///< without what memory costs
    std::uint64_t memory_end = 0;  ///< bytes that memory has at least afterwards
    bool calls_out = false;        ///< calls somebody with all the gas there is
    std::vector<Way> ways;
    std::string unbounded;  ///< why no bound is known; empty: there is one
};

/// Goes through the instructions from `offset` on. `origin` names this place.
Passage pass(const Code& code, Values& values, State state, std::size_t offset, Origin origin);
}  // namespace byline::compiler::bound
