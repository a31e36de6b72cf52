#include "tools/byline-evm/command_line.hpp"

#include "tools/byline-evm/commands.hpp"

#include <boost/program_options.hpp>

#include <expected>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools
{
namespace po = boost::program_options;

int refuse_usage(std::string_view what)
{
    std::cerr << "byline-evm: " << what << "; see byline-evm --help\n";
    return wrong_usage;
}

std::expected<po::variables_map, int> parse(
    CommandLine& command, const std::vector<std::string>& arguments)
{
    command.options.add_options()("help,h", "this text");
    po::options_description all{command.options};
    po::positional_options_description positional;
    if (!command.positional.empty())
    {
        all.add_options()(command.positional.c_str(), po::value<std::vector<std::string>>());
        positional.add(command.positional.c_str(), -1);
    }
    po::variables_map values;
    try
    {
        po::store(
            po::command_line_parser{arguments}.options(all).positional(positional).run(), values);
        po::notify(values);
    }
    catch (const po::error& error)
    {
        return std::unexpected{refuse_usage(error.what())};
    }
    if (values.contains("help"))
    {
        std::cout << command.usage << "\n\nOptions:\n" << command.options;
        return std::unexpected{done};
    }
    return values;
}
}  // namespace byline::tools
