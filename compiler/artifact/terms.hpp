#pragma once

#include "compiler/sema/licence.hpp"
#include "vm/primitives/bytes32.hpp"

#include <string>

namespace byline::compiler
{
/// What the parties sign: in plain words, and as canonical JSON (keys sorted, no blanks), whose
/// keccak256 is anchored in the code.
struct Terms
{
    std::string text;
    std::string json;
    bytes32 hash;
};

Terms make_terms(const Licence& licence);
}  // namespace byline::compiler
