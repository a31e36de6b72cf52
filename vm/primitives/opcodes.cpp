#include "vm/primitives/opcodes.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace byline
{
std::optional<Opcode> opcode_from_name(std::string_view name) noexcept
{
    for (std::size_t code = 0; code < opcode_table.size(); ++code)
    {
        if (!name.empty() && opcode_table[code].name == name)
            return static_cast<Opcode>(code);
    }
    return std::nullopt;
}
}  // namespace byline
