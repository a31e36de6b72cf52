#pragma once

#include "tools/cli/command_line.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"

#include <boost/program_options/options_description.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <utility>

/// The flags that the commands on code share.
namespace byline::tools
{
/// Why a command line cannot be followed: wrong usage, or a file that is not what it should be.
struct FlagError
{
    // NOLINTNEXTLINE(google-explicit-constructor): most errors are a text alone.
    FlagError(std::string message, ExitCode exit_code = exit_wrong_usage)
        : text{std::move(message)}, code{exit_code}
    {}

    std::string text;  ///< a sentence that names the flag or the file
    ExitCode code;
};

/// --fork.
void add_fork_flag(
    boost::program_options::options_description& flags, Revision by_default = latest_revision);

std::expected<Revision, std::string> fork_of(const ParsedLine& line);

/// --file.
void add_file_flag(boost::program_options::options_description& flags);

/// The code in the first argument, or in --file FILE ("-": standard input), as hex digits; in a
/// file there may be white space. Error if there is neither or both.
std::expected<Bytes, FlagError> code_of(const ParsedLine& line);

/// Bytes in hex, with or without "0x"; `what` names them in the error.
std::expected<Bytes, std::string> read_hex(std::string_view what, std::string_view text);
}  // namespace byline::tools
