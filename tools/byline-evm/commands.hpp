#pragma once

#include <string>
#include <vector>

namespace byline::tools
{
/// Exit codes of every command.
inline constexpr int done = 0;
inline constexpr int check_failed = 1;
inline constexpr int wrong_usage = 2;

/// The sub-commands: each takes its own arguments, without the command's name, and gives the exit
/// code.
int statetest_command(const std::vector<std::string>& arguments);
int blocktest_command(const std::vector<std::string>& arguments);
int run_command(const std::vector<std::string>& arguments);
int disasm_command(const std::vector<std::string>& arguments);
}  // namespace byline::tools
