#pragma once

#include "tools/byline-evm/tally.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace byline::tools
{
/// The regular expressions of the standard library go a call deeper with each character: a hostile
/// name must not take the whole stack.
inline constexpr std::size_t searched_at_most = 2'048;

/// Which cases of the files to run.
struct Selection
{
    std::string fork;                  ///< empty: every fork
    std::optional<std::regex> filter;  ///< searched in "file test"

    [[nodiscard]] bool wants_fork(const std::string& name) const
    {
        return fork.empty() || fork == name;
    }

    [[nodiscard]] bool wants_test(const std::string& file, const std::string& test) const
    {
        return !filter ||
               std::regex_search((file + " " + test).substr(0, searched_at_most), *filter);
    }
};

/// Runs the cases of one file.
using FileRunner = std::function<Tally(const std::filesystem::path&, const Selection&)>;

/// Runs one test of a file.
using TestRunner = std::function<Tally(const std::string& name, const boost::json::object& test)>;

/// Opens a file of tests and runs those that the selection wants; a file or a test that is not of
/// the form of a fixture is a failure.
Tally run_tests_of(
    const std::filesystem::path& file, const Selection& selection, const TestRunner& run_test);

/// The paths that are files, and the JSON files of folders recursively, in order; the error names a
/// path that is not there, or a folder that has none.
std::expected<std::vector<std::filesystem::path>, std::string> json_files(
    const std::vector<std::string>& paths);

/// Runs all files on that many threads. The sum does not depend on their number. What a runner
/// throws comes out here.
Tally run_files(const std::vector<std::filesystem::path>& files, const Selection& selection,
    std::size_t jobs, const FileRunner& runner);
}  // namespace byline::tools
