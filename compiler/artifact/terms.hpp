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

/// An amount as people write it: "0.001 ETH", "20 wei".
std::string amount_in_words(const uint256& wei);
}  // namespace byline::compiler
