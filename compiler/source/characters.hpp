#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace byline::compiler
{
/// One character of a text in UTF-8 (RFC 3629).
struct Character
{
    char32_t value = 0;
    std::size_t size = 0;  ///< bytes; 0 where the text is no UTF-8
};

/// The character at the start of a text that is not empty.
Character first_character(std::string_view text) noexcept;

/// Whether a reader sees the character, if only as a blank: the Unicode categories Cc, Cf, Zl and
/// Zp are not shown, and some of them change how what stands around them is shown.
bool is_shown(char32_t character) noexcept;

/// Where the first character is that is not shown; bytes that are no UTF-8 are passed over.
std::optional<std::size_t> find_hidden(std::string_view text) noexcept;

/// "U+202E".
std::string code_point_name(char32_t character);
}  // namespace byline::compiler
