#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace byline::tools::testing
{
/// A value as the contract ABI encodes it.
struct AbiValue
{
    enum class Kind : std::uint8_t
    {
        word,
        bytes,
        tuple,  ///< of `items`
        list,   ///< of `items`
    };

    Kind kind = Kind::word;
    uint256 word = {};
    Bytes bytes = {};
    std::vector<AbiValue> items = {};

    static AbiValue of(const uint256& word) { return {.word = word}; }

    static AbiValue of(Bytes bytes);
    static AbiValue tuple(std::vector<AbiValue> items);
    static AbiValue list(std::vector<AbiValue> items);
};

/// The words one after the other.
Bytes encode_words(const std::vector<uint256>& words);

/// A selector and its arguments.
Bytes call_data(std::string_view signature, const std::vector<AbiValue>& arguments = {});

/// The words of what a call gave back, or of what lies behind a selector; a part of a word at the
/// end is left out.
std::vector<uint256> words_of(BytesView data);
}  // namespace byline::tools::testing
