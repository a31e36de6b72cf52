#include "vm/primitives/rlp.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace byline::rlp
{
namespace
{
constexpr std::uint8_t string_base = 0x80;
constexpr std::uint8_t list_base = 0xc0;
constexpr std::size_t short_limit = 55;  ///< the longest payload with a one-byte header

void append_big_endian(Bytes& out, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = size; i > 0; --i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
}

std::size_t byte_width(std::uint64_t value)
{
    return (static_cast<std::size_t>(std::bit_width(value)) + 7) / 8;
}

void append_header(Bytes& out, std::uint8_t base, std::size_t size)
{
    if (size <= short_limit)
    {
        out.push_back(static_cast<std::uint8_t>(base + size));
        return;
    }
    const std::size_t width = byte_width(size);
    out.push_back(static_cast<std::uint8_t>(base + short_limit + width));
    append_big_endian(out, size, width);
}

/// The big-endian number of a long header: at most 8 bytes, no leading zero, above the short form.
std::expected<std::size_t, Error> long_size(BytesView digits)
{
    if (digits[0] == 0)
        return std::unexpected{Error::non_canonical_size};
    std::uint64_t size = 0;
    for (const std::uint8_t b : digits)
        size = (size << 8) | b;
    if (size <= short_limit)
        return std::unexpected{Error::non_canonical_size};
    return size;
}

std::expected<BytesView, Error> integer_bytes(Decoder& decoder, std::size_t width)
{
    BYLINE_TRY(bytes, decoder.string());
    if (!bytes.empty() && bytes[0] == 0)
        return std::unexpected{Error::leading_zero};
    if (bytes.size() > width)
        return std::unexpected{Error::overflow};
    return bytes;
}
}  // namespace

std::string_view to_string(Error error) noexcept
{
    switch (error)
    {
        case Error::input_too_short:
            return "the data ends in the middle of an item";
        case Error::leftover:
            return "there are bytes after the last item";
        case Error::non_canonical_size:
            return "a length is not in its shortest form";
        case Error::non_canonical_byte:
            return "a single byte is not in its shortest form";
        case Error::leading_zero:
            return "an integer has leading zeros";
        case Error::overflow:
            return "an integer is too large";
        case Error::unexpected_list:
            return "a list stands where a string must stand";
        case Error::unexpected_string:
            return "a string stands where a list must stand";
        case Error::wrong_length:
            return "a field has the wrong number of bytes";
        case Error::missing_item:
            return "a list has too few items";
    }
    return "unknown RLP error";
}

void append(Bytes& out, BytesView string)
{
    if (string.size() != 1 || string[0] >= string_base)
        append_header(out, string_base, string.size());
    append_raw(out, string);
}

void append(Bytes& out, std::uint64_t value)
{
    if (value != 0 && value < string_base)
    {
        out.push_back(static_cast<std::uint8_t>(value));
        return;
    }
    const std::size_t width = byte_width(value);
    append_header(out, string_base, width);
    append_big_endian(out, value, width);
}

void append(Bytes& out, const uint256& value)
{
    const bytes32 bytes = to_bytes32(value);
    const std::size_t width = (value.bit_width() + 7) / 8;
    append(out, BytesView{bytes.bytes}.last(width));
}

void append(Bytes& out, const address& value)
{
    append(out, BytesView{value.bytes});
}

void append(Bytes& out, const bytes32& value)
{
    append(out, BytesView{value.bytes});
}

void append_raw(Bytes& out, BytesView items)
{
    out.insert(out.end(), items.begin(), items.end());
}

void append_list_header(Bytes& out, std::size_t payload_size)
{
    append_header(out, list_base, payload_size);
}

Bytes list(BytesView payload)
{
    Bytes out;
    out.reserve(payload.size() + 9);
    append_list_header(out, payload.size());
    append_raw(out, payload);
    return out;
}

std::expected<Item, Error> Decoder::peek() const noexcept
{
    if (rest_.empty())
        return std::unexpected{Error::missing_item};
    const std::uint8_t first = rest_[0];
    if (first < string_base)
        return Item{Kind::string, rest_.first(1), rest_.first(1)};

    const Kind kind = first < list_base ? Kind::string : Kind::list;
    std::size_t size = first;
    size -= kind == Kind::string ? string_base : list_base;
    std::size_t header = 1;
    if (size > short_limit)
    {
        const std::size_t width = size - short_limit;
        if (rest_.size() < 1 + width)
            return std::unexpected{Error::input_too_short};
        BYLINE_TRY(long_form, long_size(rest_.subspan(1, width)));
        size = long_form;
        header += width;
    }
    if (size > rest_.size() - header)
        return std::unexpected{Error::input_too_short};
    const BytesView payload = rest_.subspan(header, size);
    if (kind == Kind::string && size == 1 && payload[0] < string_base)
        return std::unexpected{Error::non_canonical_byte};
    return Item{kind, payload, rest_.first(header + size)};
}

std::expected<Item, Error> Decoder::item() noexcept
{
    BYLINE_TRY(next, peek());
    rest_ = rest_.subspan(next.whole.size());
    return next;
}

std::expected<BytesView, Error> Decoder::string() noexcept
{
    BYLINE_TRY(next, item());
    if (next.kind != Kind::string)
        return std::unexpected{Error::unexpected_list};
    return next.payload;
}

std::expected<Decoder, Error> Decoder::list() noexcept
{
    BYLINE_TRY(next, item());
    if (next.kind != Kind::list)
        return std::unexpected{Error::unexpected_string};
    return Decoder{next.payload};
}

std::expected<std::uint64_t, Error> Decoder::uint64() noexcept
{
    BYLINE_TRY(bytes, integer_bytes(*this, sizeof(std::uint64_t)));
    std::uint64_t value = 0;
    for (const std::uint8_t b : bytes)
        value = (value << 8) | b;
    return value;
}

std::expected<uint256, Error> Decoder::number() noexcept
{
    BYLINE_TRY(bytes, integer_bytes(*this, 32));
    bytes32 word;
    std::ranges::copy_backward(bytes, word.bytes.end());
    return to_uint256(word);
}

std::expected<bytes32, Error> Decoder::hash() noexcept
{
    BYLINE_TRY(bytes, fixed<32>());
    return bytes32{bytes};
}

std::expected<address, Error> Decoder::account() noexcept
{
    BYLINE_TRY(bytes, fixed<20>());
    return address{bytes};
}

std::expected<void, Error> Decoder::finish() const noexcept
{
    if (!rest_.empty())
        return std::unexpected{Error::leftover};
    return {};
}

std::expected<Decoder, Error> whole_list(BytesView input) noexcept
{
    Decoder outer{input};
    BYLINE_TRY(inner, outer.list());
    BYLINE_TRY_VOID(outer.finish());
    return inner;
}
}  // namespace byline::rlp
