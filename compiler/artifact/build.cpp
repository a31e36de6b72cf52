#include "compiler/artifact/build.hpp"

#include "compiler/artifact/abi.hpp"
#include "compiler/artifact/metadata.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <boost/json.hpp>

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

json::array shares_of(const Licence& licence)
{
    json::array payees;
    for (const Payee& payee : licence.split.payees)
        payees.push_back(json::object{{"party", licence.parties[payee.party].name},
            {"numerator", to_decimal(payee.share.numerator())},
            {"denominator", to_decimal(payee.share.denominator())},
            {"percent", to_percent(payee.share)}});
    return {json::object{{"bucket", licence.split.name}, {"kind", "split"},
        {"default", licence.split.is_default}, {"payees", std::move(payees)}}};
}

std::string file_name(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1);
}

json::object to_json(
    const SourceFile& source, const Licence& licence, const Terms& terms, const CompiledCode& code)
{
    json::array parties;
    for (const Party& party : licence.parties)
        parties.emplace_back(party.name);
    return {
        {"format", "byline-artifact-1"},
        {"name", licence.name},
        {"title", licence.title},
        {"parties", std::move(parties)},
        {"abi", abi_of(licence)},
        {"bytecode", to_hex(code.creation.code)},
        {"deployedBytecode", to_hex(code.runtime.code)},
        {"immutableReferences", immutable_references(licence, code.runtime)},
        {"storageLayout", storage_layout_of(licence)},
        {"sourceMap", source_map(code.creation)},
        {"deployedSourceMap", source_map(code.runtime)},
        {"methodIdentifiers", method_identifiers(licence)},
        {"terms", json::object{{"text", terms.text}, {"json", json::parse(terms.json)},
                      {"hash", to_hex(terms.hash)}}},
        {"shares", shares_of(licence)},
        {"userdoc", userdoc_of(licence)},
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

Artifact build_artifact(
    const SourceFile& source, const Licence& licence, const Terms& terms, const CompiledCode& code)
{
    Artifact artifact;
    artifact.name = licence.name;
    artifact.title = licence.title;
    for (const Party& party : licence.parties)
        artifact.parties.push_back(party.name);
    artifact.creation_code = code.creation.code;
    artifact.runtime_code = code.runtime.code;
    artifact.metadata_size = code.metadata_size;
    artifact.terms_hash = terms.hash;
    artifact.terms_text = terms.text;
    artifact.json = lines_of(to_json(source, licence, terms, code));
    return artifact;
}
}  // namespace byline::compiler
