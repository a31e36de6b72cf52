#include "vm/primitives/hex.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace byline
{
namespace
{
constexpr std::string_view digits = "0123456789abcdef";

std::expected<std::uint8_t, HexError> digit(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<std::uint8_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F')
        return static_cast<std::uint8_t>(c - 'A' + 10);
    return std::unexpected{HexError::bad_digit};
}

std::string_view without_prefix(std::string_view text)
{
    if (text.starts_with("0x"))
        text.remove_prefix(2);
    return text;
}

template <typename Fixed>
std::expected<Fixed, HexError> fixed_from_hex(std::string_view text)
{
    BYLINE_TRY(decoded, from_hex(text));
    Fixed value;
    if (decoded.size() != value.bytes.size())
        return std::unexpected{HexError::wrong_length};
    std::ranges::copy(decoded, value.bytes.begin());
    return value;
}
}  // namespace

std::string_view to_string(HexError error) noexcept
{
    switch (error)
    {
        case HexError::odd_length:
            return "odd number of hex digits";
        case HexError::bad_digit:
            return "a character is not a hex digit";
        case HexError::wrong_length:
            return "wrong number of hex digits";
        case HexError::not_canonical:
            return "a quantity must be 0x and hex digits without leading zeros";
    }
    return "unknown hex error";
}

std::expected<Bytes, HexError> from_hex(std::string_view text)
{
    text = without_prefix(text);
    if (text.size() % 2 != 0)
        return std::unexpected{HexError::odd_length};

    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2)
    {
        BYLINE_TRY(high, digit(text[i]));
        BYLINE_TRY(low, digit(text[i + 1]));
        bytes.push_back(static_cast<std::uint8_t>((high << 4) | low));
    }
    return bytes;
}

std::expected<address, HexError> address_from_hex(std::string_view text)
{
    return fixed_from_hex<address>(text);
}

std::expected<bytes32, HexError> bytes32_from_hex(std::string_view text)
{
    return fixed_from_hex<bytes32>(text);
}

std::expected<uint256, HexError> uint256_from_hex(std::string_view text)
{
    text = without_prefix(text);
    if (text.empty() || text.size() > 64)
        return std::unexpected{HexError::wrong_length};
    uint256 value;
    for (const char c : text)
    {
        BYLINE_TRY(nibble, digit(c));
        value = (value << 4) | uint256{nibble};
    }
    return value;
}

std::expected<uint256, HexError> quantity_from_hex(std::string_view text)
{
    if (!text.starts_with("0x") || text.size() < 3 || (text.size() > 3 && text[2] == '0'))
        return std::unexpected{HexError::not_canonical};
    return uint256_from_hex(text);
}

std::string to_hex(BytesView bytes)
{
    std::string text = "0x";
    text.reserve(2 + 2 * bytes.size());
    for (const std::uint8_t b : bytes)
    {
        text.push_back(digits[b >> 4]);
        text.push_back(digits[b & 0xf]);
    }
    return text;
}

std::string to_hex(const address& value)
{
    return to_hex(BytesView{value.bytes});
}

std::string to_hex(const bytes32& value)
{
    return to_hex(BytesView{value.bytes});
}

std::string to_quantity(const uint256& value)
{
    const std::string text = to_hex(to_bytes32(value));
    const std::size_t first = text.find_first_not_of('0', 2);
    return first == std::string::npos ? "0x0" : "0x" + text.substr(first);
}

std::string to_checksum_hex(const address& value)
{
    std::string text = to_hex(value);
    const auto* const first = reinterpret_cast<const std::uint8_t*>(text.data()) + 2;
    const bytes32 hash = keccak256({first, 40});
    for (std::size_t i = 0; i < 40; ++i)
    {
        const int nibble = (hash.bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
        char& c = text[2 + i];
        if (nibble >= 8 && c >= 'a')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}
}  // namespace byline
