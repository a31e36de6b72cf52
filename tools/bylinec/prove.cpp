#include "tools/bylinec/prove.hpp"

#include "compiler/proof/licence_model.hpp"
#include "compiler/proof/obligations.hpp"
#include "compiler/proof/solve.hpp"
#include "compiler/sema/analyse.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/parser.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <expected>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
namespace options = boost::program_options;
using compiler::proof::Obligation;
using compiler::proof::Outcome;
using compiler::proof::Verdict;

std::string_view in_words(Outcome outcome)
{
    switch (outcome)
    {
        case Outcome::proved:
            return "proved";
        case Outcome::refuted:
            return "REFUTED";
        case Outcome::undecided:
            return "UNDECIDED";
    }
    return "";
}

std::optional<compiler::Licence> read_licence(const std::string& path)
{
    auto text = read_file(path);
    if (!text)
    {
        fail(prove_command.name, text.error());
        return std::nullopt;
    }
    const compiler::SourceFile source{path, std::move(*text)};
    compiler::Diagnostics diagnostics;
    const auto file = compiler::parse(source.text, diagnostics);
    auto licence = compiler::analyse(file, diagnostics);
    std::cerr << compiler::render(source, diagnostics.list());
    return diagnostics.empty() ? std::move(licence) : std::nullopt;
}

void tell(const Obligation& obligation, const Verdict& verdict)
{
    std::cout << in_words(verdict.outcome) << "  " << obligation.id << "\n    "
              << obligation.statement << '\n';
    if (verdict.outcome == Outcome::refuted)
        std::cout << "    Not so: " << verdict.reason << '\n';
    if (verdict.outcome == Outcome::undecided)
        std::cout << "    Nothing is known: " << verdict.reason << '\n';
}

/// The texts that were asked, a file each. The error is a sentence.
std::expected<void, std::string> keep(
    const std::vector<Obligation>& obligations, const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return std::unexpected{folder.string() + ": " + error.message()};
    for (const Obligation& obligation : obligations)
    {
        if (obligation.smt.empty())
            continue;
        if (auto written = write_file((folder / file_name(obligation)).string(), obligation.smt);
            !written)
            return written;
    }
    return {};
}
}  // namespace

int prove(std::span<const std::string> words)
{
    options::options_description flags{"Flags"};
    flags.add_options()("out", options::value<std::string>()->value_name("DIR"),
        "a folder for the SMT-LIB text of each proof, for any solver");
    const auto line = parse_line(prove_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const auto licence = read_licence(line->arguments[0]);
    if (!licence)
        return exit_failed;
    const auto obligations = compiler::proof::obligations_of(compiler::proof::model_of(*licence));
    if (!obligations)
        return fail(prove_command.name,
            "the shares of a payee have no common denominator below 2^128: use fewer decimals");
    if (line->has("out"))
        if (const auto kept = keep(*obligations, line->text("out")); !kept)
            return fail(prove_command.name, kept.error());

    std::size_t proved = 0;
    for (const Obligation& obligation : *obligations)
    {
        const Verdict verdict = compiler::proof::solve(obligation);
        tell(obligation, verdict);
        proved += verdict.outcome == Outcome::proved ? 1 : 0;
    }
    std::cout << proved << " of " << obligations->size() << " proved by "
              << compiler::proof::solver_name() << '\n';
    return proved == obligations->size() ? exit_done : exit_failed;
}
}  // namespace byline::tools
