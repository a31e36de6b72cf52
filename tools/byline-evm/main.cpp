#include "tools/byline-evm/command_line.hpp"
#include "tools/byline-evm/commands.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace
{
using byline::tools::done;
using byline::tools::refuse_usage;

struct Command
{
    std::string_view name;
    std::string_view summary;
    int (*run)(const std::vector<std::string>& arguments);
};

constexpr std::array<Command, 4> commands{{
    {"statetest", "run public state tests", byline::tools::statetest_command},
    {"blocktest", "run public block tests", byline::tools::blocktest_command},
    {"run", "execute bytecode and print what it came to", byline::tools::run_command},
    {"disasm", "print the instructions of bytecode", byline::tools::disasm_command},
}};

void print_help()
{
    std::cout << "byline-evm COMMAND [options]\n\nThe virtual machine on its own.\n\nCommands:\n";
    for (const Command& command : commands)
        std::cout << "  " << command.name << std::string(12 - command.name.size(), ' ')
                  << command.summary << "\n";
    std::cout << "\nbyline-evm COMMAND --help tells a command's options. Exit codes: 0 done, 1 a "
                 "check failed, 2 wrong usage.\n";
}

int run(const std::vector<std::string>& arguments)
{
    if (arguments.empty())
        return refuse_usage("which command?");
    if (arguments[0] == "--help" || arguments[0] == "-h")
    {
        print_help();
        return done;
    }
    const auto* command = std::ranges::find(commands, arguments[0], &Command::name);
    if (command == commands.end())
        return refuse_usage("there is no command '" + arguments[0] + "'");
    return command->run({arguments.begin() + 1, arguments.end()});
}
}  // namespace

int main(int argc, char** argv)
{
    try
    {
        return run({argv + 1, argv + argc});
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "byline-evm: %s\n", error.what());
        return byline::tools::check_failed;
    }
}
