#include "tools/byline-evm/commands.hpp"
#include "tools/cli/command_line.hpp"

#include <array>

int main(int argc, char** argv)
{
    using namespace byline::tools;
    constexpr std::array commands{statetest_command, blocktest_command, bench_command, run_command,
        disasm_command, t8n_command};
    return run_commands(
        "byline-evm", "The virtual machine of Byline on its own.", commands, argc, argv);
}
