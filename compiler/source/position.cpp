#include "compiler/source/position.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byline::compiler
{
namespace
{
std::size_t line_begin(std::string_view text, std::size_t offset) noexcept
{
    const std::size_t end_of_previous = offset == 0 ? text.npos : text.rfind('\n', offset - 1);
    return end_of_previous == text.npos ? 0 : end_of_previous + 1;
}
}  // namespace

std::size_t count_code_points(std::string_view bytes) noexcept
{
    // Every byte but a continuation byte (10xxxxxx) begins a code point.
    return static_cast<std::size_t>(std::ranges::count_if(
        bytes, [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) != 0x80; }));
}

Position position_of(std::string_view text, std::size_t offset) noexcept
{
    offset = std::min(offset, text.size());
    const std::size_t begin = line_begin(text, offset);
    const auto lines = std::ranges::count(text.substr(0, begin), '\n');
    return {static_cast<std::size_t>(lines) + 1,
        count_code_points(text.substr(begin, offset - begin)) + 1};
}

std::string_view line_at(std::string_view text, std::size_t offset) noexcept
{
    offset = std::min(offset, text.size());
    const std::size_t begin = line_begin(text, offset);
    std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}
}  // namespace byline::compiler
