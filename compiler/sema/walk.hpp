#pragma once

#include "compiler/sema/statement.hpp"

#include <variant>
#include <vector>

namespace byline::compiler
{
/// Calls `visit` with each effect, those inside branches and loops after the one they are in.
// The parser bounds how deep effects go (max_nesting).
// NOLINTBEGIN(misc-no-recursion)
template <typename Visit>
void visit_effects(const std::vector<Effect>& effects, const Visit& visit)
{
    for (const Effect& effect : effects)
    {
        visit(effect);
        if (const auto* branch = std::get_if<IfEffect>(&effect.what))
        {
            visit_effects(branch->then, visit);
            visit_effects(branch->otherwise, visit);
        }
        if (const auto* loop = std::get_if<ForEachEffect>(&effect.what))
            visit_effects(loop->effects, visit);
    }
}

// NOLINTEND(misc-no-recursion)
}  // namespace byline::compiler
