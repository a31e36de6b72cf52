#include "compiler/bound/call_data.hpp"

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
namespace
{
constexpr std::uint64_t selector_size = 4;
constexpr std::uint64_t word_size = 32;

bool is_list(const AbiParameter& parameter)
{
    return parameter.type.ends_with("[]");
}

// As deep as tuples are in tuples.
// NOLINTNEXTLINE(misc-no-recursion)
bool is_dynamic(const AbiParameter& parameter)
{
    if (is_list(parameter) || parameter.type == "bytes")
        return true;
    for (const AbiParameter& component : parameter.components)
    {
        if (is_dynamic(component))
            return true;
    }
    return false;
}

/// With the words of offsets and lengths. `entries`: of a list.
// NOLINTNEXTLINE(misc-no-recursion)
std::uint64_t size_of(const AbiParameter& parameter, std::uint64_t entries)
{
    constexpr std::uint64_t padded_signature =
        (max_signature_size + word_size - 1) / word_size * word_size;
    if (parameter.type == "bytes")
        return 2 * word_size + padded_signature;
    if (is_list(parameter))
    {
        AbiParameter entry = parameter;
        entry.type.resize(entry.type.size() - 2);
        return 2 * word_size + entries * size_of(entry, 0);
    }
    if (parameter.components.empty())
        return word_size;
    std::uint64_t size = is_dynamic(parameter) ? word_size : 0;
    for (const AbiParameter& component : parameter.components)
        size += size_of(component, 0);
    return size;
}
}  // namespace

std::uint64_t longest_call_data(const Licence& licence, const ExternalFunction& function)
{
    const bool is_act =
        function.kind == FunctionKind::act || function.kind == FunctionKind::act_with_permit;
    std::uint64_t size = selector_size;
    for (std::size_t i = 0; i < function.inputs.size(); ++i)
    {
        // The other lists are proofs.
        std::uint64_t entries = max_proof_words;
        if (is_act && i < licence.acts[function.index].parameters.size())
            entries = licence.acts[function.index].parameters[i].max_length;
        size += size_of(function.inputs[i], entries);
    }
    return size;
}
}  // namespace byline::compiler
