#pragma once

#include "vm/primitives/revision.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace byline
{
/// The opcodes of all revisions, by the names of the Yellow Paper (appendix H) and the EIPs.
enum Opcode : std::uint8_t
{

// NOLINTNEXTLINE(bugprone-macro-parentheses): an enumerator's value.
#define BYLINE_OPCODE(code, name, immediates, inputs, outputs, gas, fork) OP_##name = code,
#include "vm/primitives/opcodes.def"
};

/// One row of opcodes.def.
struct OpcodeTraits
{
    std::string_view name;        ///< empty: no such instruction in any revision
    std::uint8_t immediates = 0;  ///< bytes of code after the opcode
    std::uint8_t inputs = 0;      ///< stack items needed
    std::uint8_t outputs = 0;     ///< stack items left in their place
    std::uint16_t gas = 0;        ///< fixed part of the cost, in gas
    Revision first = Revision::cancun;

    [[nodiscard]] constexpr bool defined(Revision revision) const noexcept
    {
        return !name.empty() && revision >= first;
    }
};

namespace detail
{
consteval std::array<OpcodeTraits, 256> make_opcode_table()
{
    std::array<OpcodeTraits, 256> table{};
#define BYLINE_OPCODE(code, name, immediates, inputs, outputs, gas, fork) \
    table[code] = {#name, immediates, inputs, outputs, gas, Revision::fork};
#include "vm/primitives/opcodes.def"
    return table;
}
}  // namespace detail

/// Indexed by opcode byte.
inline constexpr std::array<OpcodeTraits, 256> opcode_table = detail::make_opcode_table();

/// The opcode with that name; nothing if there is none.
std::optional<Opcode> opcode_from_name(std::string_view name) noexcept;
}  // namespace byline
