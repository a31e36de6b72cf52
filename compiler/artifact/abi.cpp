#include "compiler/artifact/abi.hpp"

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

// Tuples of the ABI hold scalars only, or one tuple: messages do not nest.
// NOLINTNEXTLINE(misc-no-recursion)
json::object field(const AbiParameter& parameter)
{
    json::object result;
    if (!parameter.components.empty())
    {
        json::array components;
        for (const AbiParameter& component : parameter.components)
            components.push_back(field(component));
        result.emplace("components", std::move(components));
    }
    const std::string& internal =
        parameter.internal_type.empty() ? parameter.type : parameter.internal_type;
    result.emplace("internalType", internal);
    result.emplace("name", parameter.name);
    result.emplace("type", parameter.type);
    return result;
}

json::array fields(const std::vector<AbiParameter>& parameters)
{
    json::array result;
    for (const AbiParameter& parameter : parameters)
        result.push_back(field(parameter));
    return result;
}

json::object event(const AbiEvent& event)
{
    json::array inputs;
    for (const AbiEvent::Field& f : event.fields)
    {
        json::object input{{"indexed", f.is_indexed}};
        for (const json::key_value_pair& pair : field(f.parameter))
            input.emplace(pair.key(), pair.value());
        inputs.push_back(std::move(input));
    }
    return {{"anonymous", false}, {"inputs", std::move(inputs)}, {"name", event.name},
        {"type", "event"}};
}

json::object constructor(const Licence& licence)
{
    json::array inputs;
    for (const Party& party : licence.parties)
        inputs.push_back(field({.name = party.name, .type = "address"}));
    return {
        {"inputs", std::move(inputs)}, {"stateMutability", "nonpayable"}, {"type", "constructor"}};
}

std::string_view mutability(const ExternalFunction& function)
{
    return function.is_payable ? "payable" : function.is_view ? "view" : "nonpayable";
}
}  // namespace

json::array abi_of(const Licence& licence, const Interface& interface)
{
    json::array abi{constructor(licence)};
    for (const ExternalFunction& f : interface.functions)
        abi.push_back(json::object{{"inputs", fields(f.inputs)}, {"name", f.name},
            {"outputs", fields(f.outputs)}, {"stateMutability", mutability(f)},
            {"type", "function"}});
    for (const AbiEvent& e : interface.events)
        abi.push_back(event(e));
    for (const AbiError& e : interface.errors)
        abi.push_back(
            json::object{{"inputs", fields(e.inputs)}, {"name", e.name}, {"type", "error"}});
    if (interface.receives)
        abi.push_back(json::object{{"stateMutability", "payable"}, {"type", "receive"}});
    return abi;
}

json::object method_identifiers(const Interface& interface)
{
    json::object identifiers;
    for (const ExternalFunction& f : interface.functions)
    {
        const std::string signature = signature_of(f);
        const bytes32 word = to_bytes32(uint256{selector_of(signature)} << 224);
        identifiers.emplace(signature, to_hex(BytesView{word.bytes}.first(4)).substr(2));
    }
    return identifiers;
}

json::object userdoc_of(const Licence& licence, const Interface& interface)
{
    json::object methods;
    for (const ExternalFunction& f : interface.functions)
    {
        if (!f.notice.empty())
            methods.emplace(signature_of(f), json::object{{"notice", f.notice}});
    }
    json::object events;
    for (const AbiEvent& e : interface.events)
    {
        if (!e.notice.empty())
            events.emplace(signature_of(e), json::object{{"notice", e.notice}});
    }
    json::object errors;
    for (const AbiError& e : interface.errors)
    {
        if (!e.notice.empty())
            errors.emplace(signature_of(e), json::array{json::object{{"notice", e.notice}}});
    }
    json::object doc{{"errors", std::move(errors)}, {"events", std::move(events)}, {"kind", "user"},
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
