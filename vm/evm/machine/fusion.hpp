#pragma once

#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace byline::vm
{
/// A line of fusions.def, and the bytes that stand for it in a tuned code.
struct Fusion
{
    std::array<Opcode, 4> opcodes{};
    std::uint8_t length = 0;  ///< opcodes
    std::uint8_t code = 0;
    std::uint8_t inner_code = 0;  ///< instead, where the block goes on behind a JUMPI at the end

    [[nodiscard]] constexpr std::span<const Opcode> sequence() const noexcept
    {
        return {opcodes.data(), length};
    }

    [[nodiscard]] constexpr bool is_branch() const noexcept
    {
        return sequence().back() == OP_JUMPI;
    }

    /// Whether it jumps to what a PUSH of it names.
    [[nodiscard]] constexpr bool names_destination() const noexcept
    {
        const bool jumps = sequence().back() == OP_JUMP || is_branch();
        const Opcode before = sequence()[length - 2U];
        return jumps && before >= OP_PUSH1 && before <= OP_PUSH32;
    }
};

namespace detail
{
/// The bytes that are no opcode in any revision, in order.
consteval auto make_free_codes()
{
    constexpr auto is_free = [](std::size_t code) { return opcode_table[code].name.empty(); };
    constexpr std::size_t count = [is_free] {
        std::size_t n = 0;
        for (std::size_t code = 0; code < 256; ++code)
            n += is_free(code) ? 1U : 0U;
        return n;
    }();
    std::array<std::uint8_t, count> codes{};
    std::size_t n = 0;
    for (std::size_t code = 0; code < 256; ++code)
    {
        if (is_free(code))
            codes[n++] = static_cast<std::uint8_t>(code);
    }
    return codes;
}

inline constexpr auto free_codes = make_free_codes();

template <typename... Opcodes>
consteval Fusion make_fusion(Opcodes... opcodes)
{
    return {{opcodes...}, sizeof...(opcodes), 0, 0};
}
}  // namespace detail

/// In a tuned code: an instruction that the revision does not have.
inline constexpr std::uint8_t undefined_code = detail::free_codes[0];

/// In a tuned code: a JUMPDEST after a JUMPDEST, which the block of the first has paid for.
inline constexpr std::uint8_t paid_jumpdest_code = detail::free_codes[1];

/// In a tuned code: a JUMPI behind which its block goes on.
inline constexpr std::uint8_t inner_jumpi_code = detail::free_codes[2];

namespace detail
{
consteval auto make_fusions()
{
#define BYLINE_FUSION_OPCODES_1(a) OP_##a
#define BYLINE_FUSION_OPCODES_2(a, b) OP_##a, OP_##b
#define BYLINE_FUSION_OPCODES_3(a, b, c) OP_##a, OP_##b, OP_##c
#define BYLINE_FUSION_OPCODES_4(a, b, c, d) OP_##a, OP_##b, OP_##c, OP_##d
#define BYLINE_FUSION_CHOOSE(a, b, c, d, name, ...) name
#define BYLINE_FUSION(...)                                                 \
    make_fusion(BYLINE_FUSION_CHOOSE(__VA_ARGS__, BYLINE_FUSION_OPCODES_4, \
        BYLINE_FUSION_OPCODES_3, BYLINE_FUSION_OPCODES_2, BYLINE_FUSION_OPCODES_1)(__VA_ARGS__)),
    std::array list{
#include "vm/evm/machine/fusions.def"
    };
#undef BYLINE_FUSION_OPCODES_1
#undef BYLINE_FUSION_OPCODES_2
#undef BYLINE_FUSION_OPCODES_3
#undef BYLINE_FUSION_OPCODES_4
#undef BYLINE_FUSION_CHOOSE
    std::ranges::sort(list, [](const Fusion& a, const Fusion& b) {
        if (a.opcodes[0] != b.opcodes[0])
            return a.opcodes[0] < b.opcodes[0];
        return a.length > b.length;
    });
    std::size_t next = 3;
    for (Fusion& fusion : list)
    {
        fusion.code = free_codes[next++];
        if (fusion.is_branch())
            fusion.inner_code = free_codes[next++];
    }
    return list;
}
}  // namespace detail

/// By first opcode, the longer ones first.
inline constexpr auto fusions = detail::make_fusions();
}  // namespace byline::vm
