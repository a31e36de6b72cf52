#include "tools/bylinec/testing/report.hpp"

#include "compiler/source/diagnostic.hpp"
#include "compiler/source/source_file.hpp"
#include "tools/bylinec/testing/histories.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools::testing
{
namespace
{
namespace json = boost::json;

compiler::Diagnostic diagnostic_of(const Trouble& trouble)
{
    return {"TEST", trouble.title, trouble.span, trouble.message, trouble.hint};
}

std::string histories_text(
    const compiler::SourceFile& source, const Histories& histories, std::uint64_t seed)
{
    if (histories.runs == 0)
        return {};
    std::string text = histories.failure ? "FAILED  " : "ok      ";
    text += std::to_string(histories.runs) + " random " +
            (histories.runs == 1 ? "history" : "histories") + " from there (seed " +
            std::to_string(seed) + "): " + std::to_string(histories.done) + " calls done, " +
            std::to_string(histories.refused) + " refused\n";
    if (!histories.failure)
        return text;
    text += render(source, std::vector{diagnostic_of(histories.failure->trouble)});
    text += "These steps show it:\n";
    for (const std::string& step : histories.failure->steps)
        text += "  " + step + "\n";
    return text;
}

/// The one object of the array that diagnostics are given to programs in.
json::value failure_json(const compiler::SourceFile& source, const Trouble& trouble)
{
    const std::vector list{diagnostic_of(trouble)};
    return json::parse(compiler::to_json(source, list)).as_array().front();
}

json::object histories_json(const compiler::SourceFile& source, const Histories& histories)
{
    json::object object{{"runs", histories.runs}, {"done", histories.done},
        {"refused", histories.refused}, {"passed", !histories.failure}};
    if (!histories.failure)
        return object;
    object["failure"] = failure_json(source, histories.failure->trouble);
    object["steps"] = json::value_from(histories.failure->steps);
    return object;
}
}  // namespace

bool FileResult::is_passed() const
{
    return std::ranges::none_of(
        tests, [](const TestResult& test) { return test.failure || test.histories.failure; });
}

std::string report_text(const compiler::SourceFile& source, const FileResult& result)
{
    std::string text;
    for (const TestResult& test : result.tests)
    {
        text += (test.failure ? "FAILED  " : "ok      ") + test.title + "\n";
        if (test.failure)
            text += render(source, std::vector{diagnostic_of(*test.failure)});
        text += histories_text(source, test.histories, result.seed);
    }
    return text;
}

std::string report_json(const compiler::SourceFile& source, const FileResult& result)
{
    json::array tests;
    for (const TestResult& test : result.tests)
    {
        json::object object{{"title", test.title}, {"passed", !test.failure}};
        if (test.failure)
            object["failure"] = failure_json(source, *test.failure);
        object["histories"] = histories_json(source, test.histories);
        tests.push_back(std::move(object));
    }
    return json::serialize(json::object{
        {"seed", result.seed}, {"passed", result.is_passed()}, {"tests", std::move(tests)}});
}
}  // namespace byline::tools::testing
