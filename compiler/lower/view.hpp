#pragma once

#include "compiler/lower/context.hpp"

namespace byline::compiler
{
/// The body of a view: gives back its value, or those of its tuple.
void lower_view(Lowering& l, const View& view);

/// The body of a getter of a party, role, constant or keep, of termsHash() and of
/// supportsInterface(bytes4).
void lower_getter(Lowering& l, const ExternalFunction& function);
}  // namespace byline::compiler
