#include "node/rpc/params/values.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <charconv>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>

namespace byline::node::rpc
{
namespace
{
template <typename T>
Parsed<T> in_words(std::expected<T, HexError> value)
{
    if (!value)
        return std::unexpected{std::string{to_string(value.error())}};
    return *std::move(value);
}

Parsed<std::string_view> prefixed_text(const boost::json::value& value)
{
    BYLINE_TRY(text, read_text(value));
    if (!text.starts_with("0x") && !text.starts_with("0X"))
        return std::unexpected{"hex string without 0x prefix"};
    return text.substr(2);
}
}  // namespace

Parsed<std::string_view> read_text(const boost::json::value& value)
{
    if (const auto* text = value.if_string())
        return std::string_view{text->data(), text->size()};
    return std::unexpected{"must be a string"};
}

Parsed<bool> read_bool(const boost::json::value& value)
{
    if (const bool* flag = value.if_bool())
        return *flag;
    return std::unexpected{"must be true or false"};
}

Parsed<uint256> read_quantity(const boost::json::value& value)
{
    BYLINE_TRY(text, read_text(value));
    if (!text.starts_with("0x"))
        return std::unexpected{"hex string without 0x prefix"};
    if (text.size() == 2)
        return std::unexpected{"hex string \"0x\" has no digits"};
    if (text.size() > 3 && text[2] == '0')
        return std::unexpected{"hex number with leading zero digits"};
    return in_words(quantity_from_hex(text));
}

Parsed<std::uint64_t> read_uint64(const boost::json::value& value)
{
    BYLINE_TRY(number, read_quantity(value));
    if (!number.fits_uint64())
        return std::unexpected{"hex number above 64 bits"};
    return number.words[0];
}

Parsed<Bytes> read_data(const boost::json::value& value)
{
    BYLINE_TRY(digits, prefixed_text(value));
    return in_words(from_hex(digits));
}

Parsed<address> read_address(const boost::json::value& value)
{
    BYLINE_TRY(digits, prefixed_text(value));
    auto result = address_from_hex(digits);
    if (!result && result.error() == HexError::wrong_length)
        return std::unexpected{"an address has 20 bytes (40 hex digits)"};
    return in_words(result);
}

Parsed<bytes32> read_hash(const boost::json::value& value)
{
    BYLINE_TRY(digits, prefixed_text(value));
    auto result = bytes32_from_hex(digits);
    if (!result && result.error() == HexError::wrong_length)
        return std::unexpected{"a hash has 32 bytes (64 hex digits)"};
    return in_words(result);
}

Parsed<uint256> read_slot(const boost::json::value& value)
{
    BYLINE_TRY(text, read_text(value));
    const std::string_view digits =
        text.starts_with("0x") || text.starts_with("0X") ? text.substr(2) : text;
    if (digits.size() > 64)
        return std::unexpected{"storage key too long (want at most 32 bytes)"};
    const auto number = uint256_from_hex(digits);
    if (digits.empty() || !number)
        return std::unexpected{"invalid hex in storage key"};
    return *number;
}

Parsed<std::uint64_t> read_count(const boost::json::value& value)
{
    if (const auto* number = value.if_int64(); number != nullptr && *number >= 0)
        return static_cast<std::uint64_t>(*number);
    if (const auto* number = value.if_uint64())
        return *number;
    if (!value.is_string())
        return std::unexpected{"must be a number"};
    BYLINE_TRY(text, read_text(value));
    if (text.starts_with("0x"))
        return read_uint64(value);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::unexpected{"must be a number"};
    return number;
}
}  // namespace byline::node::rpc
