#pragma once

#include "tests/compiler/meaning/subject.hpp"

#include <vector>

namespace byline::testing
{
/// Compilers that are wrong, one mistake each: lowering that misreads the tree, ...
const std::vector<Mistake>& mistakes_in_lowering();

/// ... and passes that change what a function does.
std::vector<Mistake> mistakes_in_passes();
}  // namespace byline::testing
