#include "tools/byline-evm/block_test.hpp"
#include "tools/byline-evm/command_line.hpp"
#include "tools/byline-evm/commands.hpp"
#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/state_test.hpp"
#include "tools/byline-evm/tally.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <limits>
#include <regex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace byline::tools
{
namespace
{
namespace po = boost::program_options;

constexpr std::size_t shown_failures = 20;

std::expected<Selection, int> read_selection(const po::variables_map& values)
{
    Selection selection;
    if (values.contains("fork"))
        selection.fork = values["fork"].as<std::string>();
    if (values.contains("filter"))
    {
        try
        {
            selection.filter = std::regex{values["filter"].as<std::string>()};
        }
        catch (const std::regex_error& error)
        {
            return std::unexpected{
                refuse_usage("--filter is no regular expression: " + std::string{error.what()})};
        }
    }
    return selection;
}

int run_tests(
    std::string_view usage, const FileRunner& runner, const std::vector<std::string>& arguments)
{
    CommandLine command{.usage = usage, .options = po::options_description{}, .positional = "path"};
    const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    auto add = command.options.add_options();
    add("fork", po::value<std::string>(), "only cases of this fork or network");
    add("filter", po::value<std::string>(), "only tests whose \"file name\" matches this regex");
    add("jobs,j", po::value<std::size_t>()->default_value(cores), "threads");
    add("json", "the result as one JSON document");
    add("verbose,v", "list every failure");
    const auto values = parse(command, arguments);
    if (!values)
        return values.error();
    if (!values->contains("path"))
        return refuse_usage("which files or folders?");
    const auto selection = read_selection(*values);
    if (!selection)
        return selection.error();
    const auto files = json_files((*values)["path"].as<std::vector<std::string>>());
    if (!files)
        return refuse_usage(files.error());

    const std::size_t jobs = std::max<std::size_t>(1, (*values)["jobs"].as<std::size_t>());
    const Tally tally = run_files(*files, *selection, jobs, runner);
    if (values->contains("json"))
        tally.print_json();
    else
        tally.print_text(
            values->contains("verbose") ? std::numeric_limits<std::size_t>::max() : shown_failures);
    return tally.total().failed == 0 ? done : check_failed;
}
}  // namespace

int statetest_command(const std::vector<std::string>& arguments)
{
    return run_tests(
        "byline-evm statetest PATH... [options]\n\n"
        "Runs public state tests: files, or folders with all that is in them. Ends on "
        "\"N passed, N failed, N skipped\".",
        run_state_tests, arguments);
}

int blocktest_command(const std::vector<std::string>& arguments)
{
    return run_tests(
        "byline-evm blocktest PATH... [options]\n\n"
        "Runs public block tests: files, or folders with all that is in them. Ends on "
        "\"N passed, N failed, N skipped\".",
        run_block_tests, arguments);
}
}  // namespace byline::tools
