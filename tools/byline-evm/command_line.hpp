#pragma once

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools
{
/// A sub-command's options and the one kind of argument that stands without a flag (none if its
/// name is empty).
struct CommandLine
{
    std::string_view usage;  ///< "byline-evm run [options]" and what it does
    boost::program_options::options_description options;
    std::string positional;
};

/// The options by name, `help` among them; after a wrong use, or a call for help, which has been
/// answered by then, the exit code.
std::expected<boost::program_options::variables_map, int> parse(
    CommandLine& command, const std::vector<std::string>& arguments);

/// Says on stderr what is wrong with the use of a command; gives the exit code.
int refuse_usage(std::string_view what);
}  // namespace byline::tools
