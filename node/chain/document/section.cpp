#include "node/chain/document/section.hpp"

#include "node/chain/genesis.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json/error.hpp>
#include <boost/json/kind.hpp>
#include <boost/json/object.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
constexpr std::string_view not_a_number =
    "is not a number (a whole number below 2^64, or a string in decimal or 0x hex below 2^256)";

/// "line 3, column 14" of a byte in the text.
std::string line_and_column(std::string_view text, std::size_t position)
{
    const std::string_view before = text.substr(0, position);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
    return "line " + std::to_string(line) + ", column " +
           std::to_string(before.size() - line_start + 1);
}

bool has_hex_prefix(std::string_view text)
{
    return text.starts_with("0x") || text.starts_with("0X");
}

std::optional<uint256> number_from_text(std::string_view text)
{
    if (!has_hex_prefix(text))
        return from_decimal(text);
    const std::string_view digits = text.substr(2);
    if (digits.empty())
        return std::nullopt;
    const auto number = uint256_from_hex(digits);
    return number ? std::optional{*number} : std::nullopt;
}
}  // namespace

std::unexpected<GenesisError> refuse(const std::string& place, std::string_view problem)
{
    return std::unexpected{GenesisError{place + ": " + std::string{problem}}};
}

std::expected<boost::json::value, GenesisError> parse_object(std::string_view text)
{
    boost::json::stream_parser parser;
    boost::system::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error && read < text.size())
        error = boost::json::error::extra_data;
    if (!error)
        parser.finish(error);
    if (error)
        return refuse(
            line_and_column(text, std::min(read, text.size())), "is not JSON: " + error.message());
    boost::json::value value = parser.release();
    if (!value.is_object())
        return refuse("line 1", "the document is not a JSON object");
    return value;
}

std::expected<uint256, GenesisError> read_number(
    const boost::json::value& value, const std::string& place)
{
    if (value.is_uint64())
        return uint256{value.get_uint64()};
    if (value.is_int64() && value.get_int64() >= 0)
        return uint256{static_cast<std::uint64_t>(value.get_int64())};
    if (value.is_string())
    {
        if (const auto number = number_from_text(std::string_view{value.get_string()}))
            return *number;
    }
    return refuse(place, not_a_number);
}

std::expected<uint256, GenesisError> read_word(
    const boost::json::value& value, const std::string& place)
{
    if (value.is_string())
    {
        if (const auto word = uint256_from_hex(std::string_view{value.get_string()}))
            return *word;
    }
    return refuse(place, "is not a word (a string of up to 64 hex digits)");
}

std::string Section::place_of(std::string_view name) const
{
    // Keys come from outside: what is printed of one is short and harmless.
    constexpr std::size_t longest = 80;
    std::string place = place_.empty() ? "" : place_ + ".";
    for (const char c : name.substr(0, longest))
        place += c >= ' ' && c <= '~' ? c : '?';
    return name.size() > longest ? place + "..." : place;
}

const boost::json::value* Section::find(std::string_view name) const
{
    const boost::json::value* value = object_->if_contains(name);
    return value != nullptr && !value->is_null() ? value : nullptr;
}

std::expected<std::optional<Section>, GenesisError> Section::section(std::string_view name) const
{
    const boost::json::value* value = find(name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_object())
        return refuse(place_of(name), "is not an object");
    return Section{value->get_object(), place_of(name)};
}

std::expected<std::optional<uint256>, GenesisError> Section::number(std::string_view name) const
{
    const boost::json::value* value = find(name);
    if (value == nullptr)
        return std::nullopt;
    return read_number(*value, place_of(name));
}

std::expected<std::optional<std::uint64_t>, GenesisError> Section::uint64(
    std::string_view name) const
{
    BYLINE_TRY(value, number(name));
    if (!value)
        return std::nullopt;
    if (!value->fits_uint64())
        return refuse(place_of(name), "is not below 2^64");
    return value->words[0];
}

std::expected<std::optional<std::string_view>, GenesisError> Section::text(
    std::string_view name) const
{
    const boost::json::value* value = find(name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_string())
        return refuse(place_of(name), "is not a string of hex digits");
    return std::string_view{value->get_string()};
}

std::expected<std::optional<Bytes>, GenesisError> Section::bytes(std::string_view name) const
{
    BYLINE_TRY(digits, text(name));
    if (!digits)
        return std::nullopt;
    auto decoded = from_hex(*digits);
    if (!decoded)
        return refuse(place_of(name), "is not hex: " + std::string{to_string(decoded.error())});
    return std::move(*decoded);
}

std::expected<std::optional<bytes32>, GenesisError> Section::hash(std::string_view name) const
{
    BYLINE_TRY(digits, text(name));
    if (!digits)
        return std::nullopt;
    const auto decoded = bytes32_from_hex(*digits);
    if (!decoded)
        return refuse(place_of(name), "is not a hash (64 hex digits)");
    return *decoded;
}

std::expected<std::optional<address>, GenesisError> Section::account(std::string_view name) const
{
    BYLINE_TRY(digits, text(name));
    if (!digits)
        return std::nullopt;
    const auto decoded = address_from_hex(*digits);
    if (!decoded)
        return refuse(place_of(name), "is not an address (40 hex digits)");
    return *decoded;
}
}  // namespace byline::node
