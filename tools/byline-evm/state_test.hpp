#pragma once

#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/tally.hpp"

#include <filesystem>

namespace byline::tools
{
/// Runs a file of state tests: every case is one entry of a test's `post`.
Tally run_state_tests(const std::filesystem::path& file, const Selection& selection);
}  // namespace byline::tools
