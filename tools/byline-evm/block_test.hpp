#pragma once

#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/tally.hpp"

#include <filesystem>

namespace byline::tools
{
/// Runs a file of block tests: every case is one test, a chain from its genesis block.
Tally run_block_tests(const std::filesystem::path& file, const Selection& selection);
}  // namespace byline::tools
