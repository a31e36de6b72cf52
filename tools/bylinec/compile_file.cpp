#include "tools/bylinec/compile_file.hpp"

#include "compiler/source/diagnostic.hpp"

#include <iostream>
#include <utility>

namespace byline::tools
{
boost::program_options::options_description diagnostic_flags()
{
    boost::program_options::options_description flags{"Flags"};
    flags.add_options()("json", "results and diagnostics as JSON");
    return flags;
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
    if (as_json && !compilation.artifact)
        std::cerr << compiler::to_json(source, compilation.diagnostics) << '\n';
    else
        std::cerr << compiler::render(source, compilation.diagnostics);
    if (!compilation.artifact)
        return std::nullopt;
    return compilation;
}
}  // namespace byline::tools
