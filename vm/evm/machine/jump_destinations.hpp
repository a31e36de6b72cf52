#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::vm
{
/// How far behind its end a code is read when its destinations are found: a row.
inline constexpr std::size_t jump_destination_row = 64;

/// The jump destinations of a code (Yellow Paper §9.4.3), one bit a byte: the JUMPDESTs that are
/// instructions, not data of a PUSH. Behind the code there are zeros for a row.
void find_jump_destinations(
    const std::uint8_t* code, std::size_t size, std::vector<std::uint64_t>& destinations);
}  // namespace byline::vm
