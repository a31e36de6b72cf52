#pragma once

#include "compiler/lower/context.hpp"

#include <cstddef>

namespace byline::compiler
{
/// The body of report, claimEpoch, sweepEpoch or closeSilent (rule M8).
void lower_epochs_function(Lowering& l, const ExternalFunction& function);

/// What lies in the open epoch: came in and is not closed.
ir::ValueId open_pot(Lowering& l, std::size_t bucket);

/// What closed epochs owe still.
ir::ValueId outstanding(Lowering& l, std::size_t bucket);
}  // namespace byline::compiler
