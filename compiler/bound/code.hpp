#pragma once

#include "compiler/bound/worst_case.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
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
}  // namespace byline::compiler::bound
