#include "compiler/artifact/abi.hpp"

#include "vm/primitives/hex.hpp"

#include <array>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

struct GeneratedFunction
{
    std::string_view name;
    std::string_view input;
    std::string_view input_name;
    std::string_view output;
    std::string_view mutability;
    std::string_view notice;
};

constexpr std::array generated_functions{
#define BYLINE_FUNCTION(id, name, input, input_name, output, mutability, notice) \
    GeneratedFunction{name, input, input_name, output, mutability, notice},
#include "compiler/sema/interface.def"
};

struct GeneratedError
{
    std::string_view name;
    std::array<std::string_view, 2> types;
    std::array<std::string_view, 2> names;
    std::string_view notice;
};

constexpr std::array generated_errors{
#define BYLINE_ERROR(id, name, type1, name1, type2, name2, notice) \
    GeneratedError{name, {type1, type2}, {name1, name2}, notice},
#include "compiler/sema/interface.def"
};

json::object field(std::string_view name, std::string_view type)
{
    return {{"internalType", type}, {"name", name}, {"type", type}};
}

json::object event_field(std::string_view name, std::string_view type, bool indexed)
{
    return {{"indexed", indexed}, {"internalType", type}, {"name", name}, {"type", type}};
}

json::array fields(std::string_view name, std::string_view type)
{
    json::array result;
    if (!type.empty())
        result.push_back(field(name, type));
    return result;
}

json::object function(
    std::string_view name, json::array inputs, json::array outputs, std::string_view mutability)
{
    return {{"inputs", std::move(inputs)}, {"name", name}, {"outputs", std::move(outputs)},
        {"stateMutability", mutability}, {"type", "function"}};
}

json::array act_inputs(const Act& act)
{
    json::array inputs;
    for (const Parameter& parameter : act.parameters)
        inputs.push_back(field(parameter.name, to_string(parameter.abi)));
    return inputs;
}

json::object act_event(const Act& act)
{
    json::array inputs{event_field("caller", "address", true)};
    for (const Parameter& parameter : act.parameters)
        inputs.push_back(event_field(parameter.name, to_string(parameter.abi), false));
    if (act.price)
        inputs.push_back(event_field("paid", "uint256", false));
    return {{"anonymous", false}, {"inputs", std::move(inputs)}, {"name", event_name(act)},
        {"type", "event"}};
}

json::object error(const GeneratedError& error)
{
    json::array inputs;
    for (std::size_t i = 0; i < error.types.size(); ++i)
    {
        if (!error.types[i].empty())
            inputs.push_back(field(error.names[i], error.types[i]));
    }
    return {{"inputs", std::move(inputs)}, {"name", error.name}, {"type", "error"}};
}

std::string signature(const GeneratedFunction& f)
{
    return std::string{f.name} + "(" + std::string{f.input} + ")";
}

std::string signature(const GeneratedError& e)
{
    std::string types{e.types[0]};
    if (!e.types[1].empty())
        types += "," + std::string{e.types[1]};
    return std::string{e.name} + "(" + types + ")";
}
}  // namespace

json::array abi_of(const Licence& licence)
{
    json::array abi;
    json::array parties;
    for (const Party& party : licence.parties)
        parties.push_back(field(party.name, "address"));
    abi.push_back(json::object{{"inputs", std::move(parties)}, {"stateMutability", "nonpayable"},
        {"type", "constructor"}});
    for (const Act& act : licence.acts)
        abi.push_back(
            function(act.name, act_inputs(act), {}, act.price ? "payable" : "nonpayable"));
    for (const GeneratedFunction& f : generated_functions)
        abi.push_back(
            function(f.name, fields(f.input_name, f.input), fields("", f.output), f.mutability));
    for (const Party& party : licence.parties)
        abi.push_back(function(party.name, {}, fields("", "address"), "view"));
    for (const Act& act : licence.acts)
        abi.push_back(act_event(act));
    abi.push_back(json::object{{"anonymous", false},
        {"inputs", json::array{event_field("payee", "address", true),
                       event_field("amount", "uint256", false)}},
        {"name", "Claimed"}, {"type", "event"}});
    for (const GeneratedError& e : generated_errors)
        abi.push_back(error(e));
    if (licence.split.is_default)
        abi.push_back(json::object{{"stateMutability", "payable"}, {"type", "receive"}});
    return abi;
}

json::object method_identifiers(const Licence& licence)
{
    json::object identifiers;
    const auto add = [&](const std::string& text) {
        const bytes32 word = to_bytes32(uint256{selector_of(text)} << 224);
        identifiers.emplace(text, to_hex(BytesView{word.bytes}.first(4)).substr(2));
    };
    for (const Act& act : licence.acts)
        add(signature_of(act));
    for (const GeneratedFunction& f : generated_functions)
        add(signature(f));
    for (const Party& party : licence.parties)
        add(party.name + "()");
    return identifiers;
}

json::object userdoc_of(const Licence& licence)
{
    json::object methods;
    for (const Act& act : licence.acts)
    {
        if (!act.comment.empty())
            methods.emplace(signature_of(act), json::object{{"notice", act.comment}});
    }
    for (const GeneratedFunction& f : generated_functions)
        methods.emplace(signature(f), json::object{{"notice", f.notice}});
    json::object errors;
    for (const GeneratedError& e : generated_errors)
        errors.emplace(signature(e), json::array{json::object{{"notice", e.notice}}});
    json::object doc{{"errors", std::move(errors)}, {"kind", "user"},
        {"methods", std::move(methods)}, {"version", 1}};
    if (!licence.comment.empty())
        doc.emplace("notice", licence.comment);
    return doc;
}

json::object devdoc_of(const Licence& licence)
{
    json::object doc{{"kind", "dev"}, {"methods", json::object{}}, {"version", 1}};
    if (!licence.title.empty())
        doc.emplace("title", licence.title);
    return doc;
}
}  // namespace byline::compiler
