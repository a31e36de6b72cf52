#include "bench/contracts/call_data.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace byline::bench
{
namespace
{
constexpr std::size_t word_size = 32;

void append(Bytes& bytes, const uint256& value)
{
    for (const std::uint8_t byte : to_bytes32(value).bytes)
        bytes.push_back(byte);
}

Bytes tail_of(const WordList& list)
{
    Bytes tail;
    append(tail, list.words.size());
    for (const uint256& value : list.words)
        append(tail, value);
    return tail;
}

Bytes tail_of(const ByteString& text)
{
    Bytes tail;
    append(tail, text.bytes.size());
    for (const std::uint8_t byte : text.bytes)
        tail.push_back(byte);
    tail.resize((tail.size() + word_size - 1) / word_size * word_size);
    return tail;
}

Bytes tail_of(const uint256& /*value*/)
{
    return {};
}
}  // namespace

Argument word(const address& value)
{
    return to_uint256(value);
}

Argument word(const bytes32& value)
{
    return to_uint256(value);
}

Argument word(std::uint64_t value)
{
    return uint256{value};
}

Bytes encode_words(const std::vector<uint256>& words)
{
    Bytes bytes;
    for (const uint256& value : words)
        append(bytes, value);
    return bytes;
}

Bytes encode_arguments(const std::vector<Argument>& arguments)
{
    Bytes heads;
    Bytes tails;
    for (const Argument& argument : arguments)
    {
        if (const auto* value = std::get_if<uint256>(&argument))
            append(heads, *value);
        else
            append(heads, arguments.size() * word_size + tails.size());
        const Bytes tail = std::visit([](const auto& each) { return tail_of(each); }, argument);
        tails.insert(tails.end(), tail.begin(), tail.end());
    }
    heads.insert(heads.end(), tails.begin(), tails.end());
    return heads;
}

Bytes call_data(std::string_view signature, const std::vector<Argument>& arguments)
{
    const bytes32 hash = keccak256(signature);
    Bytes data(hash.bytes.begin(), hash.bytes.begin() + 4);
    const Bytes encoded = encode_arguments(arguments);
    data.insert(data.end(), encoded.begin(), encoded.end());
    return data;
}
}  // namespace byline::bench
