#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/what_if.hpp"
#include "compiler/bound/function_bounds.hpp"
#include "compiler/compile.hpp"
#include "compiler/proof/solve.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/standard_json.hpp"
#include "compiler/syntax/format.hpp"
#include "tools/bylinec/compile_file.hpp"
#include "tools/bylinec/pages.hpp"
#include "tools/bylinec/prove.hpp"
#include "tools/bylinec/terms.hpp"
#include "tools/bylinec/test.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <array>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{
using namespace byline;
using namespace byline::tools;
namespace json = boost::json;
namespace options = boost::program_options;

int build(std::span<const std::string> words);
int check(std::span<const std::string> words);
int format(std::span<const std::string> words);
int explain(std::span<const std::string> words);
int standard_json(std::span<const std::string> words);
int what_if(std::span<const std::string> words);

constexpr Command build_command{
    "bylinec build", "FILE.byl", "Compiles licences to artifact files.", build};
constexpr Command check_command{
    "bylinec check", "FILE.byl", "Checks licences and writes nothing.", check};
constexpr Command format_command{
    "bylinec fmt", "FILE.byl", "Writes a file anew in the one style; comments stay.", format};
constexpr Command explain_command{"bylinec explain", "CODE",
    "Says what the check with that code is for (B101) and what to do; without a code, lists all.",
    explain};
constexpr Command standard_json_command{"bylinec standard-json", "[INPUT.json]",
    "Compiles as a Standard JSON input says (from standard input without a file), in solc's shape.",
    standard_json};
constexpr Command what_if_command{"bylinec try", "FILE.byl AMOUNT [UNIT]",
    "Prints who may withdraw what once so much has come in: try scenes.byl 12 ether.", what_if};
constexpr std::array commands{build_command, check_command, format_command, terms_command,
    what_if_command, prove_command, test_command, explain_command, standard_json_command};

struct DiagnosticPage
{
    std::string_view code;
    std::string_view summary;
    compiler::DiagnosticKind kind;
};

constexpr std::array diagnostic_pages{
#define BYLINE_DIAGNOSTIC(code, kind, summary) \
    DiagnosticPage{#code, summary, compiler::DiagnosticKind::kind},
#include "compiler/source/diagnostics.def"

#include <cstddef>
};

/// One line; of several licences with `--json`, an object a line.
void tell_built(const compiler::Artifact& artifact, const std::string& output, bool as_json)
{
    const std::size_t code_size = artifact.runtime_code.size() - artifact.metadata_size;
    if (as_json)
        std::cout << json::object{{"name", artifact.name}, {"artifact", output},
                         {"runtimeBytes", code_size}, {"metadataBytes", artifact.metadata_size},
                         {"termsHash", to_hex(artifact.terms_hash)}}
                  << '\n';
    else
        std::cout << artifact.name << " -> " << output << ": " << code_size << " bytes of code and "
                  << artifact.metadata_size << " of metadata, terms " << to_hex(artifact.terms_hash)
                  << '\n';
}

void add_gas_flag(options::options_description& flags)
{
    flags.add_options()("gas",
        "prints the most gas that a transaction takes which calls a function; artifacts have it "
        "too");
}

int build(std::span<const std::string> words)
{
    auto flags = diagnostic_flags();
    flags.add_options()("output,o", options::value<std::string>()->value_name("OUT.json"),
        "where the artifact goes; without it, the source's name with .json, in this folder; of "
        "several licences, each its own name with .json");
    add_gas_flag(flags);
    add_licence_flag(flags);
    const auto line = parse_line(build_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const std::filesystem::path source = line->arguments[0];
    const auto compilation = compile_file(
        build_command, source.string(), line->has("json"), {.proofs = compiler::proof::Budget{}});
    if (!compilation)
        return exit_failed;
    const auto licences = chosen_licences(build_command, *line, *compilation);
    if (!licences)
        return licences.error();
    if (line->has("output") && licences->size() > 1)
        return fail(build_command.name,
            "--output is for one artifact, and the file has " + std::to_string(licences->size()) +
                " licences: choose one with --licence",
            exit_wrong_usage);
    for (const compiler::LicenceOutput* licence : *licences)
    {
        const compiler::Artifact& artifact = licence->artifact;
        const std::string usual =
            compilation->licences.size() == 1 ? source.stem().string() : artifact.name;
        const std::string output = line->has("output") ? line->text("output") : usual + ".json";
        if (const auto written = write_file(output, artifact.json); !written)
            return fail(build_command.name, written.error());
        tell_built(artifact, output, line->has("json"));
        if (line->has("gas") && !line->has("json"))
            std::cout << compiler::gas_table(licence->compiled.licence, licence->compiled.gas);
    }
    return exit_done;
}

int check(std::span<const std::string> words)
{
    const auto line = parse_line(check_command, diagnostic_flags(), {1, 1}, words);
    if (!line)
        return line.error();
    const auto compilation = compile_file(check_command, line->arguments[0], line->has("json"));
    if (!compilation)
        return exit_failed;
    for (const compiler::LicenceOutput& licence : compilation->licences)
    {
        const std::string& name = licence.artifact.name;
        if (line->has("json"))
            std::cout << json::object{{"name", name}} << '\n';
        else
            std::cout << name << ": nothing to complain about\n";
    }
    return exit_done;
}

int format(std::span<const std::string> words)
{
    const auto line =
        parse_line(format_command, options::options_description{"Flags"}, {1, 1}, words);
    if (!line)
        return line.error();
    const std::string& path = line->arguments[0];
    auto text = read_file(path);
    if (!text)
        return fail(format_command.name, text.error());
    const compiler::SourceFile source{path, std::move(*text)};
    compiler::Diagnostics diagnostics;
    const auto formatted = compiler::format(source.text, diagnostics);
    if (!formatted)
    {
        std::cerr << compiler::render(source, diagnostics.list());
        return exit_failed;
    }
    if (*formatted == source.text)
        return exit_done;
    if (const auto written = write_file(path, *formatted); !written)
        return fail(format_command.name, written.error());
    std::cout << path << ": written anew\n";
    return exit_done;
}

/// Licences that are paid in another currency have nothing to say to the amount.
int tell_shares(
    const std::vector<const compiler::LicenceOutput*>& licences, const std::string& text)
{
    std::string tables;
    std::string wrong;
    for (const compiler::LicenceOutput* output : licences)
    {
        const compiler::Licence& licence = output->compiled.licence;
        const auto amount = compiler::read_amount(text, licence.currency);
        if (!amount)
        {
            wrong = wrong.empty() ? amount.error() : wrong;
            continue;
        }
        if (licences.size() > 1)
            tables += (tables.empty() ? "" : "\n") + licence.name + "\n\n";
        tables += compiler::what_if(licence, *amount);
    }
    if (tables.empty() && !wrong.empty())
        return fail(what_if_command.name, wrong, exit_wrong_usage);
    std::cout << tables;
    return exit_done;
}

int what_if(std::span<const std::string> words)
{
    options::options_description flags{"Flags"};
    add_licence_flag(flags);
    const auto line = parse_line(what_if_command, std::move(flags), {2, 3}, words);
    if (!line)
        return line.error();
    const auto compilation = compile_file(what_if_command, line->arguments[0], false);
    if (!compilation)
        return exit_failed;
    const auto licences = chosen_licences(what_if_command, *line, *compilation);
    if (!licences)
        return licences.error();
    std::string text = line->arguments[1];
    if (line->arguments.size() == 3)
        text += " " + line->arguments[2];
    return tell_shares(*licences, text);
}

/// All of standard input, up to one byte more than an input may have.
std::string read_standard_input()
{
    std::string text(compiler::max_standard_json_bytes + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

int standard_json(std::span<const std::string> words)
{
    const auto line =
        parse_line(standard_json_command, options::options_description{"Flags"}, {0, 1}, words);
    if (!line)
        return line.error();
    if (line->arguments.empty())
    {
        std::cout << compiler::compile_standard_json(read_standard_input()) << '\n';
        return exit_done;
    }
    const auto text = read_file(line->arguments[0]);
    if (!text)
        return fail(standard_json_command.name, text.error());
    std::cout << compiler::compile_standard_json(*text) << '\n';
    return exit_done;
}

int explain(std::span<const std::string> words)
{
    const auto line =
        parse_line(explain_command, options::options_description{"Flags"}, {0, 1}, words);
    if (!line)
        return line.error();
    bool found = false;
    for (const auto& page : diagnostic_pages)
    {
        if (!line->arguments.empty() && line->arguments[0] != page.code)
            continue;
        std::cout << page.code << ": checks that " << page.summary << ".\n";
        if (!line->arguments.empty())
            std::cout << '\n' << page_of(page.kind);
        found = true;
    }
    if (!found)
        return fail(explain_command.name, "there is no diagnostic '" + line->arguments[0] + "'",
            exit_wrong_usage);
    return exit_done;
}
}  // namespace

int main(int argc, char** argv)
{
    return run_commands("bylinec", "The compiler of Byline licences.", commands, argc, argv);
}
