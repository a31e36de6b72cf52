#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
using Kind = AbiType::Kind;

constexpr std::size_t word_size = 32;

// --- Writing.

void append_word(Bytes& out, const uint256& value)
{
    const bytes32 word = to_bytes32(value);
    out.insert(out.end(), word.bytes.begin(), word.bytes.end());
}

void append_padded(Bytes& out, BytesView content)
{
    out.insert(out.end(), content.begin(), content.end());
    out.resize((out.size() + word_size - 1) / word_size * word_size);
}

Bytes encode_value(const AbiType& type, const AbiValue& value);

/// Heads, then tails: the encoding of a tuple (ABI specification, "Formal Specification").
template <typename TypeOf>
Bytes encode_sequence(std::span<const AbiValue> values, TypeOf type_of)
{
    std::size_t heads = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        heads += head_size(type_of(i));
    Bytes head;
    Bytes tail;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        const Bytes encoded = encode_value(type_of(i), values[i]);
        if (is_dynamic(type_of(i)))
            append_word(head, uint256{heads + tail.size()});
        Bytes& place = is_dynamic(type_of(i)) ? tail : head;
        place.insert(place.end(), encoded.begin(), encoded.end());
    }
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
}

Bytes encode_value(const AbiType& type, const AbiValue& value)
{
    Bytes out;
    switch (type.kind)
    {
        case Kind::uint:
        case Kind::integer:
            append_word(out, std::get<uint256>(value.data));
            break;
        case Kind::account:
            append_word(out, to_uint256(std::get<address>(value.data)));
            break;
        case Kind::boolean:
            append_word(out, uint256{std::get<bool>(value.data) ? 1U : 0U});
            break;
        case Kind::fixed_bytes:
            append_padded(out, std::get<Bytes>(value.data));
            break;
        case Kind::bytes: {
            const Bytes& content = std::get<Bytes>(value.data);
            append_word(out, uint256{content.size()});
            append_padded(out, content);
            break;
        }
        case Kind::string: {
            const std::string& content = std::get<std::string>(value.data);
            append_word(out, uint256{content.size()});
            append_padded(
                out, {reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
            break;
        }
        case Kind::tuple:
            return encode_sequence(std::get<std::vector<AbiValue>>(value.data),
                [&](std::size_t i) -> const AbiType& { return type.parts[i].type; });
        case Kind::list:
            append_word(out, uint256{std::get<std::vector<AbiValue>>(value.data).size()});
            [[fallthrough]];
        case Kind::array: {
            const Bytes elements = encode_sequence(std::get<std::vector<AbiValue>>(value.data),
                [&](std::size_t) -> const AbiType& { return type.parts[0].type; });
            out.insert(out.end(), elements.begin(), elements.end());
            break;
        }
    }
    return out;
}

// --- Reading.

using Values = std::vector<AbiValue>;

std::unexpected<std::string> too_short()
{
    return std::unexpected{std::string{"the data ends too early"}};
}

/// Reads values out of borrowed data; counts them, because offsets may point at one tail many
/// times.
class Reader
{
public:
    /// `at` is where the head of the value stands, `base` what offsets count from.
    std::expected<AbiValue, std::string> value(const AbiType& type, BytesView base, std::size_t at)
    {
        if (++count_ > max_values)
            return std::unexpected{std::string{"the data holds more than 65,536 values"}};
        if (!is_dynamic(type))
            return content(type, base, at);
        BYLINE_TRY(offset, length_at(base, at));
        return content(type, base.subspan(offset), 0);
    }

    template <typename TypeOf>
    std::expected<Values, std::string> sequence(
        std::size_t count, TypeOf type_of, BytesView base, std::size_t at)
    {
        Values values;
        for (std::size_t i = 0; i < count; ++i)
        {
            BYLINE_TRY(element, value(type_of(i), base, at));
            values.push_back(std::move(element));
            at += head_size(type_of(i));
        }
        return values;
    }

private:
    static constexpr std::size_t max_values = 65'536;

    static std::expected<uint256, std::string> word_at(BytesView base, std::size_t at)
    {
        if (at > base.size() || base.size() - at < word_size)
            return too_short();
        bytes32 word;
        std::copy_n(base.begin() + static_cast<std::ptrdiff_t>(at), word_size, word.bytes.begin());
        return to_uint256(word);
    }

    /// An offset or a length: not beyond the data.
    static std::expected<std::size_t, std::string> length_at(BytesView base, std::size_t at)
    {
        BYLINE_TRY(word, word_at(base, at));
        if (word > uint256{base.size()})
            return too_short();
        return static_cast<std::size_t>(word.words[0]);
    }

    static std::expected<AbiValue, std::string> word_value(const AbiType& type, const uint256& word)
    {
        const auto bad_padding = [&] { return std::unexpected{"a word is no " + canonical(type)}; };
        switch (type.kind)
        {
            case Kind::uint:
                if (word.bit_width() > type.size)
                    return bad_padding();
                return AbiValue{word};
            case Kind::integer:
                if (sign_extend(uint256{type.size / 8 - 1}, word) != word)
                    return bad_padding();
                return AbiValue{word};
            case Kind::account:
                if (word.bit_width() > 160)
                    return bad_padding();
                return AbiValue{to_address(word)};
            case Kind::boolean:
                if (word > uint256{1})
                    return bad_padding();
                return AbiValue{!word.is_zero()};
            default: {
                BYLINE_ASSERT(type.kind == Kind::fixed_bytes);
                const bytes32 bytes = to_bytes32(word);
                const auto end = bytes.bytes.begin() + static_cast<std::ptrdiff_t>(type.size);
                if (std::any_of(
                        end, bytes.bytes.end(), [](std::uint8_t byte) { return byte != 0; }))
                    return bad_padding();
                return AbiValue{Bytes(bytes.bytes.begin(), end)};
            }
        }
    }

    std::expected<AbiValue, std::string> content(
        const AbiType& type, BytesView base, std::size_t at)
    {
        const auto element = [&](std::size_t) -> const AbiType& { return type.parts[0].type; };
        switch (type.kind)
        {
            case Kind::bytes:
            case Kind::string: {
                BYLINE_TRY(size, length_at(base, at));
                if (base.size() - at - word_size < size)
                    return too_short();
                const BytesView bytes = base.subspan(at + word_size, size);
                if (type.kind == Kind::string)
                    return AbiValue{std::string(bytes.begin(), bytes.end())};
                return AbiValue{Bytes(bytes.begin(), bytes.end())};
            }
            case Kind::tuple: {
                const auto field = [&](std::size_t i) -> const AbiType& {
                    return type.parts[i].type;
                };
                BYLINE_TRY(fields, sequence(type.parts.size(), field, base, at));
                return AbiValue{std::move(fields)};
            }
            case Kind::array: {
                BYLINE_TRY(elements, sequence(type.size, element, base, at));
                return AbiValue{std::move(elements)};
            }
            case Kind::list: {
                BYLINE_TRY(size, length_at(base, at));
                BYLINE_TRY(elements, sequence(size, element, base.subspan(at + word_size), 0));
                return AbiValue{std::move(elements)};
            }
            default: {
                BYLINE_TRY(word, word_at(base, at));
                return word_value(type, word);
            }
        }
    }

    std::size_t count_ = 0;
};
}  // namespace

Bytes encode_abi(std::span<const AbiParameter> parameters, std::span<const AbiValue> values)
{
    BYLINE_ASSERT(parameters.size() == values.size());
    return encode_sequence(
        values, [&](std::size_t i) -> const AbiType& { return parameters[i].type; });
}

std::expected<std::vector<AbiValue>, std::string> decode_abi(
    std::span<const AbiParameter> parameters, BytesView data)
{
    Reader reader;
    return reader.sequence(
        parameters.size(), [&](std::size_t i) -> const AbiType& { return parameters[i].type; },
        data, 0);
}
}  // namespace byline::node
