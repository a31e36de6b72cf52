#include "compiler/sema/abi_types.hpp"

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
// Tuples do not nest deeper than a signed message in a list.
// NOLINTNEXTLINE(misc-no-recursion)
std::string canonical_type(const AbiParameter& parameter)
{
    constexpr std::string_view tuple = "tuple";
    if (!parameter.type.starts_with(tuple))
        return parameter.type;
    std::string types;
    for (const AbiParameter& component : parameter.components)
        types += (types.empty() ? "" : ",") + canonical_type(component);
    return "(" + types + ")" + parameter.type.substr(tuple.size());
}

AbiParameter parameter_of(const Licence& licence, std::string name, const ScalarType& type)
{
    AbiParameter result{std::move(name), std::string{to_string(abi_type_of(type))}};
    if (type.kind == ScalarKind::enumeration)
        result.internal_type =
            "enum " + licence.name + "." + licence.enumerations[type.enumeration].name;
    return result;
}

std::vector<AbiParameter> parameters_of(
    const Licence& licence, const std::vector<ScalarField>& fields)
{
    std::vector<AbiParameter> result;
    result.reserve(fields.size());
    for (const ScalarField& field : fields)
        result.push_back(parameter_of(licence, field.name, field.type));
    return result;
}

AbiParameter message_of(const Licence& licence, std::size_t message, std::string name)
{
    const Message& declared = licence.messages[message];
    return {std::move(name), "tuple", parameters_of(licence, declared.fields),
        "struct " + licence.name + "." + declared.name};
}

std::vector<AbiParameter> inputs_of(
    const Licence& licence, const std::vector<Parameter>& parameters)
{
    std::vector<AbiParameter> result;
    for (const Parameter& parameter : parameters)
    {
        AbiParameter input = parameter.kind == ParameterKind::scalar
                                 ? parameter_of(licence, parameter.name, parameter.type)
                                 : message_of(licence, parameter.message, parameter.name);
        if (parameter.kind == ParameterKind::signed_message)
        {
            const std::string& message = licence.messages[parameter.message].name;
            input = {parameter.name, "tuple",
                {message_of(licence, parameter.message, "message"), {"signature", "bytes"}},
                "struct " + licence.name + ".Signed" + message};
        }
        if (parameter.is_list)
        {
            input.type += "[]";
            if (!input.internal_type.empty())
                input.internal_type += "[]";
        }
        result.push_back(std::move(input));
    }
    return result;
}
}  // namespace byline::compiler
