#pragma once

#include "compiler/source/diagnostic.hpp"

#include <cstdint>
#include <string_view>

namespace byline::compiler
{
enum class TokenKind : std::uint8_t
{
    end,
    identifier,  ///< words are contextual: the parser decides what is a keyword
    number,      ///< 1_000 or 0.001
    string,      ///< with its quotes
    address,     ///< 0x and hex digits
#define BYLINE_PUNCTUATION(kind, text) kind,
#include "compiler/syntax/tokens.def"
};

struct Token
{
    TokenKind kind = TokenKind::end;
    Span span;
    std::string_view text;       ///< into the source text
    bool first_on_line = false;  ///< where a reader would look for a new clause
    std::uint32_t comment_begin =
        0;  ///< the comment lines directly above it: [begin, begin of token)
};
}  // namespace byline::compiler
