#include "compiler/source/characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
struct Range
{
    char32_t first;
    char32_t last;
};

/// Unicode 15.1, the general categories Cc, Cf, Zl and Zp.
constexpr std::array hidden{
    Range{0x00, 0x1f},
    Range{0x7f, 0x9f},
    Range{0xad, 0xad},
    Range{0x600, 0x605},
    Range{0x61c, 0x61c},
    Range{0x6dd, 0x6dd},
    Range{0x70f, 0x70f},
    Range{0x890, 0x891},
    Range{0x8e2, 0x8e2},
    Range{0x180e, 0x180e},
    Range{0x200b, 0x200f},
    Range{0x2028, 0x202e},
    Range{0x2060, 0x206f},
    Range{0xfeff, 0xfeff},
    Range{0xfff9, 0xfffb},
    Range{0x110bd, 0x110bd},
    Range{0x110cd, 0x110cd},
    Range{0x13430, 0x1343f},
    Range{0x1bca0, 0x1bca3},
    Range{0x1d173, 0x1d17a},
    Range{0xe0001, 0xe0001},
    Range{0xe0020, 0xe007f},
};
}  // namespace

Character first_character(std::string_view text) noexcept
{
    const auto byte = [text](std::size_t i) -> char32_t {
        return static_cast<unsigned char>(text[i]);
    };
    const auto follows = [&](std::size_t i, char32_t low, char32_t high) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const auto six_bits = [&](std::size_t i) -> char32_t { return byte(i) & 0x3fU; };
    const char32_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    if (first >= 0xc2 && first <= 0xdf && follows(1, 0x80, 0xbf))
        return {(first & 0x1fU) << 6U | six_bits(1), 2};
    if (first >= 0xe0 && first <= 0xef)
    {
        // Neither a form longer than needed nor a surrogate.
        const char32_t low = first == 0xe0 ? 0xa0 : 0x80;
        const char32_t high = first == 0xed ? 0x9f : 0xbf;
        if (follows(1, low, high) && follows(2, 0x80, 0xbf))
            return {(first & 0x0fU) << 12U | six_bits(1) << 6U | six_bits(2), 3};
    }
    if (first >= 0xf0 && first <= 0xf4)
    {
        const char32_t low = first == 0xf0 ? 0x90 : 0x80;
        const char32_t high = first == 0xf4 ? 0x8f : 0xbf;
        if (follows(1, low, high) && follows(2, 0x80, 0xbf) && follows(3, 0x80, 0xbf))
            return {
                (first & 0x07U) << 18U | six_bits(1) << 12U | six_bits(2) << 6U | six_bits(3), 4};
    }
    return {};
}

bool is_shown(char32_t character) noexcept
{
    return std::ranges::none_of(
        hidden, [=](const Range& r) { return character >= r.first && character <= r.last; });
}

std::optional<std::size_t> find_hidden(std::string_view text) noexcept
{
    std::size_t at = 0;
    while (at < text.size())
    {
        const Character character = first_character(text.substr(at));
        if (character.size != 0 && !is_shown(character.value))
            return at;
        at += std::max<std::size_t>(character.size, 1);
    }
    return std::nullopt;
}

std::string code_point_name(char32_t character)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name = "U+";
    const unsigned shortest = 4;
    for (unsigned digit = 6; digit > 0; --digit)
    {
        const char32_t rest = character >> (4U * (digit - 1U));
        if (digit <= shortest || rest != 0)
            name += digits[rest & 0xfU];
    }
    return name;
}
}  // namespace byline::compiler
