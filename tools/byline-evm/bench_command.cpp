#include "tools/byline-evm/bench_case.hpp"
#include "tools/byline-evm/bench_run.hpp"
#include "tools/byline-evm/code_flags.hpp"
#include "tools/byline-evm/commands.hpp"
#include "tools/byline-evm/fixture_run.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
constexpr std::size_t default_rounds = 10;
constexpr std::size_t most_rounds = 1'000'000;

options::options_description bench_flags()
{
    options::options_description flags{"Flags"};
    add_fork_flag(flags, Revision::cancun);
    auto add = flags.add_options();
    add("rounds", options::value<std::size_t>()->value_name("N")->default_value(default_rounds),
        "timed samples of each case; each is at least 200 µs long");
    add("cold", "a new machine for each execution: its making and its reading of the code count");
    add("json", "the results as one JSON document");
    return flags;
}

std::expected<std::vector<BenchCase>, std::string> read_all(
    const std::vector<std::filesystem::path>& files, Revision revision)
{
    std::vector<BenchCase> all;
    for (const auto& file : files)
    {
        auto cases = read_bench_cases(file, revision);
        if (!cases)
            return std::unexpected{cases.error()};
        std::ranges::move(*cases, std::back_inserter(all));
    }
    return all;
}

void print_json(const std::vector<BenchResult>& results)
{
    boost::json::array document;
    for (const BenchResult& result : results)
        document.push_back({{"name", result.name}, {"min_ns", std::llround(result.min_ns)},
            {"median_ns", std::llround(result.median_ns)}, {"gas", result.gas},
            {"status", to_string(result.status)}, {"output_keccak", to_hex(result.output_keccak)}});
    std::cout << document << "\n";
}

void print_text(const std::vector<BenchResult>& results)
{
    std::size_t width = 4;
    for (const BenchResult& result : results)
        width = std::max(width, result.name.size());
    const int name_width = static_cast<int>(width);
    std::cout << std::left << std::setw(name_width) << "case" << std::right << std::setw(14)
              << "min ns" << std::setw(14) << "median ns" << std::setw(14) << "gas" << std::setw(10)
              << "Mgas/s" << "  status\n";
    for (const BenchResult& result : results)
    {
        constexpr double thousand = 1000;  // gas a ns = 1000 Mgas a second
        std::cout << std::left << std::setw(name_width) << result.name << std::right
                  << std::setw(14) << std::llround(result.min_ns) << std::setw(14)
                  << std::llround(result.median_ns) << std::setw(14) << result.gas << std::setw(10)
                  << std::llround(static_cast<double>(result.gas) / result.min_ns * thousand)
                  << "  " << to_string(result.status) << "\n";
    }
}
}  // namespace

int bench(std::span<const std::string> words)
{
    const auto line = parse_line(bench_command, bench_flags(), {1, any_number}, words);
    if (!line)
        return line.error();
    const auto wrong = [](const std::string& message) {
        return fail(bench_command.name, message, exit_wrong_usage);
    };
    const auto revision = fork_of(*line);
    if (!revision)
        return wrong(revision.error());
    const auto rounds = line->flags["rounds"].as<std::size_t>();
    if (rounds == 0 || rounds > most_rounds)
        return wrong("--rounds wants a number from 1 to " + std::to_string(most_rounds));
    const auto files = json_files(line->arguments);
    if (!files)
        return wrong(files.error());
    const auto cases = read_all(*files, *revision);
    if (!cases)
        return fail(bench_command.name, cases.error());

    std::vector<BenchResult> results;
    for (const BenchCase& test : *cases)
        results.push_back(
            run_bench(test, rounds, line->has("cold") ? CodeCache::cold : CodeCache::warm));
    if (line->has("json"))
        print_json(results);
    else
        print_text(results);
    return exit_done;
}
}  // namespace byline::tools
