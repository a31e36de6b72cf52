#pragma once

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools
{
/// What a program's exit code says.
enum ExitCode : int
{
    exit_done = 0,
    exit_failed = 1,       ///< a check or a call failed
    exit_wrong_usage = 2,  ///< nothing was done
};

/// One command of a program, or the program itself if it has only one thing to do.
struct Command
{
    std::string_view name;       ///< "byline deploy"
    std::string_view arguments;  ///< "ARTIFACT PARTY=ACCOUNT..."
    std::string_view summary;    ///< one sentence
    int (*run)(std::span<const std::string> arguments) = nullptr;
};

/// A command's flags and what stands beside them.
struct ParsedLine
{
    boost::program_options::variables_map flags;
    std::vector<std::string> arguments;

    [[nodiscard]] bool has(const char* flag) const { return flags.count(flag) > 0; }

    [[nodiscard]] const std::string& text(const char* flag) const
    {
        return flags[flag].as<std::string>();
    }
};

/// How many arguments a command takes.
struct ArgumentCount
{
    std::size_t least = 0;
    std::size_t most = 0;
};

/// Reads a command's flags and arguments; `--help` is added to `flags`. The error is the exit code,
/// after what there was to say has been said: the help, or one line that names the unknown flag or
/// the missing value.
std::expected<ParsedLine, int> parse_line(const Command& command,
    boost::program_options::options_description flags, ArgumentCount count,
    std::span<const std::string> words);

/// Hands over to the command that the first argument names. `--help` and `--version` are answered
/// here. Exceptions end here, as a failure with their text.
int run_commands(std::string_view program, std::string_view summary,
    std::span<const Command> commands, int argc, const char* const* argv);

/// Prints "byline deploy: MESSAGE" on stderr and returns the code.
int fail(std::string_view command, std::string_view message, ExitCode code = exit_failed);

/// A whole file; the error is a sentence that names it.
std::expected<std::string, std::string> read_file(const std::string& path);

/// Replaces a file by that text in one step: readers see the old or the new one. A device or a pipe
/// is written to and stays what it is.
std::expected<void, std::string> write_file(const std::string& path, std::string_view text);
}  // namespace byline::tools
