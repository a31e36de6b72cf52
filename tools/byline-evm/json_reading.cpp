#include "tools/byline-evm/json_reading.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::tools
{
namespace
{
constexpr std::size_t max_depth = 256;

const boost::json::object no_object;
const boost::json::array no_array;
}  // namespace

std::expected<boost::json::value, std::string> parse_json(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::system::error_code failure;
    auto document = boost::json::parse(text, failure,
        boost::json::make_shared_resource<boost::json::monotonic_resource>(), options);
    if (failure)
        return std::unexpected{"is not JSON: " + failure.message()};
    return document;
}

std::optional<uint256> fixture_number(std::string_view text)
{
    if (text == "0x" || text.empty())
        return uint256{};
    const auto value = uint256_from_hex(text);
    return value ? std::optional{*value} : std::nullopt;
}

bool JsonReader::has(std::string_view key) const noexcept
{
    const boost::json::value* member = object_->if_contains(key);
    return member != nullptr && !member->is_null();
}

void JsonReader::fail(std::string message) const
{
    if (!error_->has_value())
        *error_ = std::move(message);
}

std::string_view JsonReader::text_of(const boost::json::value& element, std::string_view what) const
{
    const boost::json::string* text = element.if_string();
    if (text != nullptr)
        return *text;
    fail(std::string{what} + " is not a text");
    return {};
}

std::string_view JsonReader::text(std::string_view key) const
{
    const boost::json::value* member = object_->if_contains(key);
    if (member != nullptr)
        return text_of(*member, key);
    fail(std::string{key} + " is missing");
    return {};
}

uint256 JsonReader::number(std::string_view key) const
{
    const boost::json::value* member = object_->if_contains(key);
    if (member != nullptr && member->is_int64() && member->get_int64() >= 0)
        return uint256{static_cast<std::uint64_t>(member->get_int64())};
    if (member != nullptr && member->is_uint64())
        return uint256{member->get_uint64()};
    const auto value =
        member == nullptr || member->is_string() ? fixture_number(text(key)) : std::nullopt;
    if (!value)
        fail(std::string{key} + " is not a number of at most 256 bits");
    return value.value_or(uint256{});
}

std::uint64_t JsonReader::uint64(std::string_view key) const
{
    const uint256 value = number(key);
    if (!value.fits_uint64())
        fail(std::string{key} + " is above 64 bits");
    return value.words[0];
}

address JsonReader::account(std::string_view key) const
{
    const auto value = address_from_hex(text(key));
    if (!value)
        fail(std::string{key} + " is not an address");
    return value.value_or(address{});
}

bytes32 JsonReader::hash(std::string_view key) const
{
    const auto value = bytes32_from_hex(text(key));
    if (!value)
        fail(std::string{key} + " is not a hash");
    return value.value_or(bytes32{});
}

Bytes JsonReader::bytes(std::string_view key) const
{
    auto value = from_hex(text(key));
    if (!value)
        fail(std::string{key} + " is not hex");
    return std::move(value).value_or(Bytes{});
}

const boost::json::object& JsonReader::object(std::string_view key) const
{
    const boost::json::value* member = object_->if_contains(key);
    if (member != nullptr && member->is_object())
        return member->get_object();
    fail(std::string{key} + " is not an object");
    return no_object;
}

const boost::json::array& JsonReader::array(std::string_view key) const
{
    const boost::json::value* member = object_->if_contains(key);
    if (member != nullptr && member->is_array())
        return member->get_array();
    fail(std::string{key} + " is not an array");
    return no_array;
}

JsonReader JsonReader::element(const boost::json::value& value) const
{
    if (value.is_object())
        return {value.get_object(), *error_};
    fail("an element is not an object");
    return {no_object, *error_};
}
}  // namespace byline::tools
