#include "compiler/standard_json.hpp"

#include "compiler/artifact/artifact.hpp"
#include "compiler/compile.hpp"
#include "compiler/proof/solve.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/syntax/parser.hpp"
#include "compiler/syntax/tree.hpp"
#include "vm/primitives/error.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;
using Unreadable = std::unexpected<std::string>;

/// `outputSelection`: what is asked for of each contract of each file.
class Selection
{
public:
    static std::expected<Selection, std::string> read(const json::object& input);

    /// Whether the output at `path` ("evm.bytecode.object") is asked for: by its name, by that of
    /// something around it, or by "*".
    [[nodiscard]] bool wants(
        std::string_view file, std::string_view contract, std::string_view path) const
    {
        return std::ranges::any_of(rows_, [&](const Row& row) {
            return (row.file == "*" || row.file == file) &&
                   (row.contract == "*" || row.contract == contract) &&
                   (row.output == "*" || row.output == path || path.starts_with(row.output + "."));
        });
    }

private:
    struct Row
    {
        std::string file;
        std::string contract;
        std::string output;
    };

    std::vector<Row> rows_;
};

std::expected<Selection, std::string> Selection::read(const json::object& input)
{
    Selection selection;
    const json::value* settings = input.if_contains("settings");
    if (settings == nullptr)
        return selection;
    if (!settings->is_object())
        return Unreadable{"\"settings\" is not an object"};
    const json::value* files = settings->get_object().if_contains("outputSelection");
    if (files == nullptr)
        return selection;
    const std::string shape =
        R"("settings.outputSelection" is not of the form {"*": {"*": ["abi"]}})";
    if (!files->is_object())
        return Unreadable{shape};
    for (const json::key_value_pair& file : files->get_object())
    {
        if (!file.value().is_object())
            return Unreadable{shape};
        for (const json::key_value_pair& contract : file.value().get_object())
        {
            if (!contract.value().is_array())
                return Unreadable{shape};
            for (const json::value& output : contract.value().get_array())
            {
                if (!output.is_string())
                    return Unreadable{shape};
                selection.rows_.push_back({std::string{file.key()}, std::string{contract.key()},
                    std::string{output.get_string()}});
            }
        }
    }
    return selection;
}

struct Input
{
    std::vector<SourceFile> sources;
    Selection selection;
};

std::expected<Input, std::string> read_input(std::string_view text)
{
    if (text.size() > max_standard_json_bytes)
        return Unreadable{"the input has more than 8 MiB"};
    boost::system::error_code error;
    json::stream_parser parser;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error)
        parser.finish(error);
    if (error)
        return Unreadable{"not JSON at byte " + std::to_string(read) + ": " + error.message()};
    const json::value root = parser.release();
    if (!root.is_object())
        return Unreadable{"the input is not a JSON object"};
    const json::object& object = root.get_object();
    const json::value* language = object.if_contains("language");
    if (language == nullptr || !language->is_string() || language->get_string() != "Byline")
        return Unreadable{R"("language" is not "Byline")"};
    const json::value* sources = object.if_contains("sources");
    if (sources == nullptr || !sources->is_object() || sources->get_object().empty())
        return Unreadable{R"("sources" is not an object with a file in it)"};
    Input input;
    for (const json::key_value_pair& file : sources->get_object())
    {
        const std::string name{file.key()};
        const json::object* entry = file.value().if_object();
        const json::value* content = entry == nullptr ? nullptr : entry->if_contains("content");
        if (content == nullptr || !content->is_string())
            return Unreadable{
                "the source \"" + name + "\" has no \"content\"; files are not read from urls"};
        input.sources.push_back({name, std::string{content->get_string()}});
    }
    BYLINE_TRY(selection, Selection::read(object));
    input.selection = std::move(selection);
    return input;
}

json::object input_error(const std::string& message)
{
    return {{"component", "general"}, {"formattedMessage", "JSONError: " + message},
        {"message", message}, {"severity", "error"}, {"type", "JSONError"}};
}

json::object error_of(const SourceFile& source, const Diagnostic& diagnostic)
{
    json::object place{
        {"end", diagnostic.span.end}, {"file", source.path}, {"start", diagnostic.span.begin}};
    return {{"component", "general"}, {"errorCode", diagnostic.code},
        {"formattedMessage", render(source, std::span{&diagnostic, 1})},
        {"message", diagnostic.title + ": " + diagnostic.message}, {"severity", "error"},
        {"sourceLocation", std::move(place)}, {"type", "DeclarationError"}};
}

std::string without_prefix(const json::value& hex)
{
    return std::string{hex.as_string()}.substr(2);
}

json::object bytecode_of(const json::object& artifact, std::string_view code, std::string_view map)
{
    return {{"generatedSources", json::array{}}, {"linkReferences", json::object{}},
        {"object", without_prefix(artifact.at(code))}, {"sourceMap", artifact.at(map)}};
}

/// The metadata of a contract as a text: with which compiler and from which source it is made.
std::string metadata_of(const json::object& artifact, const SourceFile& source)
{
    json::object sources{{source.path, json::object{{"content", source.text},
                                           {"keccak256", artifact.at("source").at("keccak256")}}}};
    return json::serialize(json::object{
        {"compiler", json::object{{"version", artifact.at("compiler").at("version")}}},
        {"language", "Byline"},
        {"output", json::object{{"abi", artifact.at("abi")}, {"devdoc", artifact.at("devdoc")},
                       {"userdoc", artifact.at("userdoc")}}},
        {"settings",
            json::object{{"compilationTarget", json::object{{source.path, artifact.at("name")}}}}},
        {"sources", std::move(sources)}, {"version", 1}});
}

/// All of a contract's output that the selection wants.
class ContractOutput
{
public:
    ContractOutput(
        const SourceFile& source, const json::object& artifact, const Selection& selection)
        : source_{source}, artifact_{artifact}, selection_{selection}
    {}

    [[nodiscard]] json::object run() const
    {
        json::object result;
        for (const std::string_view name : {"abi", "storageLayout", "userdoc", "devdoc", "terms",
                 "shares", "clauses", "authority", "eip712", "proof"})
        {
            if (wants(name) && artifact_.contains(name))
                result.emplace(name, artifact_.at(name));
        }
        if (wants("metadata"))
            result.emplace("metadata", metadata_of(artifact_, source_));
        if (json::object evm = this->evm(); !evm.empty())
            result.emplace("evm", std::move(evm));
        return result;
    }

private:
    [[nodiscard]] bool wants(std::string_view path) const
    {
        return selection_.wants(
            source_.path, std::string_view{artifact_.at("name").as_string()}, path);
    }

    [[nodiscard]] json::object evm() const
    {
        json::object evm;
        json::object deployed = bytecode_of(artifact_, "deployedBytecode", "deployedSourceMap");
        deployed.emplace("immutableReferences", artifact_.at("immutableReferences"));
        add_parts(evm, "bytecode", bytecode_of(artifact_, "bytecode", "sourceMap"));
        add_parts(evm, "deployedBytecode", deployed);
        if (wants("evm.methodIdentifiers"))
            evm.emplace("methodIdentifiers", artifact_.at("methodIdentifiers"));
        if (wants("evm.gasEstimates"))
            evm.emplace("gasEstimates", artifact_.at("gasEstimates"));
        return evm;
    }

    void add_parts(json::object& evm, const std::string& name, const json::object& whole) const
    {
        json::object parts;
        for (const json::key_value_pair& part : whole)
        {
            if (wants("evm." + name + "." + std::string{part.key()}))
                parts.emplace(part.key(), part.value());
        }
        if (!parts.empty())
            evm.emplace(name, std::move(parts));
    }

    const SourceFile& source_;
    const json::object& artifact_;
    const Selection& selection_;
};

/// Whether a source holds nothing but what others use.
bool is_for_others(const SourceFile& source)
{
    Diagnostics diagnostics;
    const syntax::File file = parse(source.text, diagnostics);
    return diagnostics.empty() && file.licences.empty() && !file.messages.empty();
}
}  // namespace

std::string compile_standard_json(std::string_view text)
{
    json::array errors;
    json::object contracts;
    json::object sources;
    const auto input = read_input(text);
    if (!input)
        return json::serialize(json::object{{"errors", json::array{input_error(input.error())}}});
    const auto read = [&](const std::string& path) -> std::expected<std::string, std::string> {
        const auto found = std::ranges::find(input->sources, path, &SourceFile::path);
        if (found == input->sources.end())
            return Unreadable{"`" + path + "` is not among the sources"};
        return found->text;
    };
    for (const SourceFile& source : input->sources)
    {
        sources.emplace(source.path, json::object{{"id", sources.size()}});
        if (is_for_others(source))
            continue;
        const Compilation compilation = compile(source, {.proofs = proof::Budget{}, .read = read});
        for (const Diagnostic& diagnostic : compilation.diagnostics)
            errors.push_back(error_of(source, diagnostic));
        if (!compilation.is_done())
            continue;
        json::object of_file;
        for (const LicenceOutput& licence : compilation.licences)
        {
            const json::value artifact =
                json::parse(licence.artifact.json, {}, {.max_depth = max_artifact_depth});
            of_file.emplace(licence.artifact.name,
                ContractOutput{source, artifact.get_object(), input->selection}.run());
        }
        contracts.emplace(source.path, std::move(of_file));
    }
    json::object result{{"sources", std::move(sources)}};
    if (!errors.empty())
        result.emplace("errors", std::move(errors));
    if (!contracts.empty())
        result.emplace("contracts", std::move(contracts));
    return json::serialize(result);
}
}  // namespace byline::compiler
