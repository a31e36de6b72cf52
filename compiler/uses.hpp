#pragma once

#include "compiler/source/diagnostics.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/syntax/tree.hpp"

#include <expected>
#include <functional>
#include <string>

namespace byline::compiler
{
/// The text of a file, by its path as the using file's path and `use` give it together. The error
/// says why there is none.
using SourceReader = std::function<std::expected<std::string, std::string>(const std::string&)>;

/// Takes the messages of the files that `file` uses, and of those that they use, into it. A `use`
/// names the text that is meant by its keccak256, `use "usage.byl#0x..."`: whatever else is read is
/// refused (B502), so that the hash of one source is that of all it means. What a file that is used
/// `as meter` brings is named `meter.Usage`. Whether all could be taken; if not, what they declare
/// would be unknown for no other reason.
bool resolve_uses(syntax::File& file, const SourceFile& source, const SourceReader& read,
    Diagnostics& diagnostics);
}  // namespace byline::compiler
