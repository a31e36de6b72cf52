#include "compiler/ir/ir.hpp"

#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace byline::compiler::ir
{
namespace
{
// Names that operations.def uses in its last column beside the operations.
struct Mirrors
{
    static constexpr std::optional<Operation> none = std::nullopt;
#define BYLINE_OPERATION(name, opcode, effect, mirror) \
    static constexpr std::optional<Operation> name = Operation::name;
#include "compiler/ir/operations.def"
};

constexpr OperationTraits row(
    std::string_view name, Opcode opcode, Effect effect, std::optional<Operation> mirror)
{
    return {name, opcode, effect, mirror, opcode_table[opcode].inputs,
        opcode_table[opcode].outputs != 0};
}

constexpr std::array all_traits{
    OperationTraits{.name = "constant", .opcode = {}, .mirror = {}},
    OperationTraits{.name = "immutable", .opcode = {}, .mirror = {}},
    OperationTraits{.name = "symbol", .opcode = {}, .mirror = {}},
    OperationTraits{.name = "parameter", .opcode = {}, .mirror = {}},
#define BYLINE_OPERATION(name, opcode, effect, mirror) \
    row(#name, opcode, Effect::effect, Mirrors::mirror),
#include "compiler/ir/operations.def"
};
}  // namespace

const OperationTraits& traits(Operation operation) noexcept
{
    return all_traits[static_cast<std::size_t>(operation)];
}

std::string_view to_string(ExitKind kind) noexcept
{
    constexpr std::array<std::string_view, 7> names{
        "jump", "branch", "call_function", "give_back", "stop", "return_data", "revert"};
    return names[static_cast<std::size_t>(kind)];
}

bool is_name(std::string_view text) noexcept
{
    constexpr std::string_view punctuation = "(),:@%";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > ' ' && byte != 0x7f && !punctuation.contains(c);
    });
}

bool gives_back(const Function& function) noexcept
{
    return std::ranges::any_of(
        function.blocks, [](const Block& b) { return b.exit.kind == ExitKind::give_back; });
}
}  // namespace byline::compiler::ir
