#include "compiler/artifact/gas_json.hpp"

#include "compiler/bound/function_bounds.hpp"
#include "compiler/sema/licence.hpp"

#include <string>
#include <utility>

namespace byline::compiler
{
namespace json = boost::json;

json::object gas_estimates_of(const GasBounds& bounds)
{
    json::object external;
    for (const FunctionBound& bound : bounds.functions)
        external.emplace(bound.signature, std::to_string(bound.execution));
    return {
        {"creation", json::object{{"codeDepositCost", std::to_string(bounds.code_deposit)},
                         {"executionCost", std::to_string(bounds.constructor)},
                         {"totalCost", std::to_string(bounds.code_deposit + bounds.constructor)}}},
        {"external", std::move(external)}};
}

json::object gas_json(const Licence& licence, const GasBounds& bounds)
{
    json::array functions;
    for (const FunctionBound& bound : bounds.functions)
    {
        json::object entry{{"function", bound.signature}, {"atMost", bound.transaction}};
        if (bound.calls_out)
            entry.emplace("besides", licence.currency.is_token() ? "token" : "payee");
        functions.push_back(std::move(entry));
    }
    return {{"functions", std::move(functions)}, {"deployment", bounds.deployment}};
}
}  // namespace byline::compiler
