#pragma once

#include "bench/peer/measurement.hpp"
#include "bench/peer/rows.hpp"

#include <string>
#include <vector>

namespace byline::bench
{
struct Line
{
    Row row;
    Measured measured;
};

/// Prints a row of the table, with the heading of its section if it is the first of it.
void print(const Line& line, const std::string& previous_section);

/// Prints the geometric mean of each section.
void print_means(const std::vector<Line>& lines);

/// What tools/bench_report.py reads. Throws std::runtime_error if the file cannot be written.
void write_json(const std::string& path, const std::vector<Line>& lines, unsigned rounds);
}  // namespace byline::bench
