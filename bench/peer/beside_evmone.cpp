#include "bench/peer/measurement.hpp"
#include "bench/peer/peer_contender.hpp"
#include "bench/peer/report.hpp"
#include "bench/peer/rows.hpp"

#include <cstdio>
#include <exception>
#include <regex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace byline::bench;

namespace
{
struct Options
{
    Effort effort;
    std::regex filter{""};
    std::string json;
    bool list = false;
};

constexpr const char* usage =
    R"(usage: beside_evmone [--filter REGEX] [--rounds N] [--sample MICROSECONDS] [--json FILE] [--list]

Runs Byline and builds of evmone by turns on the same work. A row is "section: name"; --filter takes
those that the expression is found in. Exits with 1 if outcomes differ.
)";

Options parse(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i)
    {
        const std::string flag = argv[i];
        if (flag == "--list")
        {
            options.list = true;
            continue;
        }
        if (i + 1 == argc)
            throw std::invalid_argument(flag + " is not known or wants a value");
        const std::string value = argv[++i];
        if (flag == "--filter")
            options.filter = std::regex{value};
        else if (flag == "--rounds")
            options.effort.rounds = static_cast<unsigned>(std::stoul(value));
        else if (flag == "--sample")
            options.effort.sample = std::chrono::microseconds{std::stoul(value)};
        else if (flag == "--json")
            options.json = value;
        else
            throw std::invalid_argument(flag + " is not known");
    }
    if (options.effort.rounds == 0)
        throw std::invalid_argument("--rounds wants at least 1");
    return options;
}

std::vector<Row> chosen_rows(const std::regex& filter)
{
    std::vector<Row> rows;
    for (const auto make : {fixture_rows, loop_rows, state_rows, crypto_rows})
    {
        for (Row& row : make())
        {
            if (std::regex_search(row.section + ": " + row.name, filter))
                rows.push_back(std::move(row));
        }
    }
    return rows;
}

int run(const Options& options)
{
    const std::vector<Row> rows = chosen_rows(options.filter);
    if (rows.empty())
        throw std::runtime_error(
            "no row is left: the filter takes none, or inputs are not unpacked");
    if (options.list)
    {
        for (const Row& row : rows)
            std::printf("%s: %s\n", row.section.c_str(), row.name.c_str());
        return 0;
    }
    const std::vector<Peer> peers = open_peers(BYLINE_PEER_LIBRARIES);
    std::vector<Line> lines;
    std::string section;
    bool agreed = true;
    for (const Row& row : rows)
    {
        lines.push_back({row, measure(row, peers, options.effort)});
        print(lines.back(), section);
        section = row.section;
        agreed = agreed && lines.back().measured.error.empty();
    }
    print_means(lines);
    if (!options.json.empty())
        write_json(options.json, lines, options.effort.rounds);
    return agreed ? 0 : 1;
}
}  // namespace

int main(int argc, char** argv)
{
    try
    {
        return run(parse(argc, argv));
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "beside_evmone: %s\n%s", error.what(), usage);
        return 2;
    }
}
