#include "tools/bylinec/prove.hpp"

#include "compiler/artifact/build.hpp"
#include "compiler/compile.hpp"
#include "compiler/proof/licence_model.hpp"
#include "compiler/proof/obligation.hpp"
#include "compiler/proof/obligations.hpp"
#include "compiler/proof/solve.hpp"
#include "compiler/sema/interface.hpp"
#include "tools/bylinec/compile_file.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <iostream>
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

int prove_one(const compiler::CompiledLicence& compiled, const std::filesystem::path& folder)
{
    const auto gas = [&](compiler::FunctionKind kind, std::size_t bucket) {
        return compiled.gas.transaction(kind, bucket);
    };
    const auto obligations =
        compiler::proof::obligations_of(compiler::proof::model_of(compiled.licence, gas));
    if (!obligations)
        return fail(prove_command.name,
            "the shares of a payee have no common denominator below 2^128: use fewer decimals");
    if (const auto kept = keep(*obligations, folder); !kept)
        return fail(prove_command.name, kept.error());

    std::size_t proved = 0;
    for (const Obligation& obligation : *obligations)
    {
        const Verdict verdict = compiler::proof::solve(obligation);
        tell(obligation, verdict);
        proved += verdict.outcome == Outcome::proved ? 1 : 0;
    }
    std::cout << proved << " of " << obligations->size() << " proved by "
              << compiler::proof::solver_name() << "; asked as " << folder.string() << "/*.smt2\n";
    return proved == obligations->size() ? exit_done : exit_failed;
}
}  // namespace

int prove(std::span<const std::string> words)
{
    options::options_description flags{"Flags"};
    flags.add_options()("out", options::value<std::string>()->value_name("DIR"),
        "the folder for the SMT-LIB text of each proof, for any solver; without it, the source's "
        "name with .proofs, in this folder; of several licences, each in a folder of its name "
        "there");
    add_licence_flag(flags);
    const auto line = parse_line(prove_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const std::filesystem::path source = line->arguments[0];
    const auto compilation = compile_file(prove_command, source.string(), false);
    if (!compilation)
        return exit_failed;
    const auto licences = chosen_licences(prove_command, *line, *compilation);
    if (!licences)
        return licences.error();
    const std::filesystem::path folder =
        line->has("out") ? line->text("out") : source.stem().string() + ".proofs";
    int code = exit_done;
    for (const compiler::LicenceOutput* licence : *licences)
    {
        const bool is_one = compilation->licences.size() == 1;
        if (!is_one)
            std::cout << (licence == licences->front() ? "" : "\n") << licence->artifact.name
                      << ":\n";
        code = std::max(
            code, prove_one(licence->compiled, is_one ? folder : folder / licence->artifact.name));
    }
    return code;
}
}  // namespace byline::tools
