#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace byline::bench
{
/// Words behind an offset and a length: `uint256[]`, `address[]`, `bytes32[]`.
struct WordList
{
    std::vector<uint256> words;
};

/// Bytes behind an offset and a length: `bytes`.
struct ByteString
{
    Bytes bytes;
};

/// One argument as the contract ABI encodes it; what is static is one word, and a static tuple is
/// its words one after the other.
using Argument = std::variant<uint256, WordList, ByteString>;

/// One word each.
Argument word(const address& value);
Argument word(const bytes32& value);
Argument word(std::uint64_t value);

/// `bytes` one after the other, each 32 long: what Solidity's `abi.encode` gives for static values.
Bytes encode_words(const std::vector<uint256>& words);

/// The arguments in the form of the contract ABI: heads, then tails.
Bytes encode_arguments(const std::vector<Argument>& arguments);

/// A selector and its arguments.
Bytes call_data(std::string_view signature, const std::vector<Argument>& arguments = {});
}  // namespace byline::bench
