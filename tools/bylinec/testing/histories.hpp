#pragma once

#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace byline::tools::testing
{
/// How much is tried.
struct Effort
{
    std::uint64_t histories = 0;
    std::uint64_t seed = 0;
};

/// A history after which something is wrong, as short as it could be made.
struct Counterexample
{
    Trouble trouble;
    std::vector<std::string> steps;  ///< as a test would write them
};

/// What random histories showed.
struct Histories
{
    std::uint64_t runs = 0;
    std::uint64_t done = 0;     ///< calls that were done
    std::uint64_t refused = 0;  ///< calls that the licence refused by name
    std::optional<Counterexample> failure;
};

/// Goes on from the scene in random ways, each on a copy, and checks the books after every step.
/// `span` is where a failure is shown that belongs to no act.
Histories run_histories(const Scene& scene, const Effort& effort, compiler::Span span);
}  // namespace byline::tools::testing
