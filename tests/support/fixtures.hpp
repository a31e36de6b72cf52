#pragma once

#include <boost/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <optional>
#include <string>

namespace byline::testing
{
/// The folder with the unpacked public test data (dev-core, dev-extra): the environment variable
/// BYLINE_FIXTURES, or build/fixtures of the source tree.
inline std::filesystem::path fixture_folder()
{
    const char* const chosen = std::getenv("BYLINE_FIXTURES");
    return chosen != nullptr && *chosen != '\0'
               ? std::filesystem::path{chosen}
               : std::filesystem::path{BYLINE_SOURCE_DIR} / "build" / "fixtures";
}

/// The JSON of a file in that folder; nothing if the file is not there. Malformed JSON throws,
/// which fails the test.
inline std::optional<boost::json::value> read_fixture(const std::filesystem::path& path)
{
    std::ifstream in{fixture_folder() / path, std::ios::binary};
    if (!in)
        return std::nullopt;
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return boost::json::parse(text);
}
}  // namespace byline::testing

/// Declares `var` with the fixture's JSON, or skips the test with the reason.
#define BYLINE_FIXTURE_OR_SKIP(var, path)                                                    \
    const auto var##_read = ::byline::testing::read_fixture(path);                           \
    if (!var##_read)                                                                         \
        GTEST_SKIP() << (::byline::testing::fixture_folder() / (path)).string()              \
                     << " is not there: unpack the public test data or set BYLINE_FIXTURES"; \
    const auto& var = *var##_read /* NOLINT(bugprone-macro-parentheses): a declaration */
