#pragma once

// A token may be one of these.
// IWYU pragma: begin_exports
#include "compiler/syntax/words.hpp"
// IWYU pragma: end_exports

#include "compiler/source/diagnostic.hpp"

#include <cstdint>
#include <string_view>

namespace byline::compiler
{
enum class TokenKind : std::uint8_t
{
    end,
    identifier,  ///< a name or a word of the language: the parser decides
    number,      ///< 1_000 or 0.001
    string,      ///< with its quotes
    address,     ///< 0x and hex digits
#define BYLINE_PUNCTUATION(kind, text) kind,
#include "compiler/syntax/tokens.def"
};

struct Token
{
    TokenKind kind = TokenKind::end;
    Word word = Word::none;  ///< of an identifier
    Span span;
    std::string_view text;       ///< into the source text
    bool first_on_line = false;  ///< where a reader would look for a new clause
    /// Where the comment lines directly above it begin. What stands between two tokens is blanks
    /// and comments only, so that the tokens and the text lose nothing.
    std::uint32_t comment_begin = 0;
};
}  // namespace byline::compiler
