#include "tools/byline-evm/fixture_run.hpp"

#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/tally.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/error.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace fs = std::filesystem;

std::expected<std::vector<fs::path>, std::string> json_files(const std::vector<std::string>& paths)
{
    std::vector<fs::path> files;
    for (const std::string& path : paths)
    {
        std::error_code failure;
        const fs::file_status status = fs::status(path, failure);
        if (!fs::exists(status))
            return std::unexpected{path + ": no such file or folder"};
        if (!fs::is_directory(status))
        {
            files.emplace_back(path);
            continue;
        }
        std::vector<fs::path> inside;
        for (const auto& entry : fs::recursive_directory_iterator{path})
        {
            if (entry.is_regular_file() && entry.path().extension() == ".json")
                inside.push_back(entry.path());
        }
        if (inside.empty())
            return std::unexpected{path + ": there is no .json file in this folder"};
        std::ranges::sort(inside);
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

namespace
{
std::expected<boost::json::value, std::string> read_json_file(const fs::path& file)
{
    BYLINE_TRY(text, read_file(file.string()));
    return parse_json(text);
}
}  // namespace

Tally run_tests_of(const fs::path& file, const Selection& selection, const TestRunner& run_test)
{
    Tally tally;
    const auto document = read_json_file(file);
    const boost::json::object* tests = document ? document->if_object() : nullptr;
    if (tests == nullptr)
    {
        tally.fail({file.string(), "-", "-", 0, document ? "is no object" : document.error()});
        return tally;
    }
    for (const auto& [key, value] : *tests)
    {
        const std::string name{key};
        if (!selection.wants_test(file.string(), name))
            continue;
        if (value.is_object())
            tally.add(run_test(name, value.get_object()));
        else
            tally.fail({file.string(), name, "-", 0, "is no object"});
    }
    return tally;
}

Tally run_files(const std::vector<fs::path>& files, const Selection& selection, std::size_t jobs,
    const FileRunner& runner)
{
    std::vector<Tally> tallies(files.size());
    std::vector<std::exception_ptr> thrown(files.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < files.size(); i = next++)
        {
            try
            {
                tallies[i] = runner(files[i], selection);
            }
            catch (...)
            {
                thrown[i] = std::current_exception();
            }
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(jobs, files.size()); ++i)
        threads.emplace_back(work);
    work();
    threads.clear();
    for (const std::exception_ptr& exception : thrown)
    {
        if (exception)
            std::rethrow_exception(exception);
    }

    Tally sum;
    for (Tally& tally : tallies)
        sum.add(std::move(tally));
    return sum;
}
}  // namespace byline::tools
