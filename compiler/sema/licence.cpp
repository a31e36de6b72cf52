#include "compiler/sema/licence.hpp"

#include "vm/primitives/keccak.hpp"

#include <array>

namespace byline::compiler
{
namespace
{
std::string parameter_types(const Act& act)
{
    std::string types;
    for (const Parameter& parameter : act.parameters)
        types += (types.empty() ? "" : ",") + std::string{to_string(parameter.abi)};
    return types;
}
}  // namespace

std::string_view to_string(AbiType type) noexcept
{
    constexpr std::array<std::string_view, 5> names{
        "uint64", "uint256", "address", "bytes32", "bool"};
    return names[static_cast<std::size_t>(type)];
}

std::string event_name(const Act& act)
{
    std::string name = act.name;
    if (name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

std::string signature_of(const Act& act)
{
    return act.name + "(" + parameter_types(act) + ")";
}

std::string event_signature_of(const Act& act)
{
    const std::string types = parameter_types(act);
    return event_name(act) + "(address" + (types.empty() ? "" : ",") + types +
           (act.price ? ",uint256" : "") + ")";
}

std::uint32_t selector_of(std::string_view signature) noexcept
{
    const bytes32 hash = keccak256(signature);
    return std::uint32_t{hash.bytes[0]} << 24 | std::uint32_t{hash.bytes[1]} << 16 |
           std::uint32_t{hash.bytes[2]} << 8 | hash.bytes[3];
}
}  // namespace byline::compiler
