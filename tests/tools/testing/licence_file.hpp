#pragma once

#include "compiler/compile.hpp"
#include "tools/bylinec/testing/report.hpp"

#include <gtest/gtest.h>

#include <string>

namespace byline::tools::testing
{
/// A file with a licence, compiled. It stays where it is: a subject refers to it.
struct LicenceFile
{
    explicit LicenceFile(std::string text)
        : source{"test.byl", std::move(text)}, compilation{compiler::compile(source)}
    {
        EXPECT_TRUE(compilation.is_done()) << render(source, compilation.diagnostics);
    }

    LicenceFile(const LicenceFile&) = delete;
    LicenceFile& operator=(const LicenceFile&) = delete;
    ~LicenceFile() = default;

    /// What people read of its tests, and of so many histories.
    [[nodiscard]] std::string report(std::uint64_t histories = 0) const
    {
        return report_text(source, test_file(subjects_of(compilation), {histories, 1}));
    }

    compiler::SourceFile source;
    compiler::Compilation compilation;
};

inline const std::string scenes =
    "licence Scenes \"t\" {\n"
    "  party alice, bob, carol\n"
    "  unit call\n"
    "  split revenue { alice 50%  bob 30%  carol the rest }\n"
    "  act record(n: calls) { takes n * 0.001 ether per call into "
    "revenue }\n"
    "}\n";

/// The licence with one test of these steps.
inline std::string with_test(const std::string& licence, const std::string& steps)
{
    return licence + "test \"t\" {\n" + steps + "\n}\n";
}

inline void expect_passes(const std::string& licence, const std::string& steps)
{
    EXPECT_EQ(LicenceFile{with_test(licence, steps)}.report(), "ok      t\n");
}

/// The report names this title and says this.
inline void expect_fails(const std::string& licence, const std::string& steps,
    const std::string& title, const std::string& message)
{
    const std::string report = LicenceFile{with_test(licence, steps)}.report();
    EXPECT_TRUE(report.starts_with("FAILED  t\n-- TEST  " + title + " -")) << report;
    EXPECT_NE(report.find(message), std::string::npos) << report;
}
}  // namespace byline::tools::testing
