#include "tools/bylinec/testing/abi.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

// Every recursion below goes into a value, as deep as the types of the language.
// NOLINTBEGIN(misc-no-recursion)
namespace byline::tools::testing
{
namespace
{
constexpr std::size_t word_size = 32;

void append(Bytes& bytes, const uint256& word)
{
    const bytes32 encoded = to_bytes32(word);
    bytes.insert(bytes.end(), encoded.bytes.begin(), encoded.bytes.end());
}

bool is_dynamic(const AbiValue& value)
{
    if (value.kind == AbiValue::Kind::tuple)
        return std::ranges::any_of(value.items, is_dynamic);
    return value.kind != AbiValue::Kind::word;
}

Bytes encode(const AbiValue& value);

/// Heads, then tails: a dynamic value's head is the offset of its tail.
Bytes encode_items(const std::vector<AbiValue>& items)
{
    std::vector<Bytes> parts;
    std::size_t offset = 0;
    for (const AbiValue& item : items)
    {
        parts.push_back(encode(item));
        offset += is_dynamic(item) ? word_size : parts.back().size();
    }
    Bytes head;
    Bytes tail;
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        if (!is_dynamic(items[i]))
        {
            head.insert(head.end(), parts[i].begin(), parts[i].end());
            continue;
        }
        append(head, offset + tail.size());
        tail.insert(tail.end(), parts[i].begin(), parts[i].end());
    }
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
}

Bytes encode(const AbiValue& value)
{
    Bytes encoded;
    switch (value.kind)
    {
        case AbiValue::Kind::word:
            append(encoded, value.word);
            return encoded;
        case AbiValue::Kind::bytes:
            append(encoded, value.bytes.size());
            encoded.insert(encoded.end(), value.bytes.begin(), value.bytes.end());
            encoded.resize((encoded.size() + word_size - 1) / word_size * word_size);
            return encoded;
        case AbiValue::Kind::tuple:
            return encode_items(value.items);
        case AbiValue::Kind::list:
            append(encoded, value.items.size());
            break;
    }
    const Bytes items = encode_items(value.items);
    encoded.insert(encoded.end(), items.begin(), items.end());
    return encoded;
}
}  // namespace

AbiValue AbiValue::of(Bytes bytes)
{
    return {.kind = Kind::bytes, .bytes = std::move(bytes)};
}

AbiValue AbiValue::tuple(std::vector<AbiValue> items)
{
    return {.kind = Kind::tuple, .items = std::move(items)};
}

AbiValue AbiValue::list(std::vector<AbiValue> items)
{
    return {.kind = Kind::list, .items = std::move(items)};
}

Bytes encode_words(const std::vector<uint256>& words)
{
    Bytes bytes;
    for (const uint256& word : words)
        append(bytes, word);
    return bytes;
}

Bytes call_data(std::string_view signature, const std::vector<AbiValue>& arguments)
{
    const bytes32 hash = keccak256(signature);
    Bytes data{hash.bytes.begin(), hash.bytes.begin() + 4};
    const Bytes encoded = encode_items(arguments);
    data.insert(data.end(), encoded.begin(), encoded.end());
    return data;
}

std::vector<uint256> words_of(BytesView data)
{
    std::vector<uint256> words;
    for (; data.size() >= word_size; data = data.subspan(word_size))
    {
        bytes32 word;
        std::ranges::copy(data.first(word_size), word.bytes.begin());
        words.push_back(to_uint256(word));
    }
    return words;
}
}  // namespace byline::tools::testing

// NOLINTEND(misc-no-recursion)
