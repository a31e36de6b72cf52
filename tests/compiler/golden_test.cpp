// Golden files: what the compiler says and makes, kept as text and compared byte for byte.
// BYLINE_UPDATE_GOLDEN=1 in the environment writes them anew; the difference is then for review.
#include "compiler/artifact/authority_report.hpp"
#include "compiler/compile.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/lower/lower.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace fs = std::filesystem;

const fs::path root{BYLINE_SOURCE_DIR};
const fs::path diagnostics_folder = root / "tests/golden/diagnostics";
constexpr std::string_view mark = "//> ";

std::string read(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

bool updating()
{
    return std::getenv("BYLINE_UPDATE_GOLDEN") != nullptr;
}

void compare(const fs::path& path, const std::string& actual)
{
    if (updating())
    {
        std::ofstream{path, std::ios::binary} << actual;
        return;
    }
    EXPECT_EQ(read(path), actual) << path << ": BYLINE_UPDATE_GOLDEN=1 writes it anew";
}

std::vector<std::string> diagnostic_files()
{
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{diagnostics_folder})
        names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

/// The source of a golden file: what stands before the first marked line.
std::string source_of(const std::string& text)
{
    const std::size_t found = text.find("\n" + std::string{mark});
    return found == std::string::npos ? text : text.substr(0, found + 1);
}

std::string marked(const std::string& rendered)
{
    std::string text;
    for (std::size_t at = 0; at < rendered.size();)
    {
        const std::size_t end = rendered.find('\n', at);
        text += std::string{mark} + rendered.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return text;
}

class golden_diagnostics : public ::testing::TestWithParam<std::string>
{};

TEST_P(golden_diagnostics, are_rendered_as_kept)
{
    const fs::path path = diagnostics_folder / (GetParam() + ".byl");
    const std::string text = source_of(read(path));
    const SourceFile source{GetParam() + ".byl", text};
    const Compilation compilation = compile(source);
    EXPECT_FALSE(compilation.is_done());
    compare(path, text + marked(render(source, compilation.diagnostics)));
}

INSTANTIATE_TEST_SUITE_P(files, golden_diagnostics, ::testing::ValuesIn(diagnostic_files()),
    [](const ::testing::TestParamInfo<std::string>& test) { return test.param; });

TEST(golden_diagnostics_folder, has_every_kind)
{
    std::set<std::string> found;
    for (const std::string& name : diagnostic_files())
    {
        const SourceFile source{name, source_of(read(diagnostics_folder / (name + ".byl")))};
        for (const Diagnostic& diagnostic : compile(source).diagnostics)
            found.insert(diagnostic.code);
    }
    // Code that is too long needs a source too long for a file to read, and no sound licence is
    // refused a proof: compile_test has both.
    found.insert("B602");
    found.insert("B102");
    const std::set<std::string> wanted{
#define BYLINE_DIAGNOSTIC(code, kind, summary) #code,
#include "compiler/source/diagnostics.def"
    };
    EXPECT_EQ(found, wanted);
}

TEST(golden_artifact, street_scenes)
{
    const SourceFile source{
        "street-scenes.byl", read(root / "stdlib-contracts/licences/street-scenes.byl")};
    const Compilation compilation = compile(source);
    ASSERT_TRUE(compilation.is_done()) << render(source, compilation.diagnostics);
    const fs::path folder = root / "tests/golden/artifacts";
    compare(folder / "street-scenes.json", compilation.licences[0].artifact.json);
    compare(folder / "street-scenes.terms", compilation.licences[0].artifact.terms_text);
}

TEST(golden_terms, examples)
{
    for (const fs::directory_entry& entry :
        fs::directory_iterator{root / "tests/compiler/syntax/examples"})
    {
        if (entry.path().extension() != ".byl")
            continue;
        const SourceFile source{entry.path().filename().string(), read(entry.path())};
        const Compilation compilation = compile(source);
        ASSERT_TRUE(compilation.is_done()) << render(source, compilation.diagnostics);
        const std::string name = entry.path().stem().string();
        compare(root / "tests/golden/terms" / (name + ".terms"),
            compilation.licences[0].artifact.terms_text + "\n" +
                authority_text(compilation.licences[0].compiled.licence));
    }
}

TEST(golden_ir, street_scenes)
{
    const std::string text = read(root / "stdlib-contracts/licences/street-scenes.byl");
    const Compilation compilation = compile({"street-scenes.byl", text});
    ASSERT_TRUE(compilation.is_done());
    const CompiledLicence& compiled = compilation.licences[0].compiled;
    ir::Program program = lower_runtime(compiled.licence, compiled.interface, compiled.storage, {});
    const fs::path folder = root / "tests/golden/artifacts";
    compare(folder / "street-scenes.lowered.ir", ir::print(program));
    ir::optimise(program);
    compare(folder / "street-scenes.optimised.ir", ir::print(program));
}
}  // namespace
}  // namespace byline::compiler
