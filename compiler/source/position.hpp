#pragma once

#include <cstddef>
#include <string_view>

namespace byline::compiler
{
/// A place in a text as people count it: both from 1; columns are code points.
struct Position
{
    std::size_t line = 1;
    std::size_t column = 1;
};

/// The place of the byte at `offset`; an offset beyond the end is the end.
Position position_of(std::string_view text, std::size_t offset) noexcept;

/// The line that holds the byte at `offset`, without its line end.
std::string_view line_at(std::string_view text, std::size_t offset) noexcept;

/// How many code points the bytes hold; a byte that is no UTF-8 counts as one.
std::size_t count_code_points(std::string_view bytes) noexcept;
}  // namespace byline::compiler
