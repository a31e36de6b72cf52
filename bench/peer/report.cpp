#include "bench/peer/report.hpp"

#include "bench/peer/measurement.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
struct Mean
{
    std::string section;
    double logarithms = 0;
    double worst = 0;
    std::string worst_name;
    std::size_t rows = 0;
};

std::vector<Mean> means_of(const std::vector<Line>& lines)
{
    std::vector<Mean> means;
    for (const auto& [row, measured] : lines)
    {
        if (means.empty() || means.back().section != row.section)
            means.push_back({row.section, 0, 0, {}, 0});
        Mean& mean = means.back();
        mean.logarithms += std::log(measured.ratio);
        ++mean.rows;
        if (measured.ratio > mean.worst)
        {
            mean.worst = measured.ratio;
            mean.worst_name = row.name;
        }
    }
    return means;
}

double value_of(const Mean& mean)
{
    return std::exp(mean.logarithms / static_cast<double>(mean.rows));
}
}  // namespace

void print(const Line& line, const std::string& previous_section)
{
    const auto& [row, measured] = line;
    if (row.section != previous_section)
    {
        std::printf("\n%s\n  %-34s %7s %7s", row.section.c_str(), "nanoseconds an operation, min",
            "ratio", "(med)");
        for (const Times& times : measured.times)
            std::printf(" %14s", times.name.c_str());
        std::printf("\n");
    }
    std::printf("  %-34s %7.2f %7.2f", row.name.c_str(), measured.ratio, measured.median_ratio);
    for (const Times& times : measured.times)
        std::printf(" %14.2f", times.min / static_cast<double>(row.operations));
    std::printf("%s%s\n", measured.error.empty() ? "" : "  DIFFERS: ", measured.error.c_str());
    std::fflush(stdout);
}

void print_means(const std::vector<Line>& lines)
{
    std::printf("\n%-60s %5s %8s  %s\n", "section", "rows", "geomean", "worst row");
    for (const Mean& mean : means_of(lines))
    {
        std::printf("%-60s %5zu %8.3f  %.2f %s\n", mean.section.c_str(), mean.rows, value_of(mean),
            mean.worst, mean.worst_name.c_str());
    }
}

void write_json(const std::string& path, const std::vector<Line>& lines, unsigned rounds)
{
    boost::json::array rows;
    for (const auto& [row, measured] : lines)
    {
        boost::json::object times;
        for (const Times& each : measured.times)
            times[each.name] = {{"min_ns", each.min}, {"median_ns", each.median}};
        rows.push_back({{"section", row.section}, {"name", row.name},
            {"operations", row.operations}, {"times", times}, {"ratio", measured.ratio},
            {"median_ratio", measured.median_ratio}, {"error", measured.error}});
    }
    std::ofstream out{path};
    out << boost::json::object{{"peer", "evmone"}, {"rounds", rounds}, {"rows", rows}} << '\n';
    if (!out.flush())
        throw std::runtime_error("cannot write " + path);
}
}  // namespace byline::bench
