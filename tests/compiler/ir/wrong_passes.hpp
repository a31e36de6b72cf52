#pragma once

#include "compiler/ir/ir.hpp"

#include <string_view>
#include <vector>

namespace byline::compiler::ir
{
/// A mistake that a pass could make. What it leaves is well formed: only running it shows that it
/// means something else.
struct WrongPass
{
    std::string_view name;
    void (*run)(Function& function);
};

/// One of each kind that we could think of: with values and ways, and with state.
const std::vector<WrongPass>& wrong_passes();
const std::vector<WrongPass>& wrong_effects();
}  // namespace byline::compiler::ir
