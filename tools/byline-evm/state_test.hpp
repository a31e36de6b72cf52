#pragma once

#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/tally.hpp"
#include "tools/byline-evm/trace_output.hpp"

#include <filesystem>

namespace byline::tools
{
/// Runs a file of state tests: every case is one test. Each case that is run is traced to `trace`,
/// which may be null (EIP-3155).
Tally run_state_tests(
    const std::filesystem::path& file, const Selection& selection, TraceOutput* trace);
}  // namespace byline::tools
