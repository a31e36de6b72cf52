#include "compiler/compile.hpp"

#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/build.hpp"
#include "compiler/artifact/metadata.hpp"
#include "compiler/artifact/terms.hpp"
#include "compiler/bound/function_bounds.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/codegen/generate.hpp"
#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/lower/lower.hpp"
#include "compiler/proof/licence_model.hpp"
#include "compiler/proof/obligation.hpp"
#include "compiler/proof/obligations.hpp"
#include "compiler/proof/solve.hpp"
#include "compiler/sema/analyse.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/storage.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/syntax/parser.hpp"
#include "compiler/uses.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// EIP-170 and EIP-3860.
constexpr std::size_t max_code_size = 24'576;
constexpr std::size_t max_initcode_size = 2 * max_code_size;

void append_bytes(std::vector<Item>& items, Bytes bytes)
{
    items.push_back({.kind = ItemKind::bytes, .data = std::move(bytes)});
}

void append_place(std::vector<Item>& items, ir::Symbol symbol)
{
    items.push_back({.kind = ItemKind::place, .label = symbol_label(symbol)});
}

std::vector<Item> instructions_of(ir::Program program, const CostModel& costs)
{
    ir::optimise(program);
    return generate(program, costs);
}

CompiledCode code_of(const CompiledLicence& compiled, std::string_view source_text, Pricing pricing)
{
    const Licence& licence = compiled.licence;
    const CostModel& costs = cost_model(pricing);
    const CostModel costs_of_creation = creation_costs(pricing);
    std::vector<Item> runtime = instructions_of(
        lower_runtime(licence, compiled.interface, compiled.storage, compiled.terms.hash), costs);
    CompiledCode code;
    Bytes tail = metadata_tail(source_text);
    code.metadata_size = tail.size();
    append_bytes(runtime, std::move(tail));
    code.runtime = assemble(runtime);

    std::vector<Item> creation =
        instructions_of(lower_creation(licence, compiled.interface, compiled.storage,
                            {code.runtime.code.size(), code.runtime.immutables}),
            costs_of_creation);
    append_place(creation, ir::Symbol::runtime_begin);
    append_bytes(creation, code.runtime.code);
    append_place(creation, ir::Symbol::creation_end);
    code.creation = assemble(creation);
    return code;
}

void check_size(const CompiledCode& code, const Licence& licence, Diagnostics& diagnostics)
{
    const std::size_t arguments = 32 * licence.parties.size();
    const std::size_t size = code.runtime.code.size();
    if (size > max_code_size)
        diagnostics.add(DiagnosticKind::code_size, licence.span,
            {"THE CODE IS TOO LONG",
                "it has " + std::to_string(size) + " bytes; a chain takes at most 24576 (EIP-170).",
                "Divide the licence: fewer acts, fewer parties."});
    else if (code.creation.code.size() + arguments > max_initcode_size)
        diagnostics.add(DiagnosticKind::code_size, licence.span,
            {"THE CONSTRUCTOR IS TOO LONG",
                "with its arguments it has more bytes than a chain takes: 49152 (EIP-3860).",
                "Divide the licence: fewer parties."});
}

/// Proves the licence's shares and books (B102). What was proved.
std::vector<ProvedStatement> prove(
    const CompiledLicence& compiled, const proof::Budget& budget, Diagnostics& diagnostics)
{
    std::vector<ProvedStatement> proved;
    const Licence& licence = compiled.licence;
    const auto gas = [&](FunctionKind kind, std::size_t bucket) {
        return compiled.gas.transaction(kind, bucket);
    };
    const auto obligations = proof::obligations_of(proof::model_of(licence, gas));
    if (!obligations)
    {
        diagnostics.add(DiagnosticKind::proofs, licence.span,
            {"NOTHING CAN BE PROVED", "some payee's shares have no common denominator below 2^128.",
                "Use fewer decimals."});
        return proved;
    }
    for (const proof::Obligation& obligation : *obligations)
    {
        const proof::Verdict verdict = proof::solve(obligation, budget);
        if (verdict.outcome == proof::Outcome::proved)
        {
            proved.push_back(
                {obligation.id, obligation.statement, keccak256(std::string_view{obligation.smt})});
            continue;
        }
        const bool is_refuted = verdict.outcome == proof::Outcome::refuted;
        diagnostics.add(DiagnosticKind::proofs, licence.span,
            {is_refuted ? "THIS IS NOT SO" : "THIS IS NOT PROVED",
                "`" + obligation.id + "` " + (is_refuted ? "is refuted: " : "is not decided: ") +
                    verdict.reason + ".",
                obligation.statement});
    }
    return proved;
}

CompiledLicence compile_licence(Licence licence, std::string_view source_text,
    const CompileOptions& options, Diagnostics& diagnostics)
{
    CompiledLicence compiled;
    compiled.licence = std::move(licence);
    compiled.interface = interface_of(compiled.licence);
    compiled.storage = storage_of(compiled.licence);
    compiled.terms = make_terms(compiled.licence);
    compiled.code = code_of(compiled, source_text, options.pricing);
    check_size(compiled.code, compiled.licence, diagnostics);
    compiled.gas = gas_bounds_of(compiled.licence, compiled.interface, compiled.code.runtime,
        compiled.code.creation, cost_model(options.pricing));
    check_gas(compiled.licence, compiled.interface, compiled.gas, diagnostics);
    if (options.proofs)
        compiled.proof = prove(compiled, *options.proofs, diagnostics);
    return compiled;
}

std::expected<std::string, std::string> no_files(const std::string& path)
{
    return std::unexpected{"`" + path + "` is not among the files at hand"};
}
}  // namespace

Compilation compile(const SourceFile& source, const CompileOptions& options)
{
    Compilation result;
    Diagnostics diagnostics;
    result.file = parse(source.text, diagnostics);
    const bool is_whole =
        resolve_uses(result.file, source, options.read ? options.read : no_files, diagnostics);
    std::vector<Licence> licences;
    if (is_whole)
        licences = analyse(result.file, diagnostics);
    for (Licence& licence : licences)
    {
        CompiledLicence compiled =
            compile_licence(std::move(licence), source.text, options, diagnostics);
        if (!diagnostics.empty())
            continue;
        Artifact artifact = build_artifact(source, compiled);
        result.licences.push_back({std::move(artifact), std::move(compiled)});
    }
    if (!diagnostics.empty())
        result.licences.clear();
    result.diagnostics = diagnostics.list();
    return result;
}
}  // namespace byline::compiler
