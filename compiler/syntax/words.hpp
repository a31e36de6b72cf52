#pragma once

#include <cstdint>
#include <string_view>

namespace byline::compiler
{
/// The rows of words.def, and `none` for a word that is only a name.
enum class Word : std::uint8_t
{
    none,
#define BYLINE_WORD(id, text, role) id,
#include "compiler/syntax/words.def"
};

enum class WordRole : std::uint8_t
{
    name,        ///< no word of the language
    reserved,    ///< never a name
    contextual,  ///< a name wherever it means nothing else
    unit,        ///< an amount when it stands after a number, otherwise a name
};

/// The word of the language that is written so; `none` if it is none.
Word find_word(std::string_view text) noexcept;

/// As it is written; empty for `none`.
std::string_view to_string(Word word) noexcept;

WordRole role_of(Word word) noexcept;
}  // namespace byline::compiler
