#include "tools/bylinec/test.hpp"

#include "compiler/source/source_file.hpp"
#include "tools/bylinec/compile_file.hpp"
#include "tools/bylinec/testing/report.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <cstdint>
#include <iostream>
#include <span>
#include <string>
#include <utility>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

constexpr std::uint64_t usual_histories = 200;
constexpr std::uint64_t usual_seed = 1;
}  // namespace

int test(std::span<const std::string> words)
{
    auto flags = diagnostic_flags();
    flags.add_options()("runs",
        options::value<std::uint64_t>()->value_name("N")->default_value(usual_histories),
        "how many random histories in all; 0: only what is written")("seed",
        options::value<std::uint64_t>()->value_name("N")->default_value(usual_seed),
        "what the histories are drawn from: the same number, the same histories");
    const auto line = parse_line(test_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const std::string& path = line->arguments[0];
    const auto compilation = compile_file(test_command, path, line->has("json"));
    if (!compilation)
        return exit_failed;
    auto text = read_file(path);
    if (!text)
        return fail(test_command.name, text.error());
    const compiler::SourceFile source{path, std::move(*text)};
    const testing::FileResult result = testing::test_file(testing::subjects_of(*compilation),
        {line->flags["runs"].as<std::uint64_t>(), line->flags["seed"].as<std::uint64_t>()});
    if (line->has("json"))
        std::cout << report_json(source, result) << '\n';
    else
        std::cout << report_text(source, result);
    return result.is_passed() ? exit_done : exit_failed;
}
}  // namespace byline::tools
