#pragma once

#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/token.hpp"

#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The longest text that is read; offsets fit 32 bits with room to spare.
inline constexpr std::size_t max_source_bytes = 1U << 20U;

/// The tokens of a text and one `end` token at its end. Bytes that are no part of the language
/// become a diagnostic and are left out; the rest goes on. Tokens refer into `text`, which must
/// outlive them.
std::vector<Token> lex(std::string_view text, Diagnostics& diagnostics);
}  // namespace byline::compiler
