#pragma once

#include "compiler/compile.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options/options_description.hpp>

#include <optional>
#include <string>

namespace byline::tools
{
/// `--json`, for commands that compile.
boost::program_options::options_description diagnostic_flags();

/// Compiles and says on stderr what is wrong; nothing if that makes an artifact impossible.
std::optional<compiler::Compilation> compile_file(const Command& command, const std::string& path,
    bool as_json, const compiler::CompileOptions& options = {});
}  // namespace byline::tools
