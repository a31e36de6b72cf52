#include "tools/bylinec/compile_file.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/compile.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/source_file.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <expected>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

namespace byline::tools
{
boost::program_options::options_description diagnostic_flags()
{
    boost::program_options::options_description flags{"Flags"};
    flags.add_options()("json", "results and diagnostics as JSON");
    return flags;
}

void add_licence_flag(boost::program_options::options_description& flags)
{
    namespace options = boost::program_options;
    flags.add_options()("licence", options::value<std::string>()->value_name("NAME"),
        "the one licence of the file that is meant; without it, all");
}

std::optional<compiler::Compilation> compile_file(const Command& command, const std::string& path,
    bool as_json, const compiler::CompileOptions& options)
{
    auto text = read_file(path);
    if (!text)
    {
        fail(command.name, text.error());
        return std::nullopt;
    }
    const compiler::SourceFile source{path, std::move(*text)};
    compiler::CompileOptions with_files = options;
    with_files.read = [](const std::string& used) { return read_file(used); };
    compiler::Compilation compilation = compiler::compile(source, with_files);
    if (as_json && !compilation.is_done())
        std::cerr << compiler::to_json(source, compilation.diagnostics) << '\n';
    else
        std::cerr << compiler::render(source, compilation.diagnostics);
    if (!compilation.is_done())
        return std::nullopt;
    return compilation;
}

std::expected<std::vector<const compiler::LicenceOutput*>, int> chosen_licences(
    const Command& command, const ParsedLine& line, const compiler::Compilation& compilation)
{
    std::vector<const compiler::LicenceOutput*> chosen;
    std::vector<std::string> names;
    for (const compiler::LicenceOutput& licence : compilation.licences)
    {
        names.push_back(licence.artifact.name);
        if (!line.has("licence") || line.text("licence") == licence.artifact.name)
            chosen.push_back(&licence);
    }
    if (chosen.empty())
        return std::unexpected{fail(command.name,
            "the file has no licence " + line.text("licence") + "; it has " +
                compiler::list_in_words(names),
            exit_wrong_usage)};
    return chosen;
}
}  // namespace byline::tools
