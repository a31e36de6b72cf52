#include "vm/evm/disassembler.hpp"

#include "vm/primitives/hex.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace byline::vm
{
namespace
{
/// At least two bytes wide.
std::string offset_text(std::size_t offset)
{
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(offset >> (56 - 8 * i));
    const auto* const begin =
        std::find_if(bytes.begin(), bytes.end() - 2, [](std::uint8_t b) { return b != 0; });
    return to_hex({begin, bytes.end()});
}
}  // namespace

std::string disassemble(BytesView code, Revision revision)
{
    std::string text;
    for (std::size_t i = 0; i < code.size();)
    {
        const OpcodeTraits& traits = opcode_table[code[i]];
        text += offset_text(i);
        if (traits.defined(revision))
        {
            text.append(" ").append(traits.name);
            const std::size_t size = std::min<std::size_t>(traits.immediates, code.size() - i - 1);
            if (size > 0)
                text.append(" ").append(to_hex(code.subspan(i + 1, size)));
            if (size < traits.immediates)
                text.append(" (cut off)");
            i += 1 + size;
        }
        else
        {
            text.append(" UNDEFINED ").append(to_hex(code.subspan(i, 1)));
            ++i;
        }
        text += '\n';
    }
    return text;
}
}  // namespace byline::vm
