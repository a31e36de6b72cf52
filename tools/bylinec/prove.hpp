#pragma once

#include "tools/cli/command_line.hpp"

#include <span>
#include <string>

namespace byline::tools
{
/// `bylinec prove`: its exit code. Every obligation is told with its verdict; one that is refuted
/// or that the budget does not decide makes the command fail.
int prove(std::span<const std::string> words);

inline constexpr Command prove_command{"bylinec prove", "FILE.byl",
    "Proves that a licence's shares and books are sound, and prints what was proved.", prove};
}  // namespace byline::tools
