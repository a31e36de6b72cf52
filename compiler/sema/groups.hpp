#pragma once

#include "compiler/sema/destination.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"

#include <span>

namespace byline::compiler
{
/// Puts the buckets into groups (rule M1), chooses the residual one, and writes the group of each
/// `takes`. `destinations`: one an act that takes and whose place was understood. Several buckets
/// of one `takes` must be fed together and in that ratio wherever they are fed: otherwise it is
/// said who feeds them else (B201, rule M16). Needs the buckets and the acts.
void check_groups(std::span<const Destination> destinations, const Names& names, Licence& licence,
    Diagnostics& diagnostics);
}  // namespace byline::compiler
