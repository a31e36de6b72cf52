#pragma once

#include "compiler/lower/context.hpp"

#include <cstddef>
#include <vector>

namespace byline::compiler
{
/// The address of a party: in the code, or in storage if the party is assignable (rule M15).
ir::ValueId party_address(Lowering& l, std::size_t party);

/// Goes on only where the caller is one of the actors (indices into Licence::actors); else
/// NotAllowed(caller). None: anyone may.
void require_actor(Lowering& l, const std::vector<std::size_t>& actors);
}  // namespace byline::compiler
