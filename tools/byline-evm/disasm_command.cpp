#include "tools/byline-evm/code_flags.hpp"
#include "tools/byline-evm/commands.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/evm/disassembler.hpp"

#include <boost/program_options.hpp>

#include <iostream>
#include <span>
#include <string>
#include <utility>

namespace byline::tools
{
int disasm(std::span<const std::string> words)
{
    boost::program_options::options_description flags{"Flags"};
    add_file_flag(flags);
    add_fork_flag(flags);
    const auto line = parse_line(disasm_command, std::move(flags), {0, 1}, words);
    if (!line)
        return line.error();
    const auto revision = fork_of(*line);
    if (!revision)
        return fail(disasm_command.name, revision.error(), exit_wrong_usage);
    const auto code = code_of(*line);
    if (!code)
        return fail(disasm_command.name, code.error().text, code.error().code);
    std::cout << vm::disassemble(*code, *revision);
    return exit_done;
}
}  // namespace byline::tools
