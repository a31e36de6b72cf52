#pragma once

#include "compiler/source/source_file.hpp"
#include "tools/bylinec/testing/histories.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::tools::testing
{
/// What came of one test, and of the histories that go on from its end.
struct TestResult
{
    std::string title;
    std::optional<Trouble> failure;
    Histories histories;
};

/// What came of all tests of a file.
struct FileResult
{
    std::uint64_t seed = 0;
    std::vector<TestResult> tests;

    [[nodiscard]] bool is_passed() const;
};

/// Runs all tests of a file, and `effort.histories` random histories in all. A licence that no test
/// signs is signed by #1, #2, ... in the order of its parties. There is a licence.
FileResult test_file(const Subjects& subjects, const Effort& effort);

/// For people: a line a test, and below it what is wrong and where.
std::string report_text(const compiler::SourceFile& source, const FileResult& result);

/// For programs: {seed, passed, tests: [{title, passed, failure, histories}]}.
std::string report_json(const compiler::SourceFile& source, const FileResult& result);
}  // namespace byline::tools::testing
