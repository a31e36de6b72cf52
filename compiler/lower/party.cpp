#include "compiler/lower/party.hpp"

#include "compiler/lower/context.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

ValueId party_address(Lowering& l, std::size_t party)
{
    if (const auto slot = l.context.storage.parties[party])
        return l.b.emit(Operation::sload, {l.b.constant(*slot)});
    return l.b.immutable(static_cast<std::uint32_t>(party));
}

void require_actor(Lowering& l, const std::vector<std::size_t>& actors)
{
    // 0 where the caller is one of them: the product of the differences.
    std::optional<ValueId> differs;
    std::set<std::size_t> seen;
    for (const std::size_t actor : actors)
    {
        const std::size_t party = l.context.licence.actors[actor].party;
        if (!seen.insert(party).second)
            continue;
        const ValueId other =
            l.b.emit(Operation::bit_xor, {party_address(l, party), l.b.emit(Operation::caller)});
        if (!differs)
        {
            differs = other;
            continue;
        }
        // Products of differences could wrap to 0: what is compared are flags.
        const ValueId one = l.b.emit(Operation::iszero, {*differs});
        const ValueId two = l.b.emit(Operation::iszero, {other});
        differs = l.b.emit(Operation::iszero, {l.b.emit(Operation::bit_or, {one, two})});
    }
    if (differs)
        l.b.leave_if(*differs, l.failures.with_caller("NotAllowed(address)"), "allowed");
}
}  // namespace byline::compiler
