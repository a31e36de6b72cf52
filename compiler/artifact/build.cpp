#include "compiler/artifact/build.hpp"

#include "compiler/artifact/abi.hpp"
#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/authority_report.hpp"
#include "compiler/artifact/eip712.hpp"
#include "compiler/artifact/gas_json.hpp"
#include "compiler/artifact/metadata.hpp"
#include "compiler/artifact/storage_layout.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/source_file.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

json::object immutable_references(const Licence& licence, const Assembly& runtime)
{
    constexpr int address_size = 20;
    json::object references;
    for (const auto& [party, offsets] : runtime.immutables)
    {
        json::array places;
        for (const std::size_t offset : offsets)
            places.push_back(json::object{{"length", address_size}, {"start", offset}});
        references.emplace(licence.parties[party].name, std::move(places));
    }
    return references;
}

json::array proof_json(const std::vector<ProvedStatement>& proof)
{
    json::array statements;
    for (const ProvedStatement& one : proof)
        statements.push_back(json::object{
            {"id", one.id}, {"statement", one.statement}, {"smtKeccak256", to_hex(one.smt_hash)}});
    return statements;
}

std::string file_name(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1);
}

json::object to_json(const SourceFile& source, const CompiledLicence& compiled)
{
    const auto& [licence, interface, storage, terms, code, gas, proof] = compiled;
    json::array parties;
    for (const Party& party : licence.parties)
        parties.emplace_back(party.name);
    json::value agreed = json::parse(terms.json, {}, {.max_depth = max_artifact_depth});
    return {
        {"format", "byline-artifact-1"},
        {"name", licence.name},
        {"title", licence.title},
        {"parties", std::move(parties)},
        {"abi", abi_of(licence, interface)},
        {"bytecode", to_hex(code.creation.code)},
        {"deployedBytecode", to_hex(code.runtime.code)},
        {"immutableReferences", immutable_references(licence, code.runtime)},
        {"storageLayout", storage_layout_of(licence, storage)},
        {"sourceMap", source_map(code.creation)},
        {"deployedSourceMap", source_map(code.runtime)},
        {"methodIdentifiers", method_identifiers(interface)},
        {"gasEstimates", gas_estimates_of(gas)},
        {"gas", gas_json(licence, gas)},
        {"eip712", eip712_of(licence)},
        {"terms",
            json::object{{"text", terms.text}, {"json", agreed}, {"hash", to_hex(terms.hash)}}},
        {"shares", agreed.at("buckets")},
        {"clauses", agreed.at("clauses")},
        {"authority", authority_json(licence)},
        {"proof", proof_json(proof)},
        {"userdoc", userdoc_of(licence, interface)},
        {"devdoc", devdoc_of(licence)},
        {"source", json::object{{"file", file_name(source.path)},
                       {"keccak256", to_hex(keccak256(std::string_view{source.text}))}}},
        {"compiler", json::object{{"name", "bylinec"}, {"version", compiler_version()}}},
    };
}

/// One key a line: an artifact is compared and reviewed line by line.
std::string lines_of(const json::object& object)
{
    std::string text = "{\n";
    for (const json::key_value_pair& pair : object)
        text += (text.size() == 2 ? "  " : ",\n  ") + json::serialize(pair.key()) + ": " +
                json::serialize(pair.value());
    return text + "\n}\n";
}
}  // namespace

Artifact build_artifact(const SourceFile& source, const CompiledLicence& compiled)
{
    const CompiledCode& code = compiled.code;
    Artifact artifact;
    artifact.name = compiled.licence.name;
    artifact.title = compiled.licence.title;
    for (const Party& party : compiled.licence.parties)
        artifact.parties.push_back(party.name);
    artifact.creation_code = code.creation.code;
    artifact.runtime_code = code.runtime.code;
    artifact.metadata_size = code.metadata_size;
    artifact.terms_hash = compiled.terms.hash;
    artifact.terms_text = compiled.terms.text;
    artifact.json = lines_of(to_json(source, compiled));
    return artifact;
}
}  // namespace byline::compiler
