#include "compiler/bound/function_bounds.hpp"

#include "compiler/bound/call_data.hpp"
#include "compiler/bound/worst_case.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
constexpr std::uint64_t word_size = 32;

FunctionBound bound_of(const bound::Entry& entry, std::uint64_t call_data, const Assembly& runtime,
    const CostModel& costs)
{
    FunctionBound result;
    const auto worst = bound::worst_case(runtime, costs, entry);
    if (!worst)
    {
        result.unbounded = worst.error();
        return result;
    }
    result.execution = worst->gas;
    result.transaction = bound::transaction_gas(costs, call_data, worst->gas);
    result.calls_out = worst->calls_out;
    return result;
}

/// How many entries fit where `max` do not: what the first ones share is not counted among them,
/// so a little is taken off.
std::uint64_t fitting(std::uint64_t max, std::uint64_t gas) noexcept
{
    constexpr std::uint64_t margin = 64;
    const std::uint64_t fit = max * max_transaction_gas / gas;
    return fit - std::min(fit, fit / margin + 1);
}

std::string remedy(const Licence& licence, const FunctionBound& bound)
{
    std::uint64_t longest = 0;
    if (bound.kind == FunctionKind::act || bound.kind == FunctionKind::act_with_permit)
    {
        for (const Parameter& parameter : licence.acts[bound.index].parameters)
            longest = std::max(longest, parameter.is_list ? parameter.max_length : 0);
    }
    if (longest == 0)
        return "Divide it: fewer effects at once.";
    const std::uint64_t entries = fitting(longest, bound.transaction);
    if (entries == 0)
        return "Divide it: a single entry takes too much.";
    return "Give the list a smaller `max`: " + std::to_string(entries) + " entries fit.";
}
}  // namespace

std::optional<std::uint64_t> GasBounds::transaction(FunctionKind kind, std::size_t index) const
{
    const auto found = std::ranges::find_if(functions, [&](const FunctionBound& bound) {
        return !bound.signature.empty() && bound.kind == kind && bound.index == index;
    });
    if (found == functions.end() || !found->unbounded.empty())
        return std::nullopt;
    return found->transaction;
}

GasBounds gas_bounds_of(const Licence& licence, const Interface& interface, const Assembly& runtime,
    const Assembly& creation, const CostModel& costs)
{
    GasBounds bounds;
    for (const ExternalFunction& function : interface.functions)
    {
        std::string signature = signature_of(function);
        FunctionBound bound = bound_of(
            {selector_of(signature)}, longest_call_data(licence, function), runtime, costs);
        bound.kind = function.kind;
        bound.index = function.index;
        bound.signature = std::move(signature);
        bounds.functions.push_back(std::move(bound));
    }
    if (interface.receives)
        bounds.functions.push_back(bound_of({}, 0, runtime, costs));
    const auto constructor = bound::worst_case(creation, costs, {});
    if (!constructor)
    {
        bounds.unbounded = constructor.error();
        return bounds;
    }
    bounds.constructor = constructor->gas;
    bounds.code_deposit = costs.gas_per_byte * runtime.code.size();
    bounds.deployment = bound::creation_gas(costs, creation.code,
        word_size * licence.parties.size(), bounds.constructor + bounds.code_deposit);
    return bounds;
}

void check_gas(const Licence& licence, const Interface& interface, const GasBounds& bounds,
    Diagnostics& diagnostics)
{
    const std::string_view fit = "Everything must fit into one transaction.";
    if (!bounds.unbounded.empty())
        diagnostics.add(DiagnosticKind::bounds, licence.span,
            {"NOBODY KNOWS HOW MUCH GAS THIS TAKES", "its deployment: " + bounds.unbounded + ".",
                std::string{fit}});
    for (std::size_t i = 0; i < interface.functions.size(); ++i)
    {
        const ExternalFunction& function = interface.functions[i];
        const FunctionBound& bound = bounds.functions[i];
        if (!bound.unbounded.empty())
            diagnostics.add(DiagnosticKind::bounds, function.span,
                {"NOBODY KNOWS HOW MUCH GAS THIS TAKES",
                    "`" + function.name + "`: " + bound.unbounded + ".", std::string{fit}});
        else if (bound.transaction > max_transaction_gas)
            diagnostics.add(DiagnosticKind::bounds, function.span,
                {"THIS MAY NOT FIT INTO A TRANSACTION",
                    "`" + function.name + "` may take " + std::to_string(bound.transaction) +
                        " gas; a transaction has " + std::to_string(max_transaction_gas) +
                        " at most (EIP-7825).",
                    remedy(licence, bound)});
    }
}

std::string gas_table(const Licence& licence, const GasBounds& bounds)
{
    std::vector<std::pair<std::string, std::string>> rows;
    for (const FunctionBound& bound : bounds.functions)
    {
        std::string note;
        if (bound.calls_out)
            note = licence.currency.is_token() ? " + what the token spends"
                                               : " + what the payee's code spends";
        rows.emplace_back(bound.signature.empty() ? "(plain transfer)" : bound.signature,
            std::to_string(bound.transaction) + note);
    }
    rows.emplace_back("(deployment)", std::to_string(bounds.deployment));
    std::size_t width = 0;
    for (const auto& [name, figure] : rows)
        width = std::max(width, name.size());
    std::string table;
    for (const auto& [name, figure] : rows)
    {
        table.append(2, ' ').append(name).append(width + 2 - name.size(), ' ');
        table.append(figure).append(1, '\n');
    }
    return table;
}
}  // namespace byline::compiler
