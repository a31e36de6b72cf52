#include "tests/compiler/sema/analysed.hpp"

#include "compiler/sema/analyse.hpp"
#include "compiler/syntax/parser.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace byline::compiler
{
Licence analysed(std::string_view text)
{
    Diagnostics diagnostics;
    const SourceFile source{"test.byl", std::string{text}};
    syntax::File file = parse(source.text, diagnostics);
    file.tests.clear();
    const std::vector<Licence> licences = analyse(file, diagnostics);
    EXPECT_FALSE(licences.empty()) << render(source, diagnostics.list());
    return licences.empty() ? Licence{} : licences.front();
}

Licence example(std::string_view name)
{
    const std::filesystem::path path = std::filesystem::path{BYLINE_SOURCE_DIR} /
                                       "tests/compiler/syntax/examples" /
                                       (std::string{name} + ".byl");
    std::ifstream file{path, std::ios::binary};
    EXPECT_TRUE(file) << path;
    return analysed(std::string{std::istreambuf_iterator<char>{file}, {}});
}

std::vector<std::string> refusals(std::string_view text)
{
    Diagnostics diagnostics;
    (void)analyse(parse(text, diagnostics), diagnostics);
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics.list())
        result.push_back(diagnostic.code + " " + diagnostic.title);
    return result;
}
}  // namespace byline::compiler
