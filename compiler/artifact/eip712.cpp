#include "compiler/artifact/eip712.hpp"

#include "compiler/sema/licence.hpp"

#include <string_view>
#include <utility>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

json::object field(std::string_view name, std::string_view type)
{
    return {{"name", name}, {"type", type}};
}
}  // namespace

json::object eip712_of(const Licence& licence)
{
    if (licence.messages.empty())
        return {};
    json::object types{
        {"EIP712Domain", json::array{field("name", "string"), field("version", "string"),
                             field("chainId", "uint256"), field("verifyingContract", "address")}}};
    for (const Message& message : licence.messages)
    {
        json::array fields;
        for (const ScalarField& f : message.fields)
            fields.push_back(field(f.name, to_string(abi_type_of(f.type))));
        types.emplace(message.name, std::move(fields));
    }
    return {{"domain", json::object{{"name", licence.name}, {"version", "1"}}},
        {"types", std::move(types)}};
}
}  // namespace byline::compiler
