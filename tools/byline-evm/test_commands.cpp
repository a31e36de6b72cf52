#include "tools/byline-evm/block_test.hpp"
#include "tools/byline-evm/commands.hpp"
#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/state_test.hpp"
#include "tools/byline-evm/tally.hpp"
#include "tools/byline-evm/trace_output.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <limits>
#include <memory>
#include <regex>
#include <span>
#include <string>
#include <thread>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
constexpr std::size_t shown_failures = 20;

options::options_description test_flags()
{
    options::options_description flags{"Flags"};
    auto add = flags.add_options();
    add("fork", options::value<std::string>()->value_name("NAME"),
        "only cases of this fork (statetest) or network (blocktest)");
    add("filter", options::value<std::string>()->value_name("REGEX"),
        "only tests whose \"FILE NAME\" has a match");
    add("jobs", options::value<std::size_t>()->value_name("N"), "threads; default: one a core");
    add("json", "the result as one JSON document");
    add("verbose", "every failure, not only the first 20");
    return flags;
}

std::expected<Selection, std::string> read_selection(const ParsedLine& line)
{
    Selection selection;
    if (line.has("fork"))
        selection.fork = line.text("fork");
    if (!line.has("filter"))
        return selection;
    try
    {
        selection.filter = std::regex{line.text("filter")};
    }
    catch (const std::regex_error& error)
    {
        return std::unexpected{
            "--filter '" + line.text("filter") + "' is no regular expression: " + error.what()};
    }
    return selection;
}

options::options_description state_test_flags()
{
    options::options_description flags = test_flags();
    auto add = flags.add_options();
    add("trace", "every step of every case on standard error, as lines of JSON (EIP-3155)");
    add("trace-out", options::value<std::string>()->value_name("FILE"),
        "the same into a file, which is replaced");
    return flags;
}

std::size_t job_count(const ParsedLine& line)
{
    const std::size_t wanted = line.has("jobs") ? line.flags["jobs"].as<std::size_t>()
                                                : std::thread::hardware_concurrency();
    return std::max<std::size_t>(wanted, 1);
}

int run_tests(
    const Command& command, const ParsedLine& line, std::size_t jobs, const FileRunner& runner)
{
    const auto selection = read_selection(line);
    if (!selection)
        return fail(command.name, selection.error(), exit_wrong_usage);
    const auto files = json_files(line.arguments);
    if (!files)
        return fail(command.name, files.error(), exit_wrong_usage);

    const Tally tally = run_files(*files, *selection, jobs, runner);
    if (tally.empty())
        return fail(command.name, selection->fork.empty() && !selection->filter
                                      ? "there is no case in these files"
                                      : "no case in these files is what --fork and --filter want");
    if (line.has("json"))
        tally.print_json();
    else
        tally.print_text(line.has("verbose") ? any_number : shown_failures);
    return tally.total().failed == 0 ? exit_done : exit_failed;
}

/// Traces are written in the order of the cases, by one thread.
int trace_tests(const ParsedLine& line)
{
    const bool to_file = line.has("trace-out");
    if (line.has("jobs") && job_count(line) > 1)
        return fail(
            statetest_command.name, "--jobs: a trace is written by one thread", exit_wrong_usage);
    const auto output = to_file ? std::make_unique<TraceOutput>(line.text("trace-out"))
                                : std::make_unique<TraceOutput>();
    const auto cannot_write = [&] {
        return fail(statetest_command.name,
            "cannot write the trace" + (to_file ? " to " + line.text("trace-out") : ""));
    };
    if (output->failed())
        return cannot_write();
    const int code =
        run_tests(statetest_command, line, 1, [&](const auto& file, const Selection& selection) {
            return run_state_tests(file, selection, output.get());
        });
    output->flush();
    return output->failed() ? cannot_write() : code;
}
}  // namespace

int statetest(std::span<const std::string> words)
{
    const auto line = parse_line(statetest_command, state_test_flags(), {1, any_number}, words);
    if (!line)
        return line.error();
    if (line->has("trace") || line->has("trace-out"))
        return trace_tests(*line);
    return run_tests(statetest_command, *line, job_count(*line),
        [](const auto& file, const Selection& selection) {
            return run_state_tests(file, selection, nullptr);
        });
}

int blocktest(std::span<const std::string> words)
{
    const auto line = parse_line(blocktest_command, test_flags(), {1, any_number}, words);
    if (!line)
        return line.error();
    return run_tests(blocktest_command, *line, job_count(*line), run_block_tests);
}
}  // namespace byline::tools
