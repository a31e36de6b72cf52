#pragma once

#include "compiler/ir/ir.hpp"
#include "tests/compiler/ir/interpreter.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace byline::compiler::ir
{
/// Whether some world shows the difference between two programs.
bool differ(const Program& before, const Program& after, const std::vector<World>& worlds);

std::vector<World> random_worlds(std::uint64_t seed, int count);

/// Expects that every pass keeps what can be observed of the program, and well-formedness; to be
/// wrapped in ASSERT_NO_FATAL_FAILURE. `what` says which program it is.
void expect_kept(const Program& before, const std::vector<World>& worlds, const std::string& what);
}  // namespace byline::compiler::ir
