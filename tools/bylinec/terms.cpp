#include "tools/bylinec/terms.hpp"

#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/authority_report.hpp"
#include "compiler/compile.hpp"
#include "tools/bylinec/compile_file.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <iostream>
#include <span>
#include <string>
#include <utility>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;

int terms_of_artifact(const std::string& path)
{
    const auto text = read_file(path);
    if (!text)
        return fail(terms_command.name, text.error());
    const auto artifact = compiler::read_artifact(*text);
    if (!artifact)
        return fail(terms_command.name, path + ": " + artifact.error());
    std::cout << artifact->terms_text;
    return exit_done;
}
}  // namespace

int terms(std::span<const std::string> words)
{
    options::options_description flags{"Flags"};
    flags.add_options()("json", "the canonical JSON whose keccak256 is termsHash()");
    flags.add_options()("authority", "who has power over others' money or rights, and by what");
    add_licence_flag(flags);
    const auto line = parse_line(terms_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const std::string& path = line->arguments[0];
    const bool wants_source = line->has("json") || line->has("authority") || line->has("licence");
    if (path.ends_with(".json") && !wants_source)
        return terms_of_artifact(path);
    const auto compilation = compile_file(terms_command, path, false);
    if (!compilation)
        return exit_failed;
    const auto licences = chosen_licences(terms_command, *line, *compilation);
    if (!licences)
        return licences.error();
    for (const compiler::LicenceOutput* licence : *licences)
    {
        if (line->has("json"))
        {
            std::cout << licence->compiled.terms.json << '\n';
            continue;
        }
        if (licence != licences->front())
            std::cout << '\n';
        if (line->has("authority"))
            std::cout << (licences->size() == 1 ? "" : licence->artifact.name + ":\n")
                      << compiler::authority_text(licence->compiled.licence);
        else
            std::cout << licence->artifact.terms_text;
    }
    return exit_done;
}
}  // namespace byline::tools
