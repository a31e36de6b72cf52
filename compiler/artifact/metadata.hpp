#pragma once

#include "vm/primitives/bytes.hpp"

#include <string_view>

namespace byline::compiler
{
/// "0.1.0".
std::string_view compiler_version() noexcept;

/// What stands behind the code, as solc does it: a CBOR map, then its length in two bytes. The map
/// holds the compiler's version ("byline", three bytes) and the source's keccak256 ("source", 32
/// bytes).
Bytes metadata_tail(std::string_view source_text);
}  // namespace byline::compiler
