#pragma once

#include "compiler/compile.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options/options_description.hpp>

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace byline::tools
{
/// `--json`, for commands that compile.
boost::program_options::options_description diagnostic_flags();

/// `--licence NAME`, for commands that can be about one licence of a file.
void add_licence_flag(boost::program_options::options_description& flags);

/// Compiles and says on stderr what is wrong; nothing if that makes artifacts impossible.
std::optional<compiler::Compilation> compile_file(const Command& command, const std::string& path,
    bool as_json, const compiler::CompileOptions& options = {});

/// The licences that the command is about: all of the file, or the one that `--licence` names. The
/// error is the exit code, after what there was to say has been said.
std::expected<std::vector<const compiler::LicenceOutput*>, int> chosen_licences(
    const Command& command, const ParsedLine& line, const compiler::Compilation& compilation);
}  // namespace byline::tools
