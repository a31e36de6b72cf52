#pragma once

#include "tools/cli/command_line.hpp"

#include <span>
#include <string>

namespace byline::tools
{
/// `bylinec test`: its exit code. A test that fails, or books that do not balance, make the command
/// fail.
int test(std::span<const std::string> words);

inline constexpr Command test_command{"bylinec test", "FILE.byl",
    "Runs the tests of a file, and random histories after each; money is counted at every step.",
    test};
}  // namespace byline::tools
