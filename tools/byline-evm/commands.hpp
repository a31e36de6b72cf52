#pragma once

#include "tools/cli/command_line.hpp"

#include <span>
#include <string>

namespace byline::tools
{
int statetest(std::span<const std::string> words);
int blocktest(std::span<const std::string> words);
int bench(std::span<const std::string> words);
int run(std::span<const std::string> words);
int disasm(std::span<const std::string> words);
int t8n(std::span<const std::string> words);

inline constexpr Command statetest_command{"byline-evm statetest", "PATH...",
    "Runs public state tests, the files of folders too; ends on \"N passed, N failed, N skipped\".",
    statetest};
inline constexpr Command blocktest_command{"byline-evm blocktest", "PATH...",
    "Runs public block tests, the files of folders too; ends on \"N passed, N failed, N skipped\".",
    blocktest};
inline constexpr Command bench_command{"byline-evm bench", "PATH...",
    "Times the messages of files in the form of state tests, the files of folders too.", bench};
inline constexpr Command run_command{"byline-evm run", "[HEX]",
    "Executes bytecode on a state given or empty and prints what it came to.", run};
inline constexpr Command disasm_command{
    "byline-evm disasm", "[HEX]", "Prints the instructions of bytecode, one a line.", disasm};
inline constexpr Command t8n_command{"byline-evm t8n", "",
    "Makes a block of transactions on a given state, as the transition tools that fill public "
    "tests do.",
    t8n};
}  // namespace byline::tools
