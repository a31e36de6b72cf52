#pragma once

#include "compiler/codegen/assembly.hpp"
#include "tests/compiler/ir/interpreter.hpp"

#include <cstdint>
#include <random>

namespace byline::compiler
{
/// The code with its immutables, as deployment leaves it.
Bytes deployed(Assembly assembly, const ir::World& world);

/// What `interpret` says of the same run, but for the storage at each call. A call shows by the
/// log of whoever is called, and its value by the balance. Storage is read at `slots` and at the
/// first few.
ir::Observed execute(const Bytes& code, const ir::World& world, const ir::Storage& slots = {});

/// What `execute` can see of what the interpreter saw.
ir::Observed expected_of(const ir::Program& program, const ir::World& world);

/// Expects that the code of a program does what the program says, in random worlds; to be wrapped
/// in ASSERT_NO_FATAL_FAILURE.
void expect_same(const ir::Program& program, std::mt19937_64& random, std::uint64_t seed);
}  // namespace byline::compiler
